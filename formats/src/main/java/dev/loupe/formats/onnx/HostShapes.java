package dev.loupe.formats.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sizes, and values that are known under other sizes.
final class HostShapes {
  private HostShapes() {}

  static void register(Map<String, HostOperator> ops) {
    ops.put("Constant", HostOperator.of(HostShapes::constant));
    ops.put("ConstantOfShape", HostOperator.of(HostShapes::filled));
    ops.put("Shape", HostOperator.of(HostShapes::shape));
    ops.put("Size", HostOperator.of(HostShapes::size));
    ops.put("Reshape", HostOperator.of(c -> c.literal(0).reshaped(target(c))));
    ops.put("Flatten", HostOperator.of(c -> c.literal(0).reshaped(flat(c))));
    ops.put("Squeeze", HostOperator.of(c -> c.literal(0).reshaped(squeezed(c))));
    ops.put("Unsqueeze", HostOperator.of(c -> c.literal(0).reshaped(unsqueezed(c))));
    ops.put("Transpose", HostOperator.of(c -> c.literal(0).transposed(permutation(c))));
    ops.put("Expand", HostOperator.of(c -> c.literal(0).expanded(expanded(c))));
    ops.put("Tile", HostOperator.of(HostShapes::tile));
    ops.put("Range", HostOperator.of(HostShapes::range));
    ops.put("Concat", HostOperator.of(HostShapes::concat));
    ops.put("Split", HostShapes::split);
  }

  private static Literal constant(Call c) {
    Map<String, OnnxAttribute> attributes = c.node().attributes();
    if (attributes.size() != 1) {
      throw c.refuse("it has " + attributes.size() + " attributes, not one value");
    }
    return switch (attributes.values().iterator().next()) {
      case OnnxAttribute.Values v -> Literal.of(v.value());
      case OnnxAttribute.Whole w -> Literal.scalar(OnnxType.INT64, (double) w.value());
      case OnnxAttribute.Real r -> Literal.scalar(OnnxType.FLOAT, r.value());
      case OnnxAttribute.Wholes w ->
          Literal.integers(w.values().stream().mapToLong(Long::longValue).toArray());
      case OnnxAttribute.Reals r -> {
        double[] values = r.values().stream().mapToDouble(Float::doubleValue).toArray();
        yield new Literal(OnnxType.FLOAT, new int[] {values.length}, values);
      }
      default -> throw c.refuse("its value is not read");
    };
  }

  private static Literal filled(Call c) {
    Literal value =
        c.node().attributes().get("value") instanceof OnnxAttribute.Values v
            ? Literal.of(v.value())
            : Literal.scalar(OnnxType.FLOAT, 0);
    int[] dims = c.literal(0).ints();
    double[] values = Literal.room(dims);
    Arrays.fill(values, value.single());
    return new Literal(value.type(), dims, values);
  }

  private static Literal shape(Call c) {
    int[] dims = c.held(0).dims();
    int from = bounded(c.whole("start", 0), dims.length);
    int to = bounded(c.whole("end", dims.length), dims.length);
    return Literal.integers(Arrays.stream(dims, from, Math.max(from, to)).asLongStream().toArray());
  }

  private static int bounded(long index, int rank) {
    return Math.clamp(index < 0 ? index + rank : index, 0, rank);
  }

  private static Literal size(Call c) {
    return Literal.scalar(OnnxType.INT64, Literal.count(c.held(0).dims()));
  }

  /// The sizes that a Reshape asks for: 0 takes the old size, -1 what remains.
  static int[] target(Call c) {
    int[] dims = c.held(0).dims();
    int[] target =
        c.wholes("shape", 1).orElseGet(() -> c.has(1) ? c.literal(1).ints() : new int[0]).clone();
    boolean zero = c.flag("allowzero", false);
    boolean single = target.length > 0 && target[0] == 1;
    if (c.stretch() > 1 && single && dims.length > 0 && dims[0] == c.stretch()) {
      target[0] = c.stretch();
    }
    long known = 1;
    int open = -1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == 0 && !zero) {
        if (i >= dims.length) {
          throw c.refuse("the size 0 stands for an axis that is not there");
        }
        target[i] = dims[i];
      }
      if (target[i] == -1) {
        open = i;
      } else {
        known *= target[i];
      }
    }
    long all = Literal.count(dims);
    if (open >= 0 && known > 0) {
      target[open] = (int) (all / known);
      known *= target[open];
    }
    if (known != all) {
      throw c.refuse(
          "%d values of %s can't be seen as %s"
              .formatted(all, Arrays.toString(dims), Arrays.toString(target)));
    }
    return target;
  }

  static int[] flat(Call c) {
    int[] dims = c.held(0).dims();
    long axis = c.whole("axis", 1);
    int at = (int) (axis < 0 ? axis + dims.length : axis);
    if (at < 0 || at > dims.length) {
      throw c.refuse("there is no axis " + axis);
    }
    return new int[] {
      Literal.count(Arrays.copyOf(dims, at)),
      Literal.count(Arrays.copyOfRange(dims, at, dims.length))
    };
  }

  static int[] squeezed(Call c) {
    int[] dims = c.held(0).dims();
    Optional<int[]> axes = c.wholes("axes", 1).map(a -> c.axes(a, dims.length));
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      int axis = i;
      boolean drop =
          axes.map(a -> Arrays.stream(a).anyMatch(x -> x == axis)).orElse(dims[axis] == 1);
      if (drop && dims[i] != 1) {
        throw c.refuse("the axis " + i + " has the size " + dims[i] + ", not 1");
      }
      if (!drop) {
        kept.add(dims[i]);
      }
    }
    return Literal.sizes(kept);
  }

  static int[] unsqueezed(Call c) {
    int[] dims = c.held(0).dims();
    int[] axes = c.wholes("axes", 1).orElseThrow(() -> c.refuse("it names no axes"));
    int[] added = c.axes(axes, dims.length + axes.length);
    List<Integer> sizes = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < dims.length + axes.length; i++) {
      int axis = i;
      boolean one = Arrays.stream(added).anyMatch(x -> x == axis);
      if (!one && from >= dims.length) {
        throw c.refuse("an axis is named twice");
      }
      sizes.add(one ? 1 : dims[from++]);
    }
    return Literal.sizes(sizes);
  }

  static int[] permutation(Call c) {
    int rank = c.held(0).dims().length;
    int[] order =
        c.wholes("perm")
            .orElseGet(
                () -> java.util.stream.IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, Placed.identity(rank))) {
      throw c.refuse(Arrays.toString(order) + " is no order of " + rank + " axes");
    }
    return order;
  }

  static int[] expanded(Call c) {
    return Literal.join(c.held(0).dims(), c.literal(1).ints());
  }

  private static Literal tile(Call c) {
    Literal x = c.literal(0);
    int[] times = c.literal(1).ints();
    Literal result = x;
    for (int axis = 0; axis < times.length; axis++) {
      List<Literal> parts = new ArrayList<>();
      for (int i = 0; i < times[axis]; i++) {
        parts.add(result);
      }
      result = joined(c, parts, axis);
    }
    return result;
  }

  private static Literal range(Call c) {
    double from = c.literal(0).single();
    double to = c.literal(1).single();
    double step = c.literal(2).single();
    int count = (int) Math.clamp(Math.ceil((to - from) / step), 0, Integer.MAX_VALUE - 64);
    double[] values = Literal.room(count);
    Arrays.setAll(values, i -> from + i * step);
    return new Literal(c.literal(0).type(), new int[] {count}, values);
  }

  private static Literal concat(Call c) {
    List<Literal> parts = new ArrayList<>();
    for (int i = 0; i < c.inputs().size(); i++) {
      parts.add(c.literal(i));
    }
    return joined(c, parts, c.axis(c.whole("axis", 1), parts.getFirst().rank()));
  }

  private static Literal joined(Call c, List<Literal> parts, int axis) {
    if (parts.isEmpty()) {
      throw c.refuse("there is nothing to join");
    }
    int[] dims = parts.getFirst().dims().clone();
    dims[axis] = parts.stream().mapToInt(p -> p.dims()[axis]).sum();
    int inner = Literal.count(Arrays.copyOfRange(dims, axis + 1, dims.length));
    int outer = Literal.count(Arrays.copyOf(dims, axis));
    double[] values = Literal.room(dims);
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (Literal p : parts) {
        int run = p.dims()[axis] * inner;
        System.arraycopy(p.values(), o * run, values, at, run);
        at += run;
      }
    }
    return new Literal(parts.getFirst().type(), dims, values);
  }

  /// The sizes of the parts of a Split.
  static int[] parts(Call c, int size) {
    Optional<int[]> given = c.wholes("split", 1);
    if (given.isPresent()) {
      if (Arrays.stream(given.get()).sum() != size) {
        throw c.refuse("the parts " + Arrays.toString(given.get()) + " don't add up to " + size);
      }
      return given.get();
    }
    int count = c.number("num_outputs", c.node().outputs().size());
    int each = Math.ceilDiv(size, count);
    int[] parts = new int[count];
    for (int i = 0; i < count; i++) {
      parts[i] = Math.max(0, Math.min(each, size - i * each));
    }
    return parts;
  }

  private static List<Literal> split(Call c) {
    Literal x = c.literal(0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    List<Literal> results = new ArrayList<>();
    int from = 0;
    for (int part : parts(c, x.dims()[axis])) {
      int[] dims = x.dims().clone();
      dims[axis] = part;
      int[] steps = Literal.steps(x.dims());
      results.add(x.gathered(dims, from * steps[axis], steps));
      from += part;
    }
    return results;
  }
}

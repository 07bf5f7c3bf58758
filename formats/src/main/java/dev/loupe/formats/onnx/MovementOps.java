package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.BroadcastTo;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Take;
import dev.loupe.kernel.PadMode;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values under other sizes and in other places.
final class MovementOps {
  private MovementOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("Reshape", reshape(HostShapes::target));
    ops.put("Flatten", reshape(HostShapes::flat));
    ops.put("Squeeze", reshape(HostShapes::squeezed));
    ops.put("Unsqueeze", reshape(HostShapes::unsqueezed));
    ops.put("Transpose", Operator.of(c -> transposed(c.in(0), HostShapes.permutation(c))));
    ops.put("Concat", Operator.of(MovementOps::concat));
    ops.put("Split", MovementOps::split);
    ops.put("Slice", Operator.of(MovementOps::slice));
    ops.put("Pad", Operator.of(MovementOps::pad));
    ops.put("Expand", Operator.of(MovementOps::expand));
    ops.put("Tile", Operator.of(MovementOps::tile));
    ops.put("DepthToSpace", Operator.of(MovementOps::depthToSpace));
    ops.put("SpaceToDepth", Operator.of(MovementOps::spaceToDepth));
  }

  private interface Target {
    int[] of(Call call);
  }

  private static Operator reshape(Target target) {
    return Operator.of(c -> Layouts.reshaped(c.scope(), c.in(0), target.of(c)));
  }

  /// Nothing moves: the axes are only counted in another order.
  static Placed transposed(Placed p, int... permutation) {
    int[] inverse = new int[permutation.length];
    for (int i = 0; i < permutation.length; i++) {
      inverse[permutation[i]] = i;
    }
    return new Placed(p.value(), p.type(), Arrays.stream(p.order()).map(a -> inverse[a]).toArray());
  }

  private static Placed concat(Call c) {
    List<Placed> all =
        c.inputs().stream()
            .flatMap(Optional::stream)
            .map(Held::placed)
            .filter(p -> !p.isNothing())
            .toList();
    if (all.isEmpty()) {
      throw c.refuse("there is nothing to join");
    }
    Comparator<Placed> size = Comparator.comparingLong(p -> p.value().shape().elements());
    Placed lead = all.stream().max(size).orElseThrow();
    List<Placed> parts = new ArrayList<>();
    int axis = c.axis(c.whole("axis", 1), lead.rank());
    for (Placed p : all) {
      parts.add(Layouts.in(c.scope(), p, lead.order()));
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    Value[] values = parts.stream().map(Placed::value).toArray(Value[]::new);
    return lead.with(c.apply(new Concat(lead.memory(axis)), values));
  }

  private static List<Placed> split(Call c) {
    Placed x = c.in(0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    List<Placed> parts = new ArrayList<>();
    int from = 0;
    for (int size : HostShapes.parts(c, x.dims()[axis])) {
      int[] starts = new int[x.rank()];
      int[] sizes = x.dims();
      starts[axis] = from;
      sizes[axis] = size;
      parts.add(sliced(c, x, starts, sizes));
      from += size;
    }
    return parts;
  }

  /// A range of every axis, as ONNX counts them.
  static Placed sliced(Call c, Placed x, int[] starts, int[] sizes) {
    if (Arrays.equals(sizes, x.dims())) {
      return x;
    }
    if (Arrays.stream(sizes).anyMatch(s -> s < 1)) {
      return Placed.nothing(x.type(), sizes);
    }
    return x.with(c.apply(new Slice(memory(x, starts), memory(x, sizes)), x.value()));
  }

  /// Numbers for each axis of the memory, from those as ONNX counts.
  private static List<Integer> memory(Placed x, int[] values) {
    return Arrays.stream(x.order()).mapToObj(axis -> values[axis]).toList();
  }

  private static Placed slice(Call c) {
    Placed x = c.in(0);
    int[][] r = HostIndex.ranges(c);
    int[] starts = r[0].clone();
    int[] sizes = r[2].clone();
    for (int i = 0; i < x.rank(); i++) {
      if (r[1][i] != 1) {
        starts[i] = 0;
        sizes[i] = x.dims()[i];
      }
    }
    if (Arrays.stream(r[2]).anyMatch(s -> s < 1)) {
      return Placed.nothing(x.type(), r[2]);
    }
    Placed y = sliced(c, x, starts, sizes);
    for (int i = 0; i < x.rank(); i++) {
      if (r[1][i] != 1) {
        int[] indices = new int[r[2][i]];
        for (int k = 0; k < indices.length; k++) {
          indices[k] = r[0][i] + k * r[1][i];
        }
        y = taken(c, y, i, indices);
      }
    }
    return y;
  }

  /// The values at some indices of an axis.
  static Placed taken(Call c, Placed x, int axis, int[] indices) {
    double[] values = Arrays.stream(indices).asDoubleStream().toArray();
    if (values.length == 0) {
      throw c.refuse("nothing would be left");
    }
    Literal list = new Literal(OnnxType.INT64, new int[] {values.length}, values);
    return x.with(c.apply(new Take(x.memory(axis)), x.value(), c.constant(list).value()));
  }

  /// Constant padding, as ONNX counts the axes; negative padding cuts.
  static Placed padded(Call c, Placed x, int[] before, int[] after, float value) {
    int[] starts = new int[x.rank()];
    int[] sizes = x.dims();
    int[] front = new int[x.rank()];
    int[] behind = new int[x.rank()];
    for (int i = 0; i < x.rank(); i++) {
      starts[i] = Math.max(0, -before[i]);
      sizes[i] += Math.min(0, before[i]) + Math.min(0, after[i]);
      front[i] = Math.max(0, before[i]);
      behind[i] = Math.max(0, after[i]);
    }
    Placed cut = sliced(c, x, starts, sizes);
    if (Arrays.stream(front).allMatch(p -> p == 0) && Arrays.stream(behind).allMatch(p -> p == 0)) {
      return cut;
    }
    Pad pad = new Pad(PadMode.CONSTANT, memory(x, front), memory(x, behind), value);
    return cut.with(c.apply(pad, cut.value()));
  }

  private static Placed pad(Call c) {
    Placed x = c.in(0);
    int[] pads = HostIndex.pads(c, x.rank());
    String mode = c.text("mode", "constant");
    if (mode.equals("constant")) {
      float value = (float) HostMath.bound(c, 2, "value", 0);
      int[] before = Arrays.copyOf(pads, x.rank());
      return padded(c, x, before, Arrays.copyOfRange(pads, x.rank(), 2 * x.rank()), value);
    }
    Placed y = x;
    for (int i = 0; i < x.rank(); i++) {
      int before = pads[i];
      int after = pads[i + x.rank()];
      if (before != 0 || after != 0) {
        int size = x.dims()[i];
        int[] indices = new int[size + before + after];
        for (int k = 0; k < indices.length; k++) {
          indices[k] = source(c, mode, k - before, size);
        }
        y = taken(c, y, i, indices);
      }
    }
    return y;
  }

  /// The index whose value stands at a place outside.
  private static int source(Call c, String mode, int at, int size) {
    return switch (mode) {
      case "edge" -> Math.clamp(at, 0, size - 1);
      case "wrap" -> Math.floorMod(at, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * size - 2);
        int m = Math.floorMod(at, period);
        yield m < size ? m : period - m;
      }
      default -> throw c.refuse("the mode " + mode + " is unknown");
    };
  }

  private static Placed expand(Call c) {
    Placed x = c.in(0);
    int[] target = HostShapes.expanded(c);
    if (Arrays.equals(target, x.dims())) {
      return x;
    }
    int missing = target.length - x.rank();
    int[] ones = new int[target.length];
    Arrays.fill(ones, 0, missing, 1);
    System.arraycopy(x.dims(), 0, ones, missing, x.rank());
    Placed y = Layouts.reshaped(c.scope(), x, ones);
    int[] sizes = Arrays.stream(y.order()).map(a -> target[a]).toArray();
    return y.with(c.apply(new BroadcastTo(Shape.of(sizes)), y.value()));
  }

  private static Placed tile(Call c) {
    Placed y = c.in(0);
    int[] times = c.literal(1).ints();
    for (int i = 0; i < times.length; i++) {
      if (times[i] < 1) {
        throw c.refuse("a value is repeated " + times[i] + " times");
      }
      if (times[i] > 1) {
        Value[] parts = new Value[times[i]];
        Arrays.fill(parts, y.value());
        y = y.with(c.apply(new Concat(y.memory(i)), parts));
      }
    }
    return y;
  }

  private static Placed depthToSpace(Call c) {
    Placed x = c.in(0);
    int b = c.number("blocksize", 1);
    int[] d = x.dims();
    boolean columns = c.text("mode", "DCR").equals("CRD");
    int inner = d[1] / (b * b);
    Placed split =
        columns
            ? Layouts.reshaped(c.scope(), x, d[0], inner, b, b, d[2], d[3])
            : Layouts.reshaped(c.scope(), x, d[0], b, b, inner, d[2], d[3]);
    Placed moved =
        columns ? transposed(split, 0, 1, 4, 2, 5, 3) : transposed(split, 0, 3, 4, 1, 5, 2);
    return Layouts.reshaped(c.scope(), moved, d[0], inner, d[2] * b, d[3] * b);
  }

  private static Placed spaceToDepth(Call c) {
    Placed x = c.in(0);
    int b = c.number("blocksize", 1);
    int[] d = x.dims();
    Placed split = Layouts.reshaped(c.scope(), x, d[0], d[1], d[2] / b, b, d[3] / b, b);
    Placed moved = transposed(split, 0, 3, 5, 1, 2, 4);
    return Layouts.reshaped(c.scope(), moved, d[0], d[1] * b * b, d[2] / b, d[3] / b);
  }
}

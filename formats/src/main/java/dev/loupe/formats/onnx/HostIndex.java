package dev.loupe.formats.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Picking and placing values that are known.
final class HostIndex {
  private HostIndex() {}

  static void register(Map<String, HostOperator> ops) {
    ops.put("Gather", HostOperator.of(HostIndex::gather));
    ops.put("GatherElements", HostOperator.of(HostIndex::gatherElements));
    ops.put("GatherND", HostOperator.of(HostIndex::gatherRows));
    ops.put("ScatterND", HostOperator.of(HostIndex::scatterRows));
    ops.put("Slice", HostOperator.of(HostIndex::slice));
    ops.put("NonZero", HostOperator.of(HostIndex::nonZero));
    ops.put("OneHot", HostOperator.of(HostIndex::oneHot));
    ops.put("Trilu", HostOperator.of(HostIndex::triangle));
    ops.put("Pad", HostOperator.of(HostIndex::pad));
    ops.put("CumSum", HostOperator.of(HostIndex::cumulative));
  }

  /// An index from the end where it is negative.
  private static int index(Call c, double raw, int size) {
    int i = (int) (raw < 0 ? raw + size : raw);
    if (i < 0 || i >= size) {
      throw c.refuse("the index %d is not one of %d".formatted((long) raw, size));
    }
    return i;
  }

  private static Literal gather(Call c) {
    Literal x = c.literal(0);
    Literal indices = c.literal(1);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    int[] dims = new int[x.rank() - 1 + indices.rank()];
    System.arraycopy(x.dims(), 0, dims, 0, axis);
    System.arraycopy(indices.dims(), 0, dims, axis, indices.rank());
    System.arraycopy(x.dims(), axis + 1, dims, axis + indices.rank(), x.rank() - axis - 1);
    int inner = Literal.steps(x.dims())[axis];
    int size = x.dims()[axis];
    int outer = Literal.count(Arrays.copyOf(x.dims(), axis));
    double[] values = Literal.room(dims);
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (double raw : indices.values()) {
        System.arraycopy(x.values(), (o * size + index(c, raw, size)) * inner, values, at, inner);
        at += inner;
      }
    }
    return new Literal(x.type(), dims, values);
  }

  private static Literal gatherElements(Call c) {
    Literal x = c.literal(0);
    Literal indices = c.literal(1);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    int[] steps = Literal.steps(x.dims());
    int[] own = Literal.steps(indices.dims());
    double[] values = new double[indices.length()];
    for (int i = 0; i < values.length; i++) {
      int from = 0;
      for (int a = 0; a < x.rank(); a++) {
        int at = i / own[a] % indices.dims()[a];
        from += steps[a] * (a == axis ? index(c, indices.values()[i], x.dims()[a]) : at);
      }
      values[i] = x.values()[from];
    }
    return new Literal(x.type(), indices.dims(), values);
  }

  /// Where each row of indices points to, and how many values lie there.
  private static int[] offsets(Call c, Literal x, Literal indices) {
    int q = indices.dims()[indices.rank() - 1];
    int[] steps = Literal.steps(x.dims());
    int[] offsets = new int[q == 0 ? 0 : indices.length() / q];
    for (int r = 0; r < offsets.length; r++) {
      for (int a = 0; a < q; a++) {
        offsets[r] += steps[a] * index(c, indices.values()[r * q + a], x.dims()[a]);
      }
    }
    return offsets;
  }

  private static Literal gatherRows(Call c) {
    Literal x = c.literal(0);
    Literal indices = c.literal(1);
    if (c.whole("batch_dims", 0) != 0) {
      throw c.refuse("batch_dims is not supported");
    }
    int q = indices.dims()[indices.rank() - 1];
    int[] rest = Arrays.copyOfRange(x.dims(), q, x.rank());
    int run = Literal.count(rest);
    int[] offsets = offsets(c, x, indices);
    double[] values = new double[offsets.length * run];
    for (int r = 0; r < offsets.length; r++) {
      System.arraycopy(x.values(), offsets[r], values, r * run, run);
    }
    int[] dims = Arrays.copyOf(indices.dims(), indices.rank() - 1 + rest.length);
    System.arraycopy(rest, 0, dims, indices.rank() - 1, rest.length);
    return new Literal(x.type(), dims, values);
  }

  private static Literal scatterRows(Call c) {
    Literal x = c.literal(0);
    Literal indices = c.literal(1);
    Literal updates = c.literal(2);
    String mode = c.text("reduction", "none");
    double[] values = x.values().clone();
    int[] offsets = offsets(c, x, indices);
    int run = offsets.length == 0 ? 0 : updates.length() / offsets.length;
    for (int r = 0; r < offsets.length; r++) {
      for (int i = 0; i < run; i++) {
        double u = updates.values()[r * run + i];
        int at = offsets[r] + i;
        values[at] =
            switch (mode) {
              case "none" -> u;
              case "add" -> values[at] + u;
              case "mul" -> values[at] * u;
              case "min" -> Math.min(values[at], u);
              case "max" -> Math.max(values[at], u);
              default -> throw c.refuse("the reduction " + mode + " is unknown");
            };
      }
    }
    return new Literal(x.type(), x.dims(), values);
  }

  /// For each axis where a Slice starts, its step, and how many values it takes.
  static int[][] ranges(Call c) {
    int[] dims = c.held(0).dims();
    int[] starts = c.wholes("starts", 1).orElseThrow(() -> c.refuse("it has no starts"));
    int[] ends = c.wholes("ends", 2).orElseThrow(() -> c.refuse("it has no ends"));
    int[] axes = c.wholes("axes", 3).orElseGet(() -> Placed.identity(starts.length));
    int[] steps = c.optional(4).map(Literal::ints).orElse(null);
    int[][] ranges = new int[3][dims.length];
    Arrays.fill(ranges[1], 1);
    ranges[2] = dims.clone();
    for (int i = 0; i < axes.length; i++) {
      int axis = c.axis(axes[i], dims.length);
      int step = steps == null ? 1 : steps[i];
      if (step == 0) {
        throw c.refuse("a step is 0");
      }
      long size = dims[axis];
      long from = starts[i] < 0 ? starts[i] + size : starts[i];
      long to = ends[i] < 0 ? ends[i] + size : ends[i];
      from = Math.clamp(from, 0, step > 0 ? size : size - 1);
      to = Math.clamp(to, step > 0 ? 0 : -1, size);
      ranges[0][axis] = (int) from;
      ranges[1][axis] = step;
      ranges[2][axis] = (int) Math.max(0, Math.ceilDiv(to - from, (long) step));
    }
    return ranges;
  }

  private static Literal slice(Call c) {
    Literal x = c.literal(0);
    int[][] r = ranges(c);
    int[] steps = Literal.steps(x.dims());
    int start = 0;
    int[] moved = new int[steps.length];
    for (int i = 0; i < steps.length; i++) {
      start += r[0][i] * steps[i];
      moved[i] = r[1][i] * steps[i];
    }
    return x.gathered(r[2], start, moved);
  }

  private static Literal nonZero(Call c) {
    Literal x = c.literal(0);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < x.length(); i++) {
      if (x.values()[i] != 0) {
        found.add(i);
      }
    }
    int[] steps = Literal.steps(x.dims());
    double[] values = new double[x.rank() * found.size()];
    for (int a = 0; a < x.rank(); a++) {
      for (int i = 0; i < found.size(); i++) {
        values[a * found.size() + i] = found.get(i) / steps[a] % x.dims()[a];
      }
    }
    return new Literal(OnnxType.INT64, new int[] {x.rank(), found.size()}, values);
  }

  private static Literal oneHot(Call c) {
    Literal indices = c.literal(0);
    int depth = (int) c.literal(1).single();
    Literal pair = c.literal(2);
    int axis = c.axis(c.whole("axis", -1), indices.rank() + 1);
    int[] dims = new int[indices.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == axis ? depth : indices.dims()[i < axis ? i : i - 1];
    }
    double[] values = Literal.room(dims);
    Arrays.fill(values, pair.values()[0]);
    int inner = Literal.steps(dims)[axis];
    for (int i = 0; i < indices.length(); i++) {
      double raw = indices.values()[i];
      double at = raw < 0 ? raw + depth : raw;
      if (at >= 0 && at < depth) {
        values[(i / inner * depth + (int) at) * inner + i % inner] = pair.values()[1];
      }
    }
    return new Literal(pair.type(), dims, values);
  }

  /// 1 where a Trilu keeps a value of these sizes.
  static Literal mask(Call c, int[] dims) {
    int k = c.optional(1).map(l -> (int) l.single()).orElse(0);
    boolean upper = c.flag("upper", true);
    int rows = dims[dims.length - 2];
    int columns = dims[dims.length - 1];
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = (upper ? j - i >= k : j - i <= k) ? 1 : 0;
      }
    }
    return new Literal(OnnxType.BOOL, new int[] {rows, columns}, values);
  }

  private static Literal triangle(Call c) {
    Literal x = c.literal(0);
    return Literal.zip(x.type(), x, mask(c, x.dims()), (v, keep) -> keep != 0 ? v : 0);
  }

  private static Literal pad(Call c) {
    Literal x = c.literal(0);
    if (!c.text("mode", "constant").equals("constant")) {
      throw c.refuse("a known value is padded by " + c.text("mode", ""));
    }
    int[] pads = pads(c, x.rank());
    int[] dims = x.dims().clone();
    for (int i = 0; i < dims.length; i++) {
      dims[i] += pads[i] + pads[i + dims.length];
    }
    double[] values = Literal.room(dims);
    Arrays.fill(values, HostMath.bound(c, 2, "value", 0));
    int[] steps = Literal.steps(dims);
    int[] own = Literal.steps(x.dims());
    for (int i = 0; i < x.length(); i++) {
      int at = 0;
      boolean inside = true;
      for (int a = 0; a < dims.length; a++) {
        int p = i / own[a] % x.dims()[a] + pads[a];
        inside &= p >= 0 && p < dims[a];
        at += p * steps[a];
      }
      if (inside) {
        values[at] = x.values()[i];
      }
    }
    return new Literal(x.type(), dims, values);
  }

  /// The padding before and behind all axes, though a node may name only some.
  static int[] pads(Call c, int rank) {
    int[] given =
        c.wholes("pads", 1)
            .or(() -> c.wholes("paddings"))
            .orElseThrow(() -> c.refuse("it has no pads"));
    int[] axes =
        c.optional(3).map(l -> c.axes(l.ints(), rank)).orElseGet(() -> Placed.identity(rank));
    if (given.length != 2 * axes.length) {
      throw c.refuse("%d axes have %d paddings".formatted(axes.length, given.length));
    }
    int[] pads = new int[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      pads[axes[i]] = given[i];
      pads[axes[i] + rank] = given[i + axes.length];
    }
    return pads;
  }

  private static Literal cumulative(Call c) {
    Literal x = c.literal(0);
    int axis = c.axis((int) c.literal(1).single(), x.rank());
    boolean exclusive = c.flag("exclusive", false);
    boolean reverse = c.flag("reverse", false);
    int step = Literal.steps(x.dims())[axis];
    int size = x.dims()[axis];
    double[] values = new double[x.length()];
    for (int i = 0; i < values.length; i++) {
      if (i / step % size != 0) {
        continue;
      }
      double sum = 0;
      for (int k = 0; k < size; k++) {
        int at = i + (reverse ? size - 1 - k : k) * step;
        values[at] = exclusive ? sum : sum + x.values()[at];
        sum += x.values()[at];
      }
    }
    return new Literal(x.type(), x.dims(), values);
  }
}

package dev.loupe.formats.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/// Reductions of values that are known.
final class HostReduce {
  private HostReduce() {}

  static void register(Map<String, HostOperator> ops) {
    ops.put("ReduceSum", HostOperator.of(c -> reduce(c, 0, Double::sum)));
    ops.put("ReduceProd", HostOperator.of(c -> reduce(c, 1, (a, b) -> a * b)));
    ops.put("ReduceMax", HostOperator.of(c -> reduce(c, least(c), Math::max)));
    ops.put("ReduceMin", HostOperator.of(c -> reduce(c, greatest(c), Math::min)));
    ops.put("ReduceMean", HostOperator.of(HostReduce::mean));
    ops.put("ArgMax", HostOperator.of(c -> extreme(c, true)));
    ops.put("ArgMin", HostOperator.of(c -> extreme(c, false)));
    ops.put("TopK", HostReduce::top);
    ops.put("NonMaxSuppression", HostOperator.of(Suppression::boxes));
  }

  private static double least(Call c) {
    return c.held(0).type() == OnnxType.BOOL ? 0 : Double.NEGATIVE_INFINITY;
  }

  private static double greatest(Call c) {
    return c.held(0).type() == OnnxType.BOOL ? 1 : Double.POSITIVE_INFINITY;
  }

  /// Which axes a reduction takes away: none where it says so.
  static int[] axes(Call c) {
    int rank = c.held(0).dims().length;
    Optional<int[]> axes = c.wholes("axes", 1);
    if (axes.isEmpty() && c.flag("noop_with_empty_axes", false)) {
      return new int[0];
    }
    return axes.map(a -> c.axes(a, rank)).orElseGet(() -> Placed.identity(rank));
  }

  /// The sizes without, or with sizes of 1 for, the reduced axes.
  static int[] dims(int[] dims, int[] axes, boolean keep) {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      int axis = i;
      boolean gone = Arrays.stream(axes).anyMatch(a -> a == axis);
      if (!gone || keep) {
        sizes.add(gone ? 1 : dims[i]);
      }
    }
    return Literal.sizes(sizes);
  }

  private static Literal reduce(Call c, double start, DoubleBinaryOperator f) {
    Literal x = c.literal(0);
    int[] axes = axes(c);
    int[] kept = dims(x.dims(), axes, true);
    double[] values = Literal.room(kept);
    Arrays.fill(values, start);
    int[] steps = Literal.steps(kept);
    int[] own = Literal.steps(x.dims());
    for (int i = 0; i < x.length(); i++) {
      int at = 0;
      for (int a = 0; a < kept.length; a++) {
        at += kept[a] == 1 ? 0 : i / own[a] % x.dims()[a] * steps[a];
      }
      values[at] = f.applyAsDouble(values[at], x.values()[i]);
    }
    return new Literal(x.type(), dims(x.dims(), axes, c.flag("keepdims", true)), values);
  }

  private static Literal mean(Call c) {
    Literal sum = reduce(c, 0, Double::sum);
    double n = (double) c.literal(0).length() / Math.max(1, sum.length());
    return sum.map(sum.type(), v -> v / n);
  }

  private static Literal extreme(Call c, boolean largest) {
    Literal x = c.literal(0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    boolean last = c.flag("select_last_index", false);
    int step = Literal.steps(x.dims())[axis];
    int size = x.dims()[axis];
    double[] values = new double[x.length() / Math.max(1, size)];
    for (int o = 0; o < values.length; o++) {
      int from = o / step * step * size + o % step;
      int best = 0;
      for (int k = 1; k < size; k++) {
        double d = x.values()[from + k * step] - x.values()[from + best * step];
        boolean better = largest ? d > 0 : d < 0;
        best = better || (last && d == 0) ? k : best;
      }
      values[o] = best;
    }
    int[] dims = dims(x.dims(), new int[] {axis}, c.flag("keepdims", true));
    return new Literal(OnnxType.INT64, dims, values);
  }

  private static List<Literal> top(Call c) {
    Literal x = c.literal(0);
    int k = c.has(1) ? (int) c.literal(1).single() : c.number("k", 1);
    int axis = c.axis(c.whole("axis", -1), x.rank());
    boolean largest = c.flag("largest", true);
    int step = Literal.steps(x.dims())[axis];
    int size = x.dims()[axis];
    if (k < 0 || k > size) {
      throw c.refuse("%d of %d values are wanted".formatted(k, size));
    }
    int[] dims = x.dims().clone();
    dims[axis] = k;
    double[] values = Literal.room(dims);
    double[] indices = new double[values.length];
    for (int o = 0; o < x.length() / Math.max(1, size); o++) {
      int from = o / step * step * size + o % step;
      int to = o / step * step * k + o % step;
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        order.add(i);
      }
      order.sort(
          (a, b) -> {
            int by = Double.compare(x.values()[from + a * step], x.values()[from + b * step]);
            return largest ? -by : by;
          });
      for (int i = 0; i < k; i++) {
        values[to + i * step] = x.values()[from + order.get(i) * step];
        indices[to + i * step] = order.get(i);
      }
    }
    return List.of(new Literal(x.type(), dims, values), new Literal(OnnxType.INT64, dims, indices));
  }
}

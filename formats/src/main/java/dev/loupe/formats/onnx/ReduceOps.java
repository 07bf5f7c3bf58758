package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.ArgExtreme;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.CumulativeSum;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.TopK;
import dev.loupe.kernel.Function;
import dev.loupe.kernel.ReduceKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Reductions, and what is found by comparing along an axis.
final class ReduceOps {
  private ReduceOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("ReduceSum", reduce(ReduceKind.SUM));
    ops.put("ReduceMean", reduce(ReduceKind.MEAN));
    ops.put("ReduceMax", reduce(ReduceKind.MAX));
    ops.put("ReduceMin", reduce(ReduceKind.MIN));
    ops.put("ReduceProd", reduce(ReduceKind.PRODUCT));
    ops.put(
        "ReduceL1",
        Operator.of(c -> reduce(c, c.in(0).with(of(c, Function.ABS, c.in(0).value())))));
    ops.put("ReduceSumSquare", Operator.of(c -> reduce(c, squares(c))));
    ops.put("ReduceL2", Operator.of(c -> after(c, Function.SQRT, reduce(c, squares(c)))));
    ops.put("ReduceLogSum", Operator.of(c -> after(c, Function.LOG, reduce(c, c.in(0)))));
    ops.put("ReduceLogSumExp", Operator.of(ReduceOps::logSumExp));
    ops.put("ArgMax", Operator.of(c -> extreme(c, true)));
    ops.put("ArgMin", Operator.of(c -> extreme(c, false)));
    ops.put("TopK", ReduceOps::top);
    ops.put("CumSum", Operator.of(ReduceOps::cumulative));
  }

  private static Operator reduce(ReduceKind kind) {
    return Operator.of(c -> reduce(c, kind, c.in(0), c.flag("keepdims", true)));
  }

  private static Placed reduce(Call c, Placed x) {
    return reduce(c, ReduceKind.SUM, x, c.flag("keepdims", true));
  }

  private static Placed reduce(Call c, ReduceKind kind, Placed x, boolean keep) {
    int[] axes = HostReduce.axes(c);
    if (axes.length == 0) {
      return x;
    }
    List<Integer> memory = Arrays.stream(axes).map(x::memory).sorted().boxed().toList();
    Value v = c.apply(new Reduce(kind, memory, keep), x.value());
    return new Placed(v, x.type(), keep ? x.order() : without(x.order(), axes));
  }

  /// The order of the axes that remain, counted anew.
  static int[] without(int[] order, int[] axes) {
    return Arrays.stream(order)
        .filter(a -> Arrays.stream(axes).noneMatch(gone -> gone == a))
        .map(a -> a - (int) Arrays.stream(axes).filter(gone -> gone < a).count())
        .toArray();
  }

  private static Value of(Call c, Function f, Value v) {
    return c.apply(new Apply(f), v);
  }

  private static Placed after(Call c, Function f, Placed p) {
    return p.with(of(c, f, p.value()));
  }

  private static Placed squares(Call c) {
    Placed x = c.in(0);
    return x.with(c.apply(Arithmetic.MULTIPLY, x.value(), x.value()));
  }

  private static Placed logSumExp(Call c) {
    Placed x = c.in(0);
    if (HostReduce.axes(c).length == 0) {
      return x;
    }
    Placed top = reduce(c, ReduceKind.MAX, x, true);
    Placed powers =
        x.with(of(c, Function.EXP, c.apply(Arithmetic.SUBTRACT, x.value(), top.value())));
    Placed log = after(c, Function.LOG, reduce(c, ReduceKind.SUM, powers, true));
    Placed sum = log.with(c.apply(Arithmetic.ADD, log.value(), top.value()));
    int[] dims = HostReduce.dims(x.dims(), HostReduce.axes(c), c.flag("keepdims", true));
    return Layouts.reshaped(c.scope(), sum, dims);
  }

  private static Placed extreme(Call c, boolean largest) {
    Placed x = c.in(0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    boolean last = c.flag("select_last_index", false);
    Value v = c.apply(new ArgExtreme(x.memory(axis), largest, last), x.value());
    Placed kept = x.with(v).typed(OnnxType.INT64);
    int[] dims = HostReduce.dims(x.dims(), new int[] {axis}, c.flag("keepdims", true));
    return Layouts.reshaped(c.scope(), kept, dims);
  }

  private static List<Placed> top(Call c) {
    Placed x = c.in(0);
    int k = c.has(1) ? (int) c.literal(1).single() : c.number("k", 1);
    int axis = x.memory(c.axis(c.whole("axis", -1), x.rank()));
    boolean largest = c.flag("largest", true);
    Value values = c.apply(new TopK(k, axis, largest, TopK.Part.VALUES), x.value());
    Value indices = c.apply(new TopK(k, axis, largest, TopK.Part.INDICES), x.value());
    return List.of(x.with(values), x.with(indices).typed(OnnxType.INT64));
  }

  private static Placed cumulative(Call c) {
    Placed x = c.in(0);
    int axis = x.memory(c.axis((long) c.literal(1).single(), x.rank()));
    CumulativeSum sum =
        new CumulativeSum(axis, c.flag("exclusive", false), c.flag("reverse", false));
    return x.with(c.apply(sum, x.value()));
  }
}

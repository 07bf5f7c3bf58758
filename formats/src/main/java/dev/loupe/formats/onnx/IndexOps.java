package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.ScatterElements;
import dev.loupe.graph.op.ScatterRows;
import dev.loupe.graph.op.Select;
import dev.loupe.graph.op.Take;
import dev.loupe.graph.op.TakeElements;
import dev.loupe.kernel.ScatterMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Values that are picked and placed by indices.
final class IndexOps {
  private IndexOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("Gather", Operator.of(IndexOps::gather));
    ops.put("GatherElements", Operator.of(IndexOps::gatherElements));
    ops.put("ScatterND", Operator.of(IndexOps::scatterRows));
    ops.put("ScatterElements", Operator.of(IndexOps::scatterElements));
    ops.put("Scatter", Operator.of(IndexOps::scatterElements));
    ops.put("OneHot", Operator.of(IndexOps::oneHot));
    ops.put("Trilu", Operator.of(IndexOps::triangle));
  }

  private static Placed plain(Call c, int input) {
    return Layouts.plain(c.scope(), c.in(input));
  }

  private static Placed gather(Call c) {
    Placed x = c.in(0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    int[] indices = c.held(1).dims();
    if (indices.length == 1) {
      Value v = c.apply(new Take(x.memory(axis)), x.value(), c.in(1).value());
      return x.with(v);
    }
    if (indices.length == 0) {
      // Where one index is taken the axis goes.
      Value v = c.apply(new Take(x.memory(axis)), x.value(), c.in(1).value());
      return new Placed(v, x.type(), ReduceOps.without(x.order(), new int[] {axis}));
    }
    Placed p = Layouts.plain(c.scope(), x);
    return Placed.plain(c.apply(new Take(axis), p.value(), plain(c, 1).value()), x.type());
  }

  private static Placed gatherElements(Call c) {
    Placed x = plain(c, 0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    return x.with(c.apply(new TakeElements(axis), x.value(), plain(c, 1).value()));
  }

  private static ScatterMode mode(Call c) {
    String name = c.text("reduction", "none");
    return switch (name) {
      case "none" -> ScatterMode.SET;
      case "add" -> ScatterMode.ADD;
      case "mul" -> ScatterMode.MULTIPLY;
      case "min" -> ScatterMode.MINIMUM;
      case "max" -> ScatterMode.MAXIMUM;
      default -> throw c.refuse("the reduction " + name + " is unknown");
    };
  }

  private static Placed scatterRows(Call c) {
    Placed x = plain(c, 0);
    return x.with(
        c.apply(new ScatterRows(mode(c)), x.value(), plain(c, 1).value(), plain(c, 2).value()));
  }

  private static Placed scatterElements(Call c) {
    Placed x = plain(c, 0);
    int axis = c.axis(c.whole("axis", 0), x.rank());
    return x.with(
        c.apply(
            new ScatterElements(axis, mode(c)),
            x.value(),
            plain(c, 1).value(),
            plain(c, 2).value()));
  }

  /// 1 where the index is the place, counted from the end where it is negative.
  private static Placed oneHot(Call c) {
    Placed indices = plain(c, 0);
    int depth = (int) c.literal(1).single();
    double[] pair = c.literal(2).values();
    int rank = indices.rank() + 1;
    int axis = c.axis(c.whole("axis", -1), rank);
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = i == axis ? 1 : indices.dims()[i < axis ? i : i - 1];
    }
    Value column = Layouts.reshaped(c.scope(), indices, dims).value();
    int[] line = new int[rank];
    Arrays.fill(line, 1);
    line[axis] = depth;
    double[] places = new double[depth];
    Arrays.setAll(places, i -> i);
    Value range = c.constant(new Literal(OnnxType.INT64, line, places)).value();
    Value size = c.constant(depth);
    Value hit = c.apply(Arithmetic.EQUAL, column, range);
    Value fromEnd = c.apply(Arithmetic.EQUAL, c.apply(Arithmetic.ADD, column, size), range);
    Value both = c.apply(Arithmetic.OR, hit, fromEnd);
    Value chosen =
        c.apply(new Select(), both, c.constant((float) pair[1]), c.constant((float) pair[0]));
    return Placed.plain(chosen, c.literal(2).type());
  }

  private static Placed triangle(Call c) {
    Placed x = plain(c, 0);
    Value mask = c.constant(HostIndex.mask(c, x.dims())).value();
    List<Value> three = List.of(mask, x.value(), c.constant(0));
    return x.with(c.apply(new Select(), three.get(0), three.get(1), three.get(2)));
  }
}

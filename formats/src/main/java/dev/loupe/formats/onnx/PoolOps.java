package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.PoolIndices;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.Function;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.kernel.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Pooling.
final class PoolOps {
  private PoolOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("MaxPool", PoolOps::max);
    ops.put("AveragePool", Operator.of(PoolOps::average));
    ops.put("LpPool", Operator.of(PoolOps::norm));
    ops.put("GlobalAveragePool", Operator.of(c -> global(c, ReduceKind.MEAN)));
    ops.put("GlobalMaxPool", Operator.of(c -> global(c, ReduceKind.MAX)));
    ops.put("GlobalLpPool", Operator.of(PoolOps::globalNorm));
  }

  private static Windowing windowing(Call c, Placed x) {
    int[] kernel = c.wholes("kernel_shape").orElseThrow(() -> c.refuse("it has no kernel_shape"));
    int[] dims = x.dims();
    int[] sizes = Arrays.copyOfRange(dims, Math.min(2, dims.length), dims.length);
    return Windowing.of(c, kernel, sizes);
  }

  /// Whether Loupe's pooling takes this padding: at most half the kernel.
  private static boolean usual(Windowing w) {
    for (int i = 0; i < w.rank(); i++) {
      if (Math.min(w.before()[i], w.after()[i]) < 0
          || 2 * Math.max(w.before()[i], w.after()[i]) > w.kernel()[i]) {
        return false;
      }
    }
    return true;
  }

  private static Placed padded(Call c, Placed x, Windowing w, float value) {
    return MovementOps.padded(
        c, x, ConvolutionOps.around(w.before()), ConvolutionOps.around(w.after()), value);
  }

  private static List<Placed> max(Call c) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    Windowing how = windowing(c, x);
    boolean ceil = c.flag("ceil_mode", false);
    boolean indices = c.node().outputs().size() > 1;
    Placed from = x;
    Windowing taken = how;
    if (!usual(how)) {
      if (indices) {
        throw c.refuse("indices with more padding than half the kernel");
      }
      from = padded(c, x, how, Float.NEGATIVE_INFINITY);
      taken = how.unpadded();
    }
    Window window = taken.window();
    Placed y = x.with(c.apply(new Pool(PoolKind.MAX, window, ceil), from.value()));
    if (!indices) {
      return List.of(y);
    }
    boolean columns = c.flag("storage_order", false);
    Value places = c.apply(new PoolIndices(window, ceil, columns), x.value());
    return List.of(y, x.with(places).typed(OnnxType.INT64));
  }

  private static Placed average(Call c) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    Windowing how = windowing(c, x);
    boolean counting = c.flag("count_include_pad", false);
    boolean ceil = c.flag("ceil_mode", false);
    if (usual(how)) {
      PoolKind kind = counting ? PoolKind.AVERAGE_COUNTING_PADDING : PoolKind.AVERAGE;
      return x.with(c.apply(new Pool(kind, how.window(), ceil), x.value()));
    }
    Placed sums = padded(c, x, how, 0);
    Pool pool = new Pool(PoolKind.AVERAGE_COUNTING_PADDING, how.unpadded().window(), ceil);
    Value y = c.apply(pool, sums.value());
    if (counting) {
      return x.with(y);
    }
    // The share of each window that is no padding.
    Literal one = Literal.scalar(OnnxType.FLOAT, 1).expanded(x.dims());
    Placed ones = padded(c, Layouts.channelsLast(c.scope(), c.constant(one)), how, 0);
    return x.with(c.apply(Arithmetic.DIVIDE, y, c.apply(pool, ones.value())));
  }

  private static Placed norm(Call c) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    Windowing how = windowing(c, x);
    Value powers = powers(c, x.value());
    if (!usual(how)) {
      powers = padded(c, x.with(powers), how, 0).value();
      how = how.unpadded();
    }
    Pool pool = new Pool(PoolKind.AVERAGE_COUNTING_PADDING, how.window(), false);
    if (c.flag("ceil_mode", false)) {
      throw c.refuse("ceil_mode");
    }
    Value sums = c.apply(new Affine(how.window().taps(), 0), c.apply(pool, powers));
    return x.with(root(c, sums));
  }

  private static Value powers(Call c, Value x) {
    int p = c.number("p", 2);
    return c.apply(Arithmetic.POWER, c.apply(new Apply(Function.ABS), x), c.constant(p));
  }

  private static Value root(Call c, Value sums) {
    int p = c.number("p", 2);
    return p == 2
        ? c.apply(new Apply(Function.SQRT), sums)
        : c.apply(Arithmetic.POWER, sums, c.constant(1f / p));
  }

  private static Placed global(Call c, ReduceKind kind) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    return x.with(c.apply(Reduce.spatial(kind, x.value().shape(), true), x.value()));
  }

  private static Placed globalNorm(Call c) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    Value powers = powers(c, x.value());
    Value sums = c.apply(Reduce.spatial(ReduceKind.SUM, powers.shape(), true), powers);
    return x.with(root(c, sums));
  }
}

package dev.loupe.formats.onnx;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BroadcastTo;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// Matrix products.
final class MatrixOps {
  private MatrixOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("Gemm", Operator.of(MatrixOps::gemm));
    ops.put(
        "MatMul",
        Operator.of(c -> multiply(c, c.in(0), c.parameter(1, Role.WEIGHT, Layout.PLAIN))));
  }

  private static Placed turned(Placed p) {
    int[] order = Arrays.stream(p.order()).map(a -> 1 - a).toArray();
    return new Placed(p.value(), p.type(), order);
  }

  private static Placed gemm(Call c) {
    boolean transB = c.flag("transB", false);
    Placed a = c.in(0);
    Placed b = c.parameter(1, Role.WEIGHT, transB ? Layout.DENSE : Layout.PLAIN);
    if (a.rank() != 2 || b.rank() != 2) {
      throw c.refuse("its inputs are no matrices");
    }
    Placed y = multiply(c, c.flag("transA", false) ? turned(a) : a, transB ? turned(b) : b);
    float alpha = c.real("alpha", 1);
    float beta = c.real("beta", 1);
    if (alpha != 1) {
      y = y.with(c.apply(new Affine(alpha, 0), y.value()));
    }
    if (!c.has(2) || beta == 0) {
      return y;
    }
    Placed bias = c.parameter(2, Role.BIAS, Layout.PLAIN);
    if (beta != 1) {
      bias = bias.with(c.apply(new Affine(beta, 0), bias.value()));
    }
    return ArithmeticOps.join(c, Arithmetic.ADD, y, bias);
  }

  /// The product of the last two axes. Where those only lie swapped, the kernel reads them so.
  static Placed multiply(Call c, Placed left, Placed right) {
    boolean row = left.rank() == 1;
    boolean column = right.rank() == 1;
    Placed a = row ? Layouts.reshaped(c.scope(), left, 1, left.dims()[0]) : left;
    Placed b = column ? Layouts.reshaped(c.scope(), right, right.dims()[0], 1) : right;
    int[] leading =
        Literal.join(Arrays.copyOf(a.dims(), a.rank() - 2), Arrays.copyOf(b.dims(), b.rank() - 2));
    if (b.rank() > 2) {
      a = spread(c, a, leading);
      b = spread(c, b, leading);
    }
    boolean turnA = swapped(a) && b.rank() == a.rank();
    boolean turnB = swapped(b);
    a = turnA ? a : Layouts.plain(c.scope(), a);
    b = turnB ? b : Layouts.plain(c.scope(), b);
    Value v = c.apply(new MatrixMultiply(turnA, turnB), a.value(), b.value());
    Placed y = Placed.plain(v, left.type());
    if (row || column) {
      int[] dims = y.dims();
      int rank = dims.length;
      int[] kept =
          IntStream.range(0, rank)
              .filter(i -> !(row && i == rank - 2) && !(column && i == rank - 1))
              .map(i -> dims[i])
              .toArray();
      return Layouts.reshaped(c.scope(), y, kept);
    }
    return y;
  }

  private static boolean swapped(Placed p) {
    int[] order = Placed.identity(p.rank());
    order[p.rank() - 1] = p.rank() - 2;
    order[p.rank() - 2] = p.rank() - 1;
    return Arrays.equals(order, p.order());
  }

  private static Placed spread(Call c, Placed p, int[] leading) {
    int[] dims = Arrays.copyOf(leading, leading.length + 2);
    dims[leading.length] = p.dims()[p.rank() - 2];
    dims[leading.length + 1] = p.dims()[p.rank() - 1];
    if (Arrays.equals(dims, p.dims())) {
      return p;
    }
    Placed plain = Layouts.plain(c.scope(), p);
    return Placed.plain(c.apply(new BroadcastTo(Shape.of(dims)), plain.value()), p.type());
  }
}

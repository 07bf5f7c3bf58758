package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Matrices;
import dev.loupe.kernel.MatrixGeometry;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Matrix products, one or a batch: `c[..., m, n] = sum over k of a[..., m, k] b[..., k, n]`.
///
/// Inputs: a ..., M, K and b, either of two axes (one matrix for all, a dense layer's weights) or
/// with the same leading axes. Output: ..., M, N. With `transposeA` a lies as ..., K, M, with
/// `transposeB` b as ..., N, K.
///
/// @param transposeA whether the last two axes of a are swapped
/// @param transposeB whether the last two axes of b are swapped
public record MatrixMultiply(boolean transposeA, boolean transposeB) implements Computation {
  /// `a b`
  public static final MatrixMultiply PLAIN = new MatrixMultiply(false, false);

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shape a = inputs.get(0);
    Shape b = inputs.get(1);
    if (a.rank() < 2 || b.rank() < 2) {
      throw LoupeException.of("a matrix product needs matrices")
          .expected("at least two axes each")
          .got(a + " and " + b)
          .fix("flatten the input first");
    }
    int k = a.size(transposeA ? -2 : -1);
    int other = b.size(transposeB ? -1 : -2);
    if (k != other) {
      throw LoupeException.of("the input has the wrong number of features")
          .expected(other + " (the rows of the weights, " + b + ")")
          .got(k + " (" + a + ")")
          .fix("declare the layer for " + k + " features, or change what comes before it");
    }
    boolean shared = b.rank() == 2;
    if (!shared && !a.range(0, a.rank() - 2).equals(b.range(0, b.rank() - 2))) {
      throw LoupeException.of("two batches of matrices differ")
          .expected("the same leading sizes, or one matrix on the right")
          .got(a + " and " + b);
    }
    if (shared && transposeA && a.rank() > 2) {
      throw LoupeException.of("a transposed batch needs a batch on the right")
          .expected("two matrices, or two batches")
          .got(a + " and " + b);
    }
    return a.with(-2, a.size(transposeA ? -1 : -2)).with(-1, b.size(transposeB ? -2 : -1));
  }

  @Override
  public void gradient(GradientScope s) {
    Value a = s.input(0);
    Value b = s.input(1);
    Value g = s.upstream();
    boolean flattened = b.shape().rank() == 2 && a.shape().rank() > 2;
    if (s.wanted(0)) {
      s.pass(
          0,
          transposeA
              ? s.apply(new MatrixMultiply(transposeB, true), b, g)
              : s.apply(new MatrixMultiply(false, !transposeB), g, b));
    }
    if (s.wanted(1)) {
      Value left = flattened ? rows(s, a) : a;
      Value right = flattened ? rows(s, g) : g;
      s.pass(
          1,
          transposeB
              ? s.apply(new MatrixMultiply(true, transposeA), right, left)
              : s.apply(new MatrixMultiply(!transposeA, false), left, right));
    }
  }

  /// All leading axes as one.
  private static Value rows(GradientScope s, Value v) {
    return s.apply(new Reshape(Shape.of(v.shape().rows(), v.shape().channels())), v);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Shape a = inputs.get(0);
    boolean shared = inputs.get(1).rank() == 2;
    int depth = a.size(transposeA ? -2 : -1);
    int columns = output.channels();
    int rows = shared ? output.rows() : output.size(-2);
    int batch = (int) (output.elements() / rows / columns);
    return Matrices.CATALOG.choose(
        new MatrixGeometry(batch, rows, columns, depth, transposeA, transposeB, shared), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2 * output.elements() * inputs.get(0).size(transposeA ? -2 : -1);
  }

  @Override
  public String toString() {
    return "MatrixMultiply"
        + (transposeA ? " transposed left" : "")
        + (transposeB ? " transposed right" : "");
  }
}

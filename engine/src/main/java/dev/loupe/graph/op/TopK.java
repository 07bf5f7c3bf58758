package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LineGeometry;
import dev.loupe.kernel.Ranking;
import dev.loupe.kernel.ScatterMode;
import dev.loupe.kernel.TopKReference;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The k largest or smallest values along an axis, or their indices, best first.
///
/// Input: x. Output: the shape of x with k on the axis. Of equal values the one with the lower
/// index comes first; a NaN comes before all numbers. ONNX's `TopK`.
///
/// @param k how many
/// @param axis which axis; a negative one counts from the end
/// @param largest whether the largest, rather than the smallest
/// @param part values or indices
public record TopK(int k, int axis, boolean largest, Part part) implements Computation {
  // The indices that a float counts without a gap.
  private static final int MOST = 1 << 24;

  /// What is written.
  public enum Part {
    /// The values.
    VALUES,
    /// Their indices on the axis.
    INDICES
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape x = inputs.get(0);
    int at = Shapes.axis(axis, x);
    if (k < 1 || k > x.size(at)) {
      throw LoupeException.of("there are not so many values to choose from")
          .expected("1 to %d, the size of axis %d of %s".formatted(x.size(at), at, x))
          .got(String.valueOf(k));
    }
    checkIndices(x.size(at));
    return x.with(at, k);
  }

  /// Refuses more values than indices can be told apart.
  static void checkIndices(long size) {
    if (size > MOST) {
      throw LoupeException.of("indices are floats, which count no further than 16777216")
          .expected("at most 16777216 values")
          .got(size + " values");
    }
  }

  @Override
  public void gradient(GradientScope s) {
    if (part == Part.INDICES) {
      throw new IllegalStateException("indices have no gradient");
    }
    Value indices = s.apply(new TopK(k, axis, largest, Part.INDICES), s.input(0));
    Value zeros = s.apply(new BroadcastTo(s.input(0).shape()), s.constant(0));
    ScatterElements set = new ScatterElements(axis, ScatterMode.SET);
    s.pass(0, s.apply(set, zeros, indices, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Ranking ranking = new Ranking(largest);
    return Catalog.<LineGeometry>reference(
            g -> new TopKReference(g, ranking, k, part == Part.INDICES))
        .choose(LineGeometry.of(inputs.get(0), Shapes.axis(axis, output)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(0).elements();
  }
}

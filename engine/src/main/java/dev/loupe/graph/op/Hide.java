package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.HideGeometry;
import dev.loupe.kernel.HideReference;
import dev.loupe.kernel.HideRows;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.RunMask;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Zeroes runs of places along an axis, other ones for each sample.
///
/// Input: N and at least one further axis. Output: the same shape. What is hidden is a function of
/// the key, the number of the step and the sample, so the gradient is the same op.
///
/// Source: Park et al., SpecAugment, Interspeech 2019, section 2.
///
/// @param axis which axis, not the first; a negative one counts from the end
/// @param count how many runs a sample has, at least 0
/// @param longest the length of the longest, at least 0
/// @param key tells this op's masks from others'
public record Hide(int axis, int count, int longest, long key) implements Computation {
  /// Checks the numbers.
  ///
  /// @throws LoupeException if one is below 0
  public Hide {
    if (count < 0 || longest < 0) {
      throw LoupeException.of("the number or the length of hidden runs is below 0")
          .expected("at least 0")
          .got(count + " of up to " + longest);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Shape shape = Shapes.same(this, inputs, 1);
    if (Shapes.axis(axis, shape) == 0) {
      throw LoupeException.of("places are hidden in samples")
          .expected("an axis behind the first")
          .got("axis %d of %s".formatted(axis, shape));
    }
    return shape;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(this, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    RunMask mask = new RunMask(count, longest, key);
    return Catalog.<HideGeometry>reference(g -> new HideReference(mask, g))
        .plain("rows", g -> new HideRows(mask, g))
        .choose(HideGeometry.of(output, Shapes.axis(axis, output)), policy);
  }
}

package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PReluGeometry;
import dev.loupe.kernel.PReluReference;
import dev.loupe.kernel.PReluVector;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `y = x` above 0 and `slope x` elsewhere, with a learned slope for each channel or for all.
///
/// Inputs: x `..., C`; slope `C` or `1`. Output: the shape of x.
///
/// Source: He et al., Delving Deep into Rectifiers, ICCV 2015, section 2.1.
public record PRelu() implements Computation {
  /// Refuses slopes that are neither one nor one a channel.
  static void check(Shape x, Shape slope) {
    int channels = x.rank() == 0 ? 1 : x.channels();
    if (slope.rank() != 1 || (slope.size(0) != 1 && slope.size(0) != channels)) {
      throw LoupeException.of("the slopes don't fit the input")
          .expected("one slope, or one for each of " + channels + " channels")
          .got(slope.toString());
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    check(inputs.get(0), inputs.get(1));
    return inputs.get(0);
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      s.pass(0, s.apply(new PReluBack(), s.input(0), s.input(1), s.upstream()));
    }
    if (s.wanted(1)) {
      int slopes = s.input(1).shape().length();
      s.pass(1, s.apply(new PReluSlopeBack(slopes), s.input(0), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<PReluGeometry>reference(g -> new PReluReference(g, false))
        .vector("vector", g -> new PReluVector(g, false))
        .choose(PReluGeometry.of(output, inputs.get(1).length()), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return input == 0;
  }
}

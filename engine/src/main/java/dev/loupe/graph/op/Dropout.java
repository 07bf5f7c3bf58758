package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.DropMask;
import dev.loupe.kernel.DropoutReference;
import dev.loupe.kernel.DropoutVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Zeroes values at random and scales the others by `1 / (1 - rate)`.
///
/// Input: a tensor. Output: the same shape. The mask is a function of the key, the number of the
/// step and the index of the value, so the gradient is the same op. With `perSample` the index is
/// that of the first axis, and whole samples are dropped (stochastic depth).
///
/// Sources: Srivastava et al., JMLR 2014; Huang et al., Deep Networks with Stochastic Depth, 2016.
///
/// @param rate the share of values that are dropped, from 0 up to but not 1
/// @param key tells this op's masks from others'
/// @param perSample whether whole samples are dropped
public record Dropout(float rate, long key, boolean perSample) implements Computation {
  /// Checks the rate.
  ///
  /// @throws LoupeException if it is not in [0, 1)
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw LoupeException.of("the dropout rate is out of range")
          .expected("at least 0 and below 1")
          .got(String.valueOf(rate));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 1);
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(this, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    int samples = perSample && output.rank() > 0 ? output.size(0) : 1;
    int each = output.length() / samples;
    DropMask mask = new DropMask(rate, key, perSample);
    return Catalog.<Integer>reference(n -> new DropoutReference(mask, samples, n))
        .vector("vector", n -> new DropoutVector(mask, samples, n))
        .choose(each, policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}

package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.AccumulateReference;
import dev.loupe.kernel.AccumulateVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The mean of a gradient over several runs, built up in a variable: the run with step number s
/// computes `a = g / count` where `s mod count` is 0, and `a = a + g / count` elsewhere. So the
/// mean is whole where `(s + 1) mod count` is 0.
///
/// Inputs: a, overwritten; g, of the same shape. Output: the new a, so that an optimiser can read
/// it. No gradient rule: it works on gradients after they were taken.
///
/// @param count how many runs make a mean, at least 1
public record Accumulate(int count) implements Computation {
  /// Checks the count.
  ///
  /// @throws LoupeException if it is below 1
  public Accumulate {
    checkCount(count);
  }

  /// Refuses a number of gradients to accumulate that is below 1.
  ///
  /// @throws LoupeException if it is
  public static void checkCount(int count) {
    if (count < 1) {
      throw LoupeException.of("the number of gradients to accumulate is out of range")
          .expected("at least 1")
          .got(String.valueOf(count));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 2);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new AccumulateReference(count, n))
        .vector("vector", n -> new AccumulateVector(count, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return input == 1;
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2 * output.elements();
  }

  @Override
  public boolean overwrites(int input) {
    return input == 0;
  }
}

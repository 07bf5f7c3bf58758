package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [AdaptivePool] for its input.
///
/// Inputs: for a maximum x and gy, for an average gy alone. Output: the shape of x.
///
/// @param pool the forward op
/// @param input the shape of x
public record AdaptivePoolBack(AdaptivePool pool, Shape input) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    PoolBack.check(this, pool.kind(), inputs, input, pool.infer(List.of(input)));
    return input;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return PoolBack.catalog(pool.kind()).choose(pool.geometry(input), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return pool.flops(List.of(input), inputs.get(inputs.size() - 1));
  }
}

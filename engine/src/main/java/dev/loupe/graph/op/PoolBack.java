package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PoolBackReference;
import dev.loupe.kernel.PoolBackVector;
import dev.loupe.kernel.PoolGeometry;
import dev.loupe.kernel.PoolKind;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Pool] for its input.
///
/// Inputs: for a maximum x and gy, for an average gy alone. Output: the shape of x. The gradient of
/// a maximum goes to the first largest value in scan order, or to the last NaN, as in PyTorch.
///
/// @param pool the forward op
/// @param input the shape of x
public record PoolBack(Pool pool, Shape input) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    check(this, pool.kind(), inputs, input, pool.infer(List.of(input)));
    return input;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return catalog(pool.kind()).choose(pool.geometry(input), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return pool.flops(List.of(input), inputs.get(inputs.size() - 1));
  }

  static void check(Computation op, PoolKind kind, List<Shape> inputs, Shape x, Shape y) {
    if (kind == PoolKind.MAX) {
      Shapes.check(op, inputs, x, y);
    } else {
      Shapes.check(op, inputs, y);
    }
  }

  static Catalog<PoolGeometry> catalog(PoolKind kind) {
    return Catalog.<PoolGeometry>reference(g -> new PoolBackReference(kind, g))
        .vector("vector", g -> new PoolBackVector(kind, g));
  }
}

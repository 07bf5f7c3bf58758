package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ConcatCopy;
import dev.loupe.kernel.ConcatGeometry;
import dev.loupe.kernel.ConcatReference;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Joins tensors along an axis.
///
/// Inputs: one or more, of the same sizes on all other axes.
/// Output: their sizes on the axis, added.
///
/// @param axis which one; a negative axis counts from the end, so -1 joins channels
public record Concat(int axis) implements Computation {
  /// Joins channels.
  public static final Concat CHANNELS = new Concat(-1);

  @Override
  public Shape infer(List<Shape> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("Concat takes at least 1 input");
    }
    Shape first = inputs.get(0);
    int at = Shapes.axis(axis, first);
    int sum = 0;
    for (Shape s : inputs) {
      if (s.rank() != first.rank() || !s.with(at, 1).equals(first.with(at, 1))) {
        throw LoupeException.of("tensors can't be joined along axis " + at)
            .expected("the same sizes on all other axes")
            .got(first + " and " + s)
            .fix("bring them to the same sizes first, with a stride, a crop or a padding");
      }
      sum = Math.addExact(sum, s.size(at));
    }
    return first.with(at, sum);
  }

  @Override
  public void gradient(GradientScope s) {
    Shape out = s.upstream().shape();
    int at = Shapes.axis(axis, out);
    int start = 0;
    for (int i = 0; start < out.size(at); i++) {
      Shape part = s.input(i).shape();
      if (s.wanted(i)) {
        List<Integer> starts = new ArrayList<>();
        for (int a = 0; a < out.rank(); a++) {
          starts.add(a == at ? start : 0);
        }
        s.pass(i, s.apply(new Slice(starts, Shapes.list(part)), s.upstream()));
      }
      start += part.size(at);
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ConcatGeometry>reference(ConcatReference::new)
        .plain("copy", ConcatCopy::new)
        .choose(ConcatGeometry.of(inputs, Shapes.axis(axis, output)), policy);
  }

  @Override
  public boolean samplewise(List<Shape> inputs) {
    return Shapes.axis(axis, inputs.get(0)) > 0;
  }

  @Override
  public boolean bySample(int input, List<Shape> inputs) {
    return true;
  }

  @Override
  public boolean joinsChannels(List<Shape> inputs) {
    int rank = inputs.get(0).rank();
    return rank > 1 && Shapes.axis(axis, inputs.get(0)) == rank - 1;
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }
}

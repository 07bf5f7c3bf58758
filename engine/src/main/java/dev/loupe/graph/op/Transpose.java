package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.StridedGeometry;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The axes in another order. Where only axes of size 1 move, it is a view.
///
/// Input: a tensor. Output: axis i of it is axis `permutation[i]` of the input.
///
/// @param permutation every axis of the input once
public record Transpose(List<Integer> permutation) implements Computation {
  /// Copies and checks the list.
  ///
  /// @throws LoupeException if it is not a permutation of 0 to n - 1
  public Transpose {
    permutation = List.copyOf(permutation);
    for (int i = 0; i < permutation.size(); i++) {
      if (!permutation.contains(i)) {
        throw LoupeException.of("the order of a transposition lacks axis " + i)
            .expected("each of 0 to %d once".formatted(permutation.size() - 1))
            .got(permutation.toString());
      }
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape in = inputs.get(0);
    Shapes.checkEntries("the order of a transposition", permutation, in);
    return Shape.of(permutation.stream().map(in::size).toList());
  }

  @Override
  public void gradient(GradientScope s) {
    List<Integer> inverse = new ArrayList<>(Collections.nCopies(permutation.size(), 0));
    for (int i = 0; i < permutation.size(); i++) {
      inverse.set(permutation.get(i), i);
    }
    s.pass(0, s.apply(new Transpose(inverse), s.upstream()));
  }

  @Override
  public boolean view(List<Shape> inputs) {
    return geometry(inputs.get(0)).unbroken();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Slice.catalog().choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }

  private StridedGeometry geometry(Shape input) {
    return StridedGeometry.transpose(
        input, permutation.stream().mapToInt(Integer::intValue).toArray());
  }
}

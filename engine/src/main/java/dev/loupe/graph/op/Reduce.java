package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ReduceGeometry;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.kernel.ReduceReference;
import dev.loupe.kernel.ReduceVector;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The sum, mean, maximum, minimum or product along some axes.
///
/// Input: a tensor. Output: the input's shape without the axes, or with sizes of 1 there. The
/// gradient of a maximum or minimum goes to the first value that equals it, in the order of the
/// memory.
///
/// @param kind what is made of the values
/// @param axes which axes; a negative one counts from the end
/// @param keep whether the axes stay, with size 1
public record Reduce(ReduceKind kind, List<Integer> axes, boolean keep) implements Computation {
  /// Copies the list.
  public Reduce {
    axes = List.copyOf(axes);
  }

  /// The axes between the batch and the channels: global pooling.
  public static Reduce spatial(ReduceKind kind, Shape input, boolean keep) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 1; i <= input.spatialRank(); i++) {
      axes.add(i);
    }
    return new Reduce(kind, axes, keep);
  }

  /// The shape with the axes' sizes set to 1.
  ///
  /// @throws LoupeException if an axis is outside of the shape or named twice
  static Shape kept(Shape input, List<Integer> axes) {
    boolean[] seen = new boolean[input.rank()];
    Shape shape = input;
    for (int axis : axes) {
      int i = axis < 0 ? axis + input.rank() : axis;
      if (i < 0 || i >= input.rank()) {
        throw LoupeException.of("the input has no axis " + axis)
            .expected(
                input.rank() == 0
                    ? "no axes, as the input is a scalar"
                    : "axes from %d to %d".formatted(-input.rank(), input.rank() - 1))
            .got(axes + " for an input of " + input);
      }
      if (seen[i]) {
        throw LoupeException.of("an axis is reduced twice")
            .expected("each axis once")
            .got(axes + " for an input of " + input);
      }
      seen[i] = true;
      shape = shape.with(i, 1);
    }
    return shape;
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape input = inputs.get(0);
    Shape kept = kept(input, axes);
    if (keep) {
      return kept;
    }
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < input.rank(); i++) {
      if (!axes.contains(i) && !axes.contains(i - input.rank())) {
        sizes.add(input.size(i));
      }
    }
    return Shape.of(sizes);
  }

  @Override
  public void gradient(GradientScope s) {
    Shape shape = s.input(0).shape();
    Value g = s.upstream();
    switch (kind) {
      case SUM -> s.pass(0, s.apply(new ReduceBack(shape, axes), g));
      case MEAN -> {
        // The smaller tensor is scaled, before it is repeated.
        float share = (float) g.shape().elements() / shape.elements();
        s.pass(0, s.apply(new ReduceBack(shape, axes), s.apply(new Affine(share, 0), g)));
      }
      case PRODUCT -> s.pass(0, s.apply(new ReduceProductBack(axes), s.input(0), g));
      case MAX, MIN -> s.pass(0, s.apply(new ReduceMaxBack(axes), s.input(0), s.output(), g));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ReduceGeometry>reference(g -> new ReduceReference(kind, g))
        .vector("vector", ReduceGeometry::scattered, g -> new ReduceVector(kind, g))
        .choose(ReduceGeometry.of(inputs.get(0), kept(inputs.get(0), axes)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(0).elements();
  }
}

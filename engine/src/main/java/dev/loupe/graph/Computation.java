package dev.loupe.graph;

import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// An op that computes one value from its inputs. Implementations are records in
/// `dev.loupe.graph.op`, one file each, with their shape inference, gradient rule and kernels.
public non-sealed interface Computation extends Op {
  /// The shape of the value; this is also where inputs are checked.
  ///
  /// @throws LoupeException if the inputs don't fit; the layer's path is added by the builder
  Shape infer(List<Shape> inputs);

  /// Writes the gradients of the wanted inputs. Called only where the op's value has a gradient.
  ///
  /// An op without a rule is one that no loss can depend on, or that only passes make.
  default void gradient(GradientScope scope) {
    throw new IllegalStateException(name() + " has no gradient rule");
  }

  /// The best kernel that the policy allows.
  Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy);

  /// Floating point operations of one run: a multiply-add counts 2.
  default long flops(List<Shape> inputs, Shape output) {
    return output.elements();
  }

  /// Whether each sample of the value, along axis 0, is computed from the same sample of the inputs
  /// that [#bySample] names, and from the others as a whole.
  ///
  /// @param inputs the shapes of the inputs
  default boolean samplewise(List<Shape> inputs) {
    return false;
  }

  /// Whether an op that is [#samplewise] reads an input sample by sample.
  ///
  /// @param inputs the shapes of the inputs
  default boolean bySample(int input, List<Shape> inputs) {
    return input == 0;
  }

  /// Whether the value is its inputs' channels side by side.
  ///
  /// @param inputs the shapes of the inputs
  default boolean joinsChannels(List<Shape> inputs) {
    return false;
  }

  /// Whether the output may take the memory of an input of the same shape: each value is read
  /// before, or when, the value at the same index is written, by the same piece.
  default boolean inPlace(int input) {
    return false;
  }

  /// Whether the value is the first input's values under another shape, from [#viewOffset] on, so
  /// that there is nothing to compute.
  default boolean view() {
    return false;
  }

  /// The same for these inputs, where it depends on their shapes.
  ///
  /// @param inputs the shapes of the inputs
  default boolean view(List<Shape> inputs) {
    return view();
  }

  /// Where a view starts in its input.
  ///
  /// @param inputs the shapes of the inputs
  default int viewOffset(List<Shape> inputs) {
    return 0;
  }

  /// Whether the op overwrites the values of an input, which then must be a variable: running
  /// statistics, an optimiser's step.
  default boolean overwrites(int input) {
    return false;
  }

  /// Refuses another number of inputs.
  static void checkCount(Computation op, List<Shape> inputs, int count) {
    if (inputs.size() != count) {
      throw new IllegalArgumentException(
          "%s takes %d inputs, got %d".formatted(op.name(), count, inputs.size()));
    }
  }
}

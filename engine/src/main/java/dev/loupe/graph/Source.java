package dev.loupe.graph;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// A value that comes from outside the graph.
public sealed interface Source extends Op {
  /// The shape of the value.
  Shape shape();

  /// A value that the caller writes before each run.
  ///
  /// @param label unique in the graph
  /// @param shape the shape
  record Input(String label, Shape shape) implements Source {}

  /// A value that lives from run to run, in a [Parameters] slab.
  ///
  /// @param path unique in the graph, such as `conv1.weight`
  /// @param shape the shape
  /// @param role what it is for
  /// @param layout how files lay it out
  /// @param initial what it holds at first
  record Variable(String path, Shape shape, Role role, Layout layout, Initialiser initial)
      implements Source {}

  /// A value fixed when the graph is built.
  ///
  /// @param value not to be changed
  record Constant(Tensor value) implements Source {
    @Override
    public Shape shape() {
      return value.shape();
    }
  }

  /// What a variable is for.
  enum Role {
    /// Trained, with weight decay.
    WEIGHT,
    /// Trained, without weight decay.
    BIAS,
    /// Trained, scale or shift of a normalisation, without weight decay.
    NORM,
    /// Not trained: running statistics.
    BUFFER,
    /// An optimiser's memory; not part of the model.
    OPTIMISER;

    /// Whether gradients reach it.
    public boolean trainable() {
      return this == WEIGHT || this == BIAS || this == NORM;
    }
  }

  /// How model files lay a variable out, in PyTorch's order.
  enum Layout {
    /// As in memory.
    PLAIN,
    /// In memory: kernel..., inputs / groups, outputs.
    /// In files: outputs, inputs / groups, kernel...
    CONVOLUTION,
    /// In memory: kernel..., outputs / groups, inputs.
    /// In files: inputs, outputs / groups, kernel...
    TRANSPOSED_CONVOLUTION,
    /// In memory: inputs, outputs. In files: outputs, inputs.
    DENSE
  }
}

package dev.loupe.explain;

import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// The gradients of a target for some samples.
///
/// @param scores the value of the target for each sample
/// @param input for the input, N, spatial..., C; empty if not asked for
/// @param layers for each layer that was asked for, in that order
public record TargetGradients(float[] scores, Optional<Tensor> input, List<OfLayer> layers) {
  /// Copies the list.
  public TargetGradients {
    layers = List.copyOf(layers);
  }

  /// Values and gradients of a layer.
  ///
  /// @param path which layer
  /// @param values N, then as the layer has it
  /// @param gradients the same
  public record OfLayer(String path, Tensor values, Tensor gradients) {}
}

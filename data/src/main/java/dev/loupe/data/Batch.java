package dev.loupe.data;

import dev.loupe.tensor.Tensor;

/// Some samples, ready for a network.
///
/// @param inputs batch, spatial..., channels
/// @param labels batch, ...: the class indices, or what else is to be learned; see [Target]
/// @param indices which samples of the dataset these are
/// @param count how many rows are samples; the rest, in a last batch, repeats the first sample
public record Batch(Tensor inputs, Tensor labels, int[] indices, int count) {}

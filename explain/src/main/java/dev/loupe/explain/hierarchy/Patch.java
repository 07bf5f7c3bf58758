package dev.loupe.explain.hierarchy;

import java.util.List;

/// A place of a sample that excites a channel.
///
/// @param sample its index in the dataset
/// @param value of the channel there
/// @param first where the receptive field begins, inside of the sample, along each axis
/// @param size of the receptive field inside of the sample, along each axis
public record Patch(int sample, float value, List<Integer> first, List<Integer> size) {
  /// Copies the lists.
  public Patch {
    first = List.copyOf(first);
    size = List.copyOf(size);
  }
}

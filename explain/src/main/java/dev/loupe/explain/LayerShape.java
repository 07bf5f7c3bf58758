package dev.loupe.explain;

import dev.loupe.tensor.Shape;

/// A layer and what it gives for one sample.
///
/// @param path such as `layer1.0.conv1`
/// @param shape spatial..., channels, or features alone
public record LayerShape(String path, Shape shape) {
  /// Whether it has several places, and channels at each.
  public boolean spatial() {
    return shape.rank() > 1 && shape.elements() > shape.channels();
  }

  /// How many places it has: 1 where there are only features.
  public int places() {
    return shape.length() / shape.channels();
  }
}

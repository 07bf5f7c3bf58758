package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Changes brightness, contrast, saturation and hue of images in 0 to 1, in a drawn order.
///
/// Factors are drawn from 1 - figure to 1 + figure. Only images of three channels have a saturation
/// and a hue.
///
/// @param brightness 0 to 1
/// @param contrast 0 to 1
/// @param saturation 0 to 1
/// @param hue the furthest turn of the circle of colours to either side, 0 to 0.5
public record ColourJitter(float brightness, float contrast, float saturation, float hue)
    implements Transform {
  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public ColourJitter {
    Checks.range("jitter", "brightness", brightness, 0, 1);
    Checks.range("jitter", "contrast", contrast, 0, 1);
    Checks.range("jitter", "saturation", saturation, 0, 1);
    Checks.range("jitter", "hue", hue, 0, 0.5);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("jitter", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    output.copyFrom(input);
    for (int which : seed.child("order").permutation(4)) {
      float from = seed.uniform(which, -1, 1);
      switch (which) {
        case 0 -> Tones.brightness(output, 1 + brightness * from);
        case 1 -> Tones.contrast(output, 1 + contrast * from);
        case 2 -> Tones.saturation(output, 1 + saturation * from);
        default -> Tones.hue(output, hue * from);
      }
    }
  }

  @Override
  public String toString() {
    return Words.call("jitter", brightness, contrast, saturation, hue);
  }
}

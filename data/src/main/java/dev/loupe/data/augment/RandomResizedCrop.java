package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Cuts a part of a drawn area and form out of images and stretches it to the old size.
///
/// The part is sampled bilinearly, without smoothing before it is made smaller. Where ten draws
/// don't fit inside, the middle is cut out with the nearest form that does.
///
/// Source: Szegedy et al., Going Deeper with Convolutions, 2015, section 6.
///
/// @param least area as a part of the image's, above 0
/// @param greatest area, at most 1
/// @param narrowest width divided by height, above 0
/// @param widest width divided by height
public record RandomResizedCrop(float least, float greatest, float narrowest, float widest)
    implements Geometric {
  private static final int TRIES = 10;

  /// Checks the ranges.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public RandomResizedCrop {
    Checks.range("resizedcrop", "least area", least, 1e-4, 1);
    Checks.range("resizedcrop", "greatest area", greatest, 1e-4, 1);
    Checks.ordered("resizedcrop", "area", least, greatest);
    Checks.range("resizedcrop", "narrowest form", narrowest, 0.01, 100);
    Checks.range("resizedcrop", "widest form", widest, 0.01, 100);
    Checks.ordered("resizedcrop", "form", narrowest, widest);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("resizedcrop", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    double low = StrictMath.log(narrowest);
    double high = StrictMath.log(widest);
    for (int i = 0; i < TRIES; i++) {
      double area = seed.uniform(4L * i, least, greatest) * (double) width * height;
      double form = StrictMath.exp(low + (high - low) * seed.uniform(4L * i + 1));
      int w = (int) Math.rint(Math.sqrt(area * form));
      int h = (int) Math.rint(Math.sqrt(area / form));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int left = seed.below(4L * i + 2, width - w + 1);
        int top = seed.below(4L * i + 3, height - h + 1);
        Bilinear.stretch(input, output, left, top, w, h, sampling);
        return;
      }
    }
    double form = Math.clamp((double) width / height, narrowest, widest);
    int w = Math.clamp(Math.round(height * form), 1, width);
    int h = Math.clamp(Math.round(width / form), 1, height);
    Bilinear.stretch(input, output, (width - w) / 2, (height - h) / 2, w, h, sampling);
  }

  @Override
  public String toString() {
    return Words.call("resizedcrop", least, greatest, narrowest, widest);
  }
}

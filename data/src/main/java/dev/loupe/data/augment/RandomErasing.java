package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Blackens a rectangle of some images, of a drawn area and form, wholly inside.
///
/// The form is drawn between 0.3 and its inverse, both sides as likely.
///
/// Source: Zhong et al., Random Erasing Data Augmentation, 2020, section 3.
///
/// @param probability of being changed
/// @param least area as a part of the image's, above 0
/// @param greatest area, at most 1
public record RandomErasing(float probability, float least, float greatest) implements Transform {
  private static final int TRIES = 10;
  private static final double FORM = 0.3;

  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public RandomErasing {
    Checks.range("erase", "probability", probability, 0, 1);
    Checks.range("erase", "least area", least, 1e-4, 1);
    Checks.range("erase", "greatest area", greatest, 1e-4, 1);
    Checks.ordered("erase", "area", least, greatest);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("erase", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    output.copyFrom(input);
    if (!(seed.uniform(0) < probability)) {
      return;
    }
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    for (int i = 1; i <= TRIES; i++) {
      double area = seed.uniform(4L * i, least, greatest) * (double) width * height;
      double form = StrictMath.exp(StrictMath.log(FORM) * seed.uniform(4L * i + 1, -1, 1));
      int h = (int) Math.rint(Math.sqrt(area * form));
      int w = (int) Math.rint(Math.sqrt(area / form));
      if (h <= height && w <= width) {
        int top = seed.below(4L * i + 2, height - h + 1);
        Cutout.blacken(output, top, seed.below(4L * i + 3, width - w + 1), h, w);
        return;
      }
    }
  }

  @Override
  public String toString() {
    return Words.call("erase", probability, least, greatest);
  }
}

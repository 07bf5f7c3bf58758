package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Blurs images by a Gaussian of a drawn width, mirrored at the edges.
///
/// @param least deviation in pixels, above 0
/// @param greatest deviation in pixels
public record GaussianBlur(float least, float greatest) implements Transform {
  /// Checks the range.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it can't be drawn from
  public GaussianBlur {
    Checks.range("blur", "least deviation", least, 0.01, 100);
    Checks.range("blur", "greatest deviation", greatest, 0.01, 100);
    Checks.ordered("blur", "deviation", least, greatest);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("blur", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    int c = input.shape().channels();
    float[] kernel = Blur.kernel(seed.uniform(0, least, greatest));
    float[] rows = new float[input.length()];
    Blur.along(input.data(), input.offset(), rows, 0, height, width, c, kernel);
    Blur.along(rows, 0, output.data(), output.offset(), 1, height, width * c, kernel);
  }

  @Override
  public String toString() {
    return Words.call("blur", least, greatest);
  }
}

package dev.loupe.data.augment;

import dev.loupe.data.Sampling;
import dev.loupe.tensor.Tensor;

/// What [RandAugment] and [TrivialAugment] choose from: the 14 changes of both papers.
///
/// Geometric ones sample bilinearly, and zeros come in.
enum PolicyOp {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOUR,
  CONTRAST,
  SHARPNESS,
  POSTERISE,
  SOLARISE,
  AUTOCONTRAST,
  EQUALISE;

  private static final PolicyOp[] ALL = values();

  /// How strong each change is at full strength.
  ///
  /// @param shear tangent of the angle
  /// @param translateX pixels
  /// @param translateY pixels
  /// @param degrees of rotation
  /// @param factor by how much brightness, colour, contrast and sharpness go away from 1
  /// @param bits how many of 8 posterise takes away
  record Range(
      float shear, float translateX, float translateY, float degrees, float factor, int bits) {}

  static PolicyOp number(int index) {
    return ALL[index];
  }

  static int count() {
    return ALL.length;
  }

  boolean geometric() {
    return switch (this) {
      case SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> true;
      default -> false;
    };
  }

  /// Writes the changed image.
  ///
  /// @param input the same tensor as the output for changes that are not geometric
  /// @param strength 0 to 1
  /// @param sign 1 or -1, for changes that have two sides
  void apply(
      Tensor input, Tensor output, Range range, float strength, int sign, Sampling sampling) {
    float signed = sign * strength;
    float factor = 1 + signed * range.factor();
    switch (this) {
      case IDENTITY -> {}
      case SHEAR_X -> shear(input, output, signed * range.shear(), 0, sampling);
      case SHEAR_Y -> shear(input, output, 0, signed * range.shear(), sampling);
      case TRANSLATE_X -> move(input, output, (int) (signed * range.translateX()), 0, sampling);
      case TRANSLATE_Y -> move(input, output, 0, (int) (signed * range.translateY()), sampling);
      case ROTATE -> {
        double x = (input.shape().size(1) - 1) / 2.0;
        double y = (input.shape().size(0) - 1) / 2.0;
        double[] map = Maps.affine(x, y, signed * range.degrees(), 0, 0, 1, 0, 0);
        Bilinear.projective(input, output, map, sampling);
      }
      case BRIGHTNESS -> Tones.brightness(output, factor);
      case COLOUR -> Tones.saturation(output, factor);
      case CONTRAST -> Tones.contrast(output, factor);
      case SHARPNESS -> Tones.sharpness(output, factor);
      case POSTERISE -> Tones.posterise(output, 8 - Math.round(range.bits() * strength));
      case SOLARISE -> Tones.solarise(output, 1 - strength);
      case AUTOCONTRAST -> Tones.autocontrast(output);
      case EQUALISE -> Tones.equalise(output);
    }
  }

  /// Shears about the corner at the top left, as Pillow's maps do.
  private static void shear(Tensor input, Tensor output, double x, double y, Sampling sampling) {
    double[] map = {1, x, x / 2, y, 1, y / 2};
    Bilinear.projective(input, output, map, sampling);
  }

  private static void move(Tensor input, Tensor output, int right, int down, Sampling sampling) {
    Bilinear.projective(input, output, new double[] {1, 0, -right, 0, 1, -down}, sampling);
  }
}

package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;

/// How one axis is resized, in the terms of ONNX's `Resize`.
///
/// @param input the size of the input
/// @param output the size of the output
/// @param scale output over input, as it was given; not recomputed from the sizes
/// @param coordinates where values of the output lie in the input
/// @param start where the region starts, as a share of the input; for `TF_CROP_AND_RESIZE`
/// @param end where it ends
/// @param extrapolation the value of what lies outside of the input; for `TF_CROP_AND_RESIZE`
public record ResizeAxis(
    int input,
    int output,
    double scale,
    ResizeCoordinates coordinates,
    double start,
    double end,
    float extrapolation) {
  // Two roundings of a float: how far a coordinate is off where the scale was rounded to one.
  private static final double ROUNDING = 2e-7;

  /// Checks sizes and scale.
  ///
  /// @throws LoupeException if a size is below 1, or the scale not above 0
  public ResizeAxis {
    if (input < 1 || output < 1 || !(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw LoupeException.of("an axis can't be resized so")
          .expected("sizes of at least 1 and a scale above 0")
          .got("%d to %d, scale %s".formatted(input, output, scale));
    }
  }

  /// An axis that gets a size.
  public static ResizeAxis sized(int input, int output, ResizeCoordinates coordinates) {
    return new ResizeAxis(input, output, (double) output / input, coordinates, 0, 1, 0);
  }

  /// An axis that is scaled, to a size of `floor(input scale)`.
  public static ResizeAxis scaled(int input, float scale, ResizeCoordinates coordinates) {
    int output = (int) Math.floor(input * scale);
    return new ResizeAxis(input, output, scale, coordinates, 0, 1, 0);
  }

  /// The same with a scale that is not the quotient of the sizes.
  public ResizeAxis withScale(double given) {
    return new ResizeAxis(input, output, given, coordinates, start, end, extrapolation);
  }

  /// The same for a region of the input.
  ///
  /// @param from where it starts, as a share of the input
  /// @param to where it ends
  /// @param outside the value of what lies outside of the input
  public ResizeAxis cropped(double from, double to, float outside) {
    return new ResizeAxis(input, output, scale, coordinates, from, to, outside);
  }

  /// Where value `o` of the output lies in the input.
  ///
  /// A coordinate that is a whole or a half but for the rounding of the scale is taken as that: it
  /// decides which value is the nearest.
  double source(int o) {
    double at =
        switch (coordinates) {
          case HALF_PIXEL -> (o + 0.5) / scale - 0.5;
          case HALF_PIXEL_SYMMETRIC -> 0.5 * (input - output / scale) + (o + 0.5) / scale - 0.5;
          case PYTORCH_HALF_PIXEL -> output == 1 ? 0 : (o + 0.5) / scale - 0.5;
          case ALIGN_CORNERS -> o == 0 ? 0 : o * (input - 1.0) / (scale * input - 1);
          case ASYMMETRIC -> o / scale;
          case TF_HALF_PIXEL_FOR_NN -> (o + 0.5) / scale;
          case TF_CROP_AND_RESIZE -> (start + share(o) * (end - start)) * (input - 1);
        };
    double near = Math.rint(2 * at) / 2;
    return Math.abs(at - near) <= ROUNDING * (1 + Math.abs(at)) ? near : at;
  }

  private double share(int o) {
    return output == 1 ? 0.5 : (double) o / (output - 1);
  }

  /// Whether a coordinate is extrapolated.
  boolean outside(double at) {
    return coordinates == ResizeCoordinates.TF_CROP_AND_RESIZE && !(at >= 0 && at <= input - 1);
  }
}

package dev.loupe.data.image;

/// How [Resize] weighs the pixels around a place.
///
/// Source: the kernels by name in Pillow's documentation, Concepts, Filters; bicubic is that of
/// Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981, with a = -0.5.
public enum Filter {
  /// The nearest pixel alone; fast, and makes jagged edges.
  NEAREST(0),
  /// A triangle one pixel to each side.
  BILINEAR(1),
  /// A cubic two pixels to each side.
  BICUBIC(2),
  /// A windowed sinc three pixels to each side.
  LANCZOS(3);

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  /// How far it reaches to each side, in pixels of the smaller picture.
  double support() {
    return support;
  }

  /// The weight at a distance in pixels, before all weights are brought to a sum of 1.
  double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST -> x <= 0.5 ? 1 : 0;
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case BICUBIC -> cubic(x, -0.5);
      case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double cubic(double x, double a) {
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }

  private static double sinc(double x) {
    if (x == 0) {
      return 1;
    }
    double angle = x * Math.PI;
    return StrictMath.sin(angle) / angle;
  }
}

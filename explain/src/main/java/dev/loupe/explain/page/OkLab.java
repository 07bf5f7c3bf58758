package dev.loupe.explain.page;

/// Colours as OKLab has them.
///
/// Source: Ottosson, A perceptual color space for image processing, 2020; the curve of sRGB is that
/// of IEC 61966-2-1.
final class OkLab {
  private OkLab() {}

  /// A colour as `0xRRGGBB`; what a screen can't show is cut to what it can.
  ///
  /// @param l lightness, 0 for black and 1 for white
  /// @param a from green to red
  /// @param b from blue to yellow
  static int colour(double l, double a, double b) {
    double x = cube(l + 0.3963377774 * a + 0.2158037573 * b);
    double y = cube(l - 0.1055613458 * a - 0.0638541728 * b);
    double z = cube(l - 0.0894841775 * a - 1.2914855480 * b);
    int red = encode(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z);
    int green = encode(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z);
    int blue = encode(-0.0041960863 * x - 0.7034186147 * y + 1.7076147010 * z);
    return red << 16 | green << 8 | blue;
  }

  /// Lightness, a and b of a colour.
  static double[] of(int colour) {
    double red = decode(colour >> 16 & 0xFF);
    double green = decode(colour >> 8 & 0xFF);
    double blue = decode(colour & 0xFF);
    double x = StrictMath.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    double y = StrictMath.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    double z = StrictMath.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return new double[] {
      0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
      1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
      0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z
    };
  }

  private static double cube(double value) {
    return value * value * value;
  }

  private static int encode(double linear) {
    double v = Math.clamp(linear, 0, 1);
    double curved = v <= 0.0031308 ? 12.92 * v : 1.055 * StrictMath.pow(v, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * curved);
  }

  private static double decode(int value) {
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4);
  }
}

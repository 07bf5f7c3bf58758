package dev.loupe.explain.filter;

/// A wave under a bell: `exp(-(u^2 + (aspect v)^2) / (2 width^2)) cos(2 pi frequency u + phase)`,
/// its mean taken away; u runs along the wave, v along the stripes, both from the centre.
///
/// Source: Daugman, Uncertainty relation for resolution in space, spatial frequency, and
/// orientation, 1985; Jones and Palmer, An evaluation of the two-dimensional Gabor filter model,
/// 1987.
///
/// @param orientation of the stripes in degrees, counter-clockwise from the horizontal: 0 is a
///     horizontal edge, 90 a vertical one; at least 0, below 180
/// @param frequency cycles a pixel, above 0
/// @param phase in degrees, at least 0, below 360: 0 a light bar, 180 a dark one, 90 and 270 edges
/// @param width standard deviation of the bell along the wave, pixels
/// @param aspect how much narrower the bell is along the stripes than across them
/// @param row of the centre, from the middle of the window, pixels down
/// @param column of the centre, from the middle of the window, pixels to the right
public record Gabor(
    double orientation,
    double frequency,
    double phase,
    double width,
    double aspect,
    double row,
    double column) {
  /// Its values at the places of a window.
  public Pattern drawn(int rows, int columns) {
    double[] even = new double[rows * columns];
    double[] odd = new double[rows * columns];
    write(rows, columns, even, odd);
    double c = StrictMath.cos(StrictMath.toRadians(phase));
    double s = StrictMath.sin(StrictMath.toRadians(phase));
    for (int i = 0; i < even.length; i++) {
      even[i] = even[i] * c - odd[i] * s;
    }
    return new Pattern(rows, columns, even);
  }

  /// Writes the waves of phase 0 and of phase -90 degrees, the means taken away.
  void write(int rows, int columns, double[] even, double[] odd) {
    double angle = StrictMath.toRadians(90 - orientation);
    double c = StrictMath.cos(angle);
    double s = StrictMath.sin(angle);
    double evens = 0;
    double odds = 0;
    for (int i = 0; i < even.length; i++) {
      double y = Math.floorDiv(i, columns) - (rows - 1) / 2.0 - row;
      double x = i % columns - (columns - 1) / 2.0 - column;
      double u = x * c + y * s;
      double v = (y * c - x * s) * aspect;
      double bell = StrictMath.exp(-(u * u + v * v) / (2 * width * width));
      even[i] = bell * StrictMath.cos(2 * Math.PI * frequency * u);
      odd[i] = bell * StrictMath.sin(2 * Math.PI * frequency * u);
      evens += even[i];
      odds += odd[i];
    }
    for (int i = 0; i < even.length; i++) {
      even[i] -= evens / even.length;
      odd[i] -= odds / even.length;
    }
  }

  /// The same of another phase.
  Gabor withPhase(double next) {
    return new Gabor(orientation, frequency, next, width, aspect, row, column);
  }
}

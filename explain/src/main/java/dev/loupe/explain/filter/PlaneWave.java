package dev.loupe.explain.filter;

import java.util.List;

/// A wave under a bell along one direction of a signal or a volume:
/// `exp(-(u^2 + v^2 / 4) / (2 width^2)) cos(2 pi frequency u + phase)`, its mean taken away; u runs
/// along the direction from the centre, v is the distance from that line.
///
/// @param direction of length 1, one number an axis; of signals 1
/// @param frequency cycles a sample or voxel, above 0
/// @param phase in degrees, at least 0, below 360: 0 a peak, 180 a dip, 270 a rise, 90 a fall
/// @param width standard deviation of the bell along the direction, samples or voxels
/// @param offset of the centre from the middle of the window, along the direction
public record PlaneWave(
    List<Double> direction, double frequency, double phase, double width, double offset) {
  /// Copies the list.
  public PlaneWave {
    direction = List.copyOf(direction);
  }

  /// Its values at the places of a window.
  public Pattern drawn(int... kernel) {
    double[][] places = WaveFitter.places(kernel);
    double[] even = new double[places.length];
    double[] odd = new double[places.length];
    write(places, even, odd);
    double c = StrictMath.cos(StrictMath.toRadians(phase));
    double s = StrictMath.sin(StrictMath.toRadians(phase));
    for (int i = 0; i < even.length; i++) {
      even[i] = even[i] * c - odd[i] * s;
    }
    return new Pattern(dev.loupe.tensor.Shape.of(kernel), even);
  }

  /// Writes the waves of phase 0 and of phase -90 degrees, the means taken away.
  ///
  /// @param places from the middle of the window
  void write(double[][] places, double[] even, double[] odd) {
    double evens = 0;
    double odds = 0;
    for (int i = 0; i < places.length; i++) {
      double along = 0;
      double square = 0;
      for (int a = 0; a < direction.size(); a++) {
        along += places[i][a] * direction.get(a);
        square += places[i][a] * places[i][a];
      }
      double u = along - offset;
      double v2 = square - along * along;
      double bell = StrictMath.exp(-(u * u + v2 / 4) / (2 * width * width));
      even[i] = bell * StrictMath.cos(2 * Math.PI * frequency * u);
      odd[i] = bell * StrictMath.sin(2 * Math.PI * frequency * u);
      evens += even[i];
      odds += odd[i];
    }
    for (int i = 0; i < places.length; i++) {
      even[i] -= evens / places.length;
      odd[i] -= odds / places.length;
    }
  }

  PlaneWave withPhase(double other) {
    return new PlaneWave(direction, frequency, other, width, offset);
  }
}

package dev.loupe.explain.filter;

import java.util.ArrayList;
import java.util.List;

/// All combinations of some patterns, such as a wave in all of its phases.
///
/// @param axes of length 1, at right angles to each other; zeros where a pattern adds nothing
record Span(List<double[]> axes) {
  static final double SMALLEST = 1e-12;

  /// The span of patterns of one size.
  static Span of(double[]... patterns) {
    List<double[]> axes = new ArrayList<>();
    for (double[] pattern : patterns) {
      double[] rest = pattern.clone();
      for (double[] axis : axes) {
        double along = Pattern.dot(axis, pattern);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= along * axis[i];
        }
      }
      axes.add(unit(rest));
    }
    return new Span(axes);
  }

  /// How much of the energy of values it explains.
  double energy(double[] values) {
    double sum = 0;
    for (double[] axis : axes) {
      double along = Pattern.dot(axis, values);
      sum += along * along;
    }
    return sum;
  }

  /// The phase in degrees with which a wave fits values best, at least 0, below 360.
  ///
  /// @param even the wave with phase 0
  /// @param odd the wave with phase -90 degrees
  static double phase(double[] even, double[] odd, double[] values) {
    double ee = Pattern.dot(even, even);
    double eo = Pattern.dot(even, odd);
    double oo = Pattern.dot(odd, odd);
    double e = Pattern.dot(even, values);
    double o = Pattern.dot(odd, values);
    double determinant = ee * oo - eo * eo;
    // In windows of two places one of the waves is nothing.
    boolean one = determinant <= SMALLEST * Math.max(ee, oo);
    double a = one ? (ee >= oo ? e : 0) : oo * e - eo * o;
    double b = one ? (ee < oo ? o : 0) : ee * o - eo * e;
    return wrapped(StrictMath.toDegrees(StrictMath.atan2(-b, a)), 360);
  }

  /// An angle from 0 to below a full turn.
  static double wrapped(double degrees, double full) {
    double rest = degrees % full;
    double positive = rest < 0 ? rest + full : rest;
    return positive == full ? 0 : positive;
  }

  private static double[] unit(double[] values) {
    double length = StrictMath.sqrt(Pattern.dot(values, values));
    double[] unit = new double[values.length];
    for (int i = 0; i < unit.length && length > SMALLEST; i++) {
      unit[i] = values[i] / length;
    }
    return unit;
  }
}

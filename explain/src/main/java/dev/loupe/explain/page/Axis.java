package dev.loupe.explain.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An axis of a chart.
///
/// @param label what it measures, with its unit, such as `time in s`
/// @param log whether equal factors are equally far apart; only values above 0 are shown then
/// @param low where it begins; NaN for the least value
/// @param high where it ends; NaN for the greatest value
/// @param whole whether nothing lies between whole numbers, as between epochs
public record Axis(String label, boolean log, double low, double high, boolean whole) {
  private static final int TICKS = 5;

  /// An axis as long as its values need.
  public static Axis of(String label) {
    return new Axis(label, false, Double.NaN, Double.NaN, false);
  }

  /// A logarithmic axis as long as its values need.
  public static Axis log(String label) {
    return new Axis(label, true, Double.NaN, Double.NaN, false);
  }

  /// An axis of whole numbers as long as its values need.
  public static Axis whole(String label) {
    return new Axis(label, false, Double.NaN, Double.NaN, true);
  }

  /// An axis between two values.
  public static Axis between(String label, double low, double high) {
    return new Axis(label, false, low, high, false);
  }

  /// Whether a value can be shown.
  boolean shows(double value) {
    return Double.isFinite(value) && (!log || value > 0);
  }

  /// The axis with both ends known.
  ///
  /// @param least of the values; may be NaN if there is none
  Axis fitted(double least, double greatest) {
    double from = Double.isNaN(low) ? least : low;
    double to = Double.isNaN(high) ? greatest : high;
    if (Double.isNaN(from) || Double.isNaN(to)) {
      from = log ? 0.1 : 0;
      to = 1;
    }
    if (from >= to) {
      from = log ? from / 2 : from - Math.max(0.5, Math.abs(from) / 10);
      to = log ? to * 2 : to + Math.max(0.5, Math.abs(to) / 10);
    }
    return new Axis(label, log, from, to, whole);
  }

  /// Where a value of a fitted axis lies, 0 to 1.
  double part(double value) {
    return log
        ? (StrictMath.log(value) - StrictMath.log(low))
            / (StrictMath.log(high) - StrictMath.log(low))
        : (value - low) / (high - low);
  }

  /// Round values of a fitted axis.
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (log && high / low >= 10) {
      int first = (int) Math.ceil(StrictMath.log10(low) - 1e-9);
      int last = (int) Math.floor(StrictMath.log10(high) + 1e-9);
      int step = Math.max(1, (last - first + TICKS - 1) / TICKS);
      for (int e = first; e <= last; e += step) {
        ticks.add(power(e));
      }
      return ticks;
    }
    double step = Math.max(whole ? 1 : 0, step((high - low) / TICKS));
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(round(i, step));
    }
    return ticks;
  }

  /// The round number of 1, 2 and 5 with a power of ten that is not below a size.
  private static double step(double size) {
    int exponent = (int) Math.floor(StrictMath.log10(size));
    double power = power(exponent);
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= size * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static double power(int exponent) {
    return Double.parseDouble("1e" + exponent);
  }

  /// A multiple of a step without the crumbs of binary fractions.
  private static double round(long times, double step) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.10g", times * step));
  }

  /// A value in few letters.
  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 1e6 || (size > 0 && size < 1e-3)) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    String digits = String.format(Locale.ROOT, "%.4f", value);
    String plain = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    return plain.equals("-0") ? "0" : plain;
  }
}

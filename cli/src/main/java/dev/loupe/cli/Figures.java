package dev.loupe.cli;

import java.math.BigInteger;
import java.util.Locale;

/// Writes numbers for people.
final class Figures {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB"};
  private static final String[] DECIMAL = {"", " k", " M", " G", " T", " P", " E", " Z"};

  private Figures() {}

  /// Bytes with a unit, three digits or more: `1.46 MiB`.
  static String bytes(long count) {
    return bytes(BigInteger.valueOf(count));
  }

  /// Bytes with a unit, three digits or more.
  static String bytes(BigInteger count) {
    double value = count.doubleValue();
    int unit = 0;
    while (value >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit == 0 ? count.toString() : digits(value)) + " " + BINARY[unit];
  }

  /// A large number with a decimal prefix: `41.6 M`.
  static String count(double value) {
    double scaled = value;
    int unit = 0;
    while (scaled >= 1000 && unit < DECIMAL.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return (unit == 0 && value == Math.rint(value) ? whole((long) value) : digits(scaled))
        + DECIMAL[unit];
  }

  /// A whole number with separators: `61,706`.
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// A share in percent: `98.75 %`.
  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /// A time: `8 s`, `2 min 05 s`, `1 h 12 min`.
  static String seconds(double value) {
    long s = Math.round(Math.max(0, value));
    if (s < 60) {
      return s + " s";
    }
    return s < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
  }

  /// A number with so many digits behind the point.
  static String decimals(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /// At least three digits.
  private static String digits(double value) {
    return decimals(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
  }
}

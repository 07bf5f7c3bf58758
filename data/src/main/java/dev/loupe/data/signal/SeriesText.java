package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Values and labels as text files of series write them.
final class SeriesText {
  private SeriesText() {}

  /// The number that a text is; NaN where it says that there is none.
  ///
  /// @param place the file and the line, for errors
  /// @param number which value of the line it is, from 1
  /// @throws LoupeException if it is no finite number
  static float value(String text, String place, int number) {
    String bare = text.strip();
    if (bare.isEmpty() || bare.equals("?") || bare.equalsIgnoreCase("nan")) {
      return Float.NaN;
    }
    try {
      float value = Float.parseFloat(bare);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with the value.
    }
    throw LoupeException.of(place + ": value " + number + " is no number")
        .expected("a finite number, or nothing, ? or NaN where it is missing")
        .got("'" + WfdbSignalLine.brief(bare) + "'");
  }

  /// The name of a class; whole numbers lose their decimals, so that 1.0 is 1.
  ///
  /// @throws LoupeException if there is none
  static String label(String text, String place) {
    String bare = text.strip();
    if (bare.isEmpty() || bare.equals("?") || bare.equalsIgnoreCase("nan")) {
      throw LoupeException.of(place + ": the series has no class").expected("a label").got("none");
    }
    double value = WfdbSignalLine.number(bare);
    boolean whole = Math.rint(value) == value && Math.abs(value) < 1e15;
    return whole ? String.valueOf((long) value) : bare;
  }

  /// Labels without repetition: by number if all are numbers, else by text.
  static List<String> sorted(Collection<String> labels) {
    List<String> names = new ArrayList<>(new TreeSet<>(labels));
    if (names.stream().noneMatch(n -> Double.isNaN(WfdbSignalLine.number(n)))) {
      names.sort(Comparator.comparingDouble(WfdbSignalLine::number));
    }
    return names;
  }

  /// How many values there are before those that are missing at the end.
  static int known(float[] values) {
    int n = values.length;
    while (n > 0 && Float.isNaN(values[n - 1])) {
      n--;
    }
    return n;
  }

  /// Puts values on the straight line between their neighbours in place of those that are missing;
  /// before the first known one stands the first, behind the last one the last.
  ///
  /// @return how many were missing
  static int fill(float[] values) {
    int missing = 0;
    int last = -1;
    for (int i = 0; i <= values.length; i++) {
      if (i < values.length && Float.isNaN(values[i])) {
        missing++;
        continue;
      }
      for (int k = last + 1; k < i; k++) {
        values[k] =
            last < 0
                ? values[i]
                : i == values.length
                    ? values[last]
                    : values[last] + (values[i] - values[last]) * (k - last) / (i - last);
      }
      last = i;
    }
    return missing;
  }
}

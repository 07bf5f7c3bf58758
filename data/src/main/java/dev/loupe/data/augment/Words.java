package dev.loupe.data.augment;

import java.util.Arrays;
import java.util.stream.Collectors;

/// How transforms are written.
final class Words {
  private Words() {}

  /// `name:3:0.5`; only the name where there are no parameters.
  static String call(String name, Object... parameters) {
    if (parameters.length == 0) {
      return name;
    }
    return Arrays.stream(parameters)
        .map(p -> p instanceof Number n ? number(n.doubleValue()) : p.toString())
        .collect(Collectors.joining(":", name + ":", ""));
  }

  /// A figure as short as can be; reading it as a float gives the same float.
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.valueOf((long) value);
    }
    return String.valueOf((float) value);
  }
}

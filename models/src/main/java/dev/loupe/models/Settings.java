package dev.loupe.models;

import dev.loupe.nn.Nonlinearity;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be chosen of a model, each with its value.
///
/// @param all in the order in which they are shown
public record Settings(List<Setting> all) {
  /// Nothing can be chosen.
  public static final Settings NONE = new Settings(List.of());

  /// The largest width that is taken: what is wider is a slip of the hand.
  static final int MOST_CHANNELS = 4096;

  /// Copies the list.
  public Settings {
    all = List.copyOf(all);
  }

  /// The same and one more.
  Settings with(String name, Object usual, String meaning) {
    List<Setting> more = new ArrayList<>(all);
    more.add(new Setting(name, String.valueOf(usual), meaning));
    return new Settings(more);
  }

  /// The same with another value.
  ///
  /// @throws LoupeException if there is no such setting, with the nearest name
  public Settings set(String name, String value) {
    List<Setting> next = new ArrayList<>();
    for (Setting s : all) {
      next.add(s.name().equals(name) ? new Setting(name, value, s.meaning()) : s);
    }
    if (find(name).isEmpty()) {
      throw LoupeException.unknown("setting", name, all.stream().map(Setting::name).toList());
    }
    return new Settings(next);
  }

  /// A value as text.
  String text(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name)).value();
  }

  /// A value that is one of some words.
  String oneOf(String name, List<String> words) {
    String text = text(name);
    if (!words.contains(text)) {
      throw LoupeException.unknown("choice of " + name, text, words);
    }
    return text;
  }

  /// A whole number from `least` to `most`.
  int whole(String name, int least, int most) {
    return whole(name, text(name), least, most);
  }

  /// An odd number from `least` to `most`.
  int odd(String name, int least, int most) {
    int value = whole(name, least, most);
    if (value % 2 == 0) {
      throw refused(name, "an odd number from " + least + " to " + most, text(name));
    }
    return value;
  }

  /// A number that divides another setting.
  int divisor(String name, int whole, String of) {
    int value = whole(name, 1, whole);
    if (whole % value != 0) {
      throw refused(name, "a divisor of " + whole + ", the " + of, text(name));
    }
    return value;
  }

  /// A number of channels.
  int channels(String name) {
    return whole(name, 1, MOST_CHANNELS);
  }

  /// Whole numbers with a minus between them, at least one.
  List<Integer> list(String name, int least, int most) {
    return Arrays.stream(text(name).split("-", -1))
        .map(word -> whole(name, word, least, most))
        .toList();
  }

  /// A number from 0 up to but not 1.
  float share(String name) {
    String text = text(name);
    try {
      float share = Float.parseFloat(text);
      if (share >= 0 && share < 1) {
        return share;
      }
      throw refused(name, "a number from 0 up to but not 1", text);
    } catch (NumberFormatException e) {
      throw refused(name, "a number from 0 up to but not 1", text).causedBy(e);
    }
  }

  /// The name of an activation.
  Nonlinearity activation(String name) {
    return Nonlinearity.named(text(name));
  }

  private Optional<Setting> find(String name) {
    return all.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  private static int whole(String name, String text, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
      throw refused(name, expected, text);
    } catch (NumberFormatException e) {
      throw refused(name, expected, text).causedBy(e);
    }
  }

  private static LoupeException refused(String name, String expected, String got) {
    return LoupeException.of("the setting '" + name + "' is out of range")
        .expected(expected)
        .got("'" + got + "'");
  }
}

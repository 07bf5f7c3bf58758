package dev.loupe.data.augment;

import dev.loupe.tensor.LoupeException;
import java.util.List;

/// The parameters of one transform as they were written.
///
/// @param usage how the transform is written, for messages
/// @param words the parameters
record Arguments(String usage, List<String> words) {
  /// How many there are.
  int count() {
    return words.size();
  }

  /// A parameter that may have a fraction.
  float number(int index, float otherwise) {
    return index < words.size() ? parse(words.get(index)) : otherwise;
  }

  /// A whole parameter.
  int whole(int index, int otherwise) {
    if (index >= words.size()) {
      return otherwise;
    }
    float value = parse(words.get(index));
    if (value != (int) value) {
      throw wrong("a whole number", words.get(index));
    }
    return (int) value;
  }

  /// A parameter that is a word of these.
  String word(int index, List<String> known) {
    String word = index < words.size() ? words.get(index) : known.get(0);
    if (!known.contains(word)) {
      throw LoupeException.unknown("word in " + usage, word, known);
    }
    return word;
  }

  private float parse(String word) {
    float value;
    try {
      value = Float.parseFloat(word);
    } catch (NumberFormatException e) {
      throw wrong("a number", word).causedBy(e);
    }
    if (!Float.isFinite(value)) {
      throw wrong("a number", word);
    }
    return value;
  }

  private LoupeException wrong(String expected, String word) {
    return LoupeException.of("a parameter of an augmentation can't be read")
        .expected(expected + ", as in " + usage)
        .got("'" + word + "'");
  }
}

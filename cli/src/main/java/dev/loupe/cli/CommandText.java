package dev.loupe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Command lines as text, as a POSIX shell writes them.
final class CommandText {
  private CommandText() {}

  /// Words with quotes where a shell needs them.
  static String join(List<String> words) {
    return words.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  /// A word with quotes where a shell needs them.
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// The words of a text that [#join] wrote.
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inQuotes = false;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        inQuotes = !inQuotes;
        begun = true;
      } else if (c == '\\' && !inQuotes && i + 1 < text.length()) {
        word.append(text.charAt(++i));
        begun = true;
      } else if (c == ' ' && !inQuotes) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}

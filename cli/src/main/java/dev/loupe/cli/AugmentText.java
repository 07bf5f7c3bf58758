package dev.loupe.cli;

import dev.loupe.data.augment.Augmentations;
import java.util.ArrayList;
import java.util.List;

/// What the help says about the text of `--augment`.
final class AugmentText {
  private AugmentText() {}

  /// The lines under the options; each transform on one, or on two where its parameters are many.
  static String[] lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "Variations for --augment, separated by commas; what is in brackets may be left out:");
    lines.add("  none|light|standard|strong   what suits the data");
    Augmentations.usages()
        .forEach(
            (usage, meaning) -> {
              if (usage.length() <= MOST) {
                lines.add("  %-28s %s".formatted(usage, meaning));
              } else {
                lines.add("  " + usage);
                lines.add(" ".repeat(MOST + 3) + meaning);
              }
            });
    // The help is a format: a percent sign would be read as one.
    return lines.stream().map(l -> l.replace("%", "%%")).toArray(String[]::new);
  }

  private static final int MOST = 28;
}

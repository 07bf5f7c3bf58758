package dev.loupe.cli;

import dev.loupe.data.augment.Augmentations;

/// What the help says about the text of `--augment`.
final class AugmentText {
  private static final int USAGE = 30;

  private AugmentText() {}

  /// A line for each transform, or two where its parameters are many.
  static String text() {
    StringBuilder text =
        new StringBuilder("%nVariations for --augment, separated by commas;".formatted());
    text.append(
        " what is in brackets may be left out,%nand is then as in parentheses:%n".formatted());
    line(text, "none|light|standard|strong", "what suits the data");
    Augmentations.usages().forEach((usage, meaning) -> line(text, usage, meaning));
    return text.toString();
  }

  private static void line(StringBuilder text, String usage, String meaning) {
    String first = usage.length() > USAGE ? "  " + usage + "%n".formatted() : "";
    String second = usage.length() > USAGE ? "" : usage;
    text.append(first).append(("  %-" + USAGE + "s %s%n").formatted(second, meaning));
  }
}

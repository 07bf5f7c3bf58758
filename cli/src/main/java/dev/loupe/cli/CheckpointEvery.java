package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Trainer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `--checkpoint-every` says: a number of steps, or a time.
///
/// @param count above 0
/// @param unit `s`, `m`, `h`, or nothing for steps
record CheckpointEvery(int count, String unit) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([smh]?)");

  /// Reads a text such as 200, 30s or 5m.
  ///
  /// @throws LoupeException if it is neither a number of steps nor a time
  static CheckpointEvery parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw LoupeException.of("--checkpoint-every is neither a number of steps nor a time")
          .expected("such as 200 for steps, or 30s, 5m or 2h")
          .got("'" + text + "'");
    }
    return new CheckpointEvery(Integer.parseInt(m.group(1)), m.group(2));
  }

  /// Tells a trainer.
  void set(Trainer trainer) {
    switch (unit) {
      case "s" -> trainer.checkpointEvery(Duration.ofSeconds(count));
      case "m" -> trainer.checkpointEvery(Duration.ofMinutes(count));
      case "h" -> trainer.checkpointEvery(Duration.ofHours(count));
      default -> trainer.checkpointEvery(count);
    }
  }
}

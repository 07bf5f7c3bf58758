package dev.loupe.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large the terminal is: as `COLUMNS` and `LINES` say, else as `stty` does, asked again as it
/// may have changed; else 80 x 24.
final class TerminalSize {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})\\s*");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
  private static final long AGAIN_NANOSECONDS = 3_000_000_000L;
  private static final int PATIENCE_MILLISECONDS = 500;

  private final int fixedColumns;
  private final int fixedRows;
  private int columns = 80;
  private int rows = 24;
  private long asked;

  /// The size by the environment, or by asking.
  TerminalSize(Map<String, String> variables) {
    fixedColumns = number(variables.getOrDefault("COLUMNS", ""));
    fixedRows = number(variables.getOrDefault("LINES", ""));
  }

  /// How many letters a line has.
  int columns() {
    ask();
    return fixedColumns > 0 ? fixedColumns : columns;
  }

  /// How many lines there are.
  int rows() {
    ask();
    return fixedRows > 0 ? fixedRows : rows;
  }

  private static int number(String text) {
    return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  private void ask() {
    long now = System.nanoTime();
    boolean known = fixedColumns > 0 && fixedRows > 0;
    if (known || (asked != 0 && now - asked < AGAIN_NANOSECONDS)) {
      return;
    }
    asked = now;
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return;
      }
      take(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // No stty, no terminal: the usual size it is.
      asked = Long.MAX_VALUE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes what `stty size` says: rows and columns.
  void take(String said) {
    Matcher size = SIZE.matcher(said);
    if (size.matches()) {
      rows = Integer.parseInt(size.group(1));
      columns = Integer.parseInt(size.group(2));
    }
  }
}

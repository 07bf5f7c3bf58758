package dev.loupe.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What lies around a command: its streams and the environment, so that tests can stand in.
///
/// @param in standard input
/// @param out standard output: results
/// @param err standard error: progress and errors
/// @param terminal whether a person watches the output
/// @param folder what relative paths of files that are written begin from
/// @param variables of the environment
record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Path folder,
    Map<String, String> variables) {
  /// Copies the map.
  Surroundings {
    variables = Map.copyOf(variables);
  }

  /// Those of this process.
  @SuppressWarnings("SystemConsoleNull") // It is null in JDK 25 where there is no terminal.
  static Surroundings ofProcess() {
    Console console = System.console();
    return new Surroundings(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        console != null && console.isTerminal(),
        Path.of(""),
        System.getenv());
  }

  /// Whether to write in colours: on a terminal, unless NO_COLOR is set.
  boolean colours() {
    return terminal && variables.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /// How many columns the terminal has, as far as is known.
  int columns() {
    String text = variables.getOrDefault("COLUMNS", "");
    return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : 100;
  }

  /// Where downloads are kept: `LOUPE_CACHE`, `XDG_CACHE_HOME/loupe` or `~/.cache/loupe`.
  Path cache() {
    String own = variables.getOrDefault("LOUPE_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String shared = variables.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        shared.isEmpty()
            ? Path.of(variables.getOrDefault("HOME", ".")).resolve(".cache")
            : Path.of(shared);
    return base.resolve("loupe");
  }
}

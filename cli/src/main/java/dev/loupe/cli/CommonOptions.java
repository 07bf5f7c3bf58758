package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import picocli.CommandLine.Option;

/// The options that all commands have.
final class CommonOptions {
  /// Behind the options of the command itself.
  private static final int LAST = 100;

  @Option(names = "--json", order = LAST, description = "Print the result as JSON.")
  boolean json;

  @Option(names = "--quiet", order = LAST, description = "Print results and errors only.")
  boolean quiet;

  @Option(names = "--debug", order = LAST, description = "Print where an error comes from.")
  boolean debug;

  @Option(
      names = "--threads",
      order = LAST,
      paramLabel = "N",
      description =
          "How many threads compute (default: all processors). Results don't depend on it.")
  private int threads;

  @Option(
      names = "--seed",
      order = LAST,
      paramLabel = "N",
      description = "What all random numbers come from (default: 0).")
  long seed;

  @Option(
      names = {"-h", "--help"},
      order = LAST,
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  CommonOptions() {}

  /// These for a training that goes on: it keeps its seed, and its threads where none are given.
  CommonOptions goingOn(CommonOptions begun) {
    CommonOptions both = new CommonOptions();
    both.json = json;
    both.quiet = quiet;
    both.debug = debug;
    both.threads = threads == 0 ? begun.threads : threads;
    both.seed = begun.seed;
    return both;
  }

  /// How many threads compute.
  ///
  /// @throws LoupeException if the number is negative
  int threads() {
    if (threads < 0) {
      throw LoupeException.of("--threads is out of range")
          .expected("at least 1, or 0 for all processors")
          .got(String.valueOf(threads));
    }
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}

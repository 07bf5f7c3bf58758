package dev.loupe.cli;

import dev.loupe.data.GroupRule;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Option;

/// The options for data that are signals.
final class SignalChoices {
  /// Behind the options of the command, before those that all have.
  private static final int LATE = 90;

  @Option(
      names = "--seconds",
      order = LATE,
      paramLabel = "X",
      description = "How long a sample of a recording or heartbeat is (default: by the data).")
  private double seconds;

  @Option(
      names = "--rate",
      order = LATE,
      paramLabel = "HZ",
      description = "The rate that recordings are brought to (default: by the data).")
  private int rate;

  @Option(
      names = "--leave-out",
      order = LATE,
      paramLabel = "NAME",
      split = ",",
      description = "Test on these patients or speakers, learn from all others.")
  private List<String> leftOut = new ArrayList<>();

  @Option(
      names = "--by-group",
      order = LATE,
      description = "Test on a fifth of the patients or speakers, drawn by the seed.")
  private boolean byGroup;

  SignalChoices() {}

  /// What was chosen.
  ///
  /// @param strict whether broken recordings are an error
  /// @param seed for what is drawn
  /// @throws LoupeException if a choice is not possible
  SignalOptions options(boolean strict, long seed) {
    SignalOptions usual = SignalOptions.DEFAULT;
    return usual
        .withSize(seconds, rate)
        .withStrict(strict)
        .withTest(usual.testFraction(), seed)
        .withRule(rule(usual.testFraction(), seed));
  }

  private GroupRule rule(double share, long seed) {
    if (!leftOut.isEmpty()) {
      if (byGroup) {
        throw LoupeException.of("--leave-out and --by-group say different things")
            .expected("one of them");
      }
      return new GroupRule.Named(new LinkedHashSet<>(leftOut));
    }
    return byGroup ? new GroupRule.Share(share, seed) : new GroupRule.Usual();
  }
}

package dev.loupe.data.signal;

import dev.loupe.data.GroupRule;
import dev.loupe.tensor.LoupeException;

/// How files of signals become a dataset. What does not apply to some data is not looked at.
///
/// @param seconds how long a sample is; 0 to choose
/// @param rate values a second of a sample; 0 to choose
/// @param rule which groups (patients, speakers) the test is made of
/// @param testFraction the part that is kept for the test where neither data nor rule say, above 0
///     and below 1
/// @param seed which samples or groups these are: the same ones for the same seed
/// @param strict whether a broken file is an error; else it is left out
/// @param cacheBytes how many bytes of samples from files may be kept in memory
public record SignalOptions(
    double seconds,
    int rate,
    GroupRule rule,
    double testFraction,
    long seed,
    boolean strict,
    long cacheBytes) {
  private static final double LONGEST = 86_400;

  /// Length and rate chosen, the usual test, 20 % where there is none, 256 MiB of memory.
  public static final SignalOptions DEFAULT =
      new SignalOptions(0, 0, new GroupRule.Usual(), 0.2, 0, false, 256L << 20);

  /// Checks the values.
  ///
  /// @throws LoupeException if one is not possible
  public SignalOptions {
    if (!(seconds >= 0 && seconds <= LONGEST)) {
      throw LoupeException.of("the length of the signals is not possible")
          .expected("0 to choose, or up to 86400 seconds")
          .got(String.valueOf(seconds));
    }
    if (rate < 0) {
      throw LoupeException.of("the rate of the signals is not possible")
          .expected("0 to choose, or 1 Hz or more")
          .got(String.valueOf(rate));
    }
    if (!(testFraction > 0 && testFraction < 1)) {
      throw LoupeException.of("the part for the test is not possible")
          .expected("a number above 0 and below 1, such as 0.2")
          .got(String.valueOf(testFraction));
    }
    if (cacheBytes < 0) {
      throw LoupeException.of("the memory for signals is below 0").got(cacheBytes + " bytes");
    }
  }

  /// These options with another length and rate; 0 to choose.
  public SignalOptions withSize(double newSeconds, int newRate) {
    return new SignalOptions(newSeconds, newRate, rule, testFraction, seed, strict, cacheBytes);
  }

  /// These options with another rule for groups.
  public SignalOptions withRule(GroupRule newRule) {
    return new SignalOptions(seconds, rate, newRule, testFraction, seed, strict, cacheBytes);
  }

  /// These options with another test part.
  public SignalOptions withTest(double newFraction, long newSeed) {
    return new SignalOptions(seconds, rate, rule, newFraction, newSeed, strict, cacheBytes);
  }

  /// These options with broken files as errors, or not.
  public SignalOptions withStrict(boolean newStrict) {
    return new SignalOptions(seconds, rate, rule, testFraction, seed, newStrict, cacheBytes);
  }

  /// These options with another memory limit.
  public SignalOptions withCache(long bytes) {
    return new SignalOptions(seconds, rate, rule, testFraction, seed, strict, bytes);
  }
}

package dev.loupe.train.compare;

import dev.loupe.tensor.LoupeException;

/// How long each model is trained: the same for all.
public sealed interface Budget {
  /// So many passes over the part of the data that is learned from: a tenth of the data is a tenth
  /// of the steps.
  ///
  /// @param count at least 1
  record Epochs(int count) implements Budget {
    /// Checks the count.
    ///
    /// @throws LoupeException if it is below 1
    public Epochs {
      positive(count);
    }

    @Override
    public int epochs(double flopsOfEpoch, double secondsOfEpoch) {
      return count;
    }

    @Override
    public String toString() {
      return "epochs=" + count;
    }
  }

  /// So much computing, forward and backward: small models and small parts of the data get more
  /// epochs.
  ///
  /// @param count floating point operations, above 0
  record Flops(double count) implements Budget {
    /// Checks the count.
    ///
    /// @throws LoupeException if it is not above 0
    public Flops {
      positive(count);
    }

    @Override
    public int epochs(double flopsOfEpoch, double secondsOfEpoch) {
      return whole(count / flopsOfEpoch);
    }

    @Override
    public String toString() {
      return "flops=" + count;
    }
  }

  /// So much time, by steps that were measured when the comparison began; later runs on the same
  /// folder keep the number of epochs that was found then.
  ///
  /// @param count above 0
  record Minutes(double count) implements Budget {
    /// Checks the count.
    ///
    /// @throws LoupeException if it is not above 0
    public Minutes {
      positive(count);
    }

    @Override
    public int epochs(double flopsOfEpoch, double secondsOfEpoch) {
      return whole(60 * count / secondsOfEpoch);
    }

    @Override
    public String toString() {
      return "minutes=" + count;
    }
  }

  /// How many epochs that is, at least 1.
  ///
  /// @param flopsOfEpoch what an epoch computes
  /// @param secondsOfEpoch how long it takes
  int epochs(double flopsOfEpoch, double secondsOfEpoch);

  /// Reads `epochs=N`, `minutes=N` or `flops=N`.
  ///
  /// @throws LoupeException if it is something else
  static Budget parse(String text) {
    String[] parts = text.split("=", -1);
    String number = parts.length == 2 ? parts[1] : "";
    try {
      return switch (parts[0]) {
        case "epochs" -> new Epochs(Integer.parseInt(number));
        case "minutes" -> new Minutes(Double.parseDouble(number));
        case "flops" -> new Flops(Double.parseDouble(number));
        default -> throw unknown(text);
      };
    } catch (NumberFormatException e) {
      throw unknown(text).causedBy(e);
    }
  }

  private static LoupeException unknown(String text) {
    return LoupeException.of("the budget can't be read")
        .expected("epochs=N, minutes=N or flops=N, such as epochs=10 or flops=2e14")
        .got("'" + text + "'");
  }

  private static void positive(double count) {
    if (!(count > 0) || Double.isInfinite(count)) {
      throw LoupeException.of("the budget is out of range")
          .expected("above 0")
          .got(String.valueOf(count));
    }
  }

  private static int whole(double epochs) {
    return Math.clamp(Math.round(epochs), 1, 1_000_000);
  }
}

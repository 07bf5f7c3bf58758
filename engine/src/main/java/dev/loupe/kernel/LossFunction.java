package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;

/// The loss of one prediction and its target, as PyTorch and torchvision define it.
///
/// @param kind which
/// @param first delta of Huber, gamma of focal; 0 for the others
/// @param second alpha of focal, negative for none; 0 for the others
public record LossFunction(Kind kind, float first, float second) {
  /// The functions of the prediction p (for the last two a logit) and the target t.
  public enum Kind {
    /// (p - t)^2
    MEAN_SQUARED,
    /// |p - t|
    L1,
    /// (p - t)^2 / 2 up to delta, delta (|p - t| - delta / 2) beyond
    HUBER,
    /// max(p, 0) - p t + log(1 + e^-|p|)
    BINARY_CROSS_ENTROPY_LOGITS,
    /// the same times (1 - q)^gamma, where q is the probability given to the target, and times
    /// alpha for targets of 1, 1 - alpha for 0: Lin et al., Focal Loss, ICCV 2017
    FOCAL
  }

  /// (p - t)^2
  public static final LossFunction MEAN_SQUARED = new LossFunction(Kind.MEAN_SQUARED, 0, 0);

  /// |p - t|
  public static final LossFunction L1 = new LossFunction(Kind.L1, 0, 0);

  /// Cross entropy of a logit and a probability.
  public static final LossFunction BINARY_CROSS_ENTROPY_LOGITS =
      new LossFunction(Kind.BINARY_CROSS_ENTROPY_LOGITS, 0, 0);

  /// Checks the numbers.
  ///
  /// @throws LoupeException if delta is not positive or gamma is negative
  public LossFunction {
    switch (kind) {
      case HUBER -> {
        if (!(first > 0)) {
          throw LoupeException.of("the delta of the Huber loss is out of range")
              .expected("above 0")
              .got(String.valueOf(first));
        }
      }
      case FOCAL -> {
        if (!(first >= 0)) {
          throw LoupeException.of("the gamma of the focal loss is out of range")
              .expected("at least 0")
              .got(String.valueOf(first));
        }
        if (!(second <= 1)) {
          throw LoupeException.of("the alpha of the focal loss is out of range")
              .expected("from 0 to 1, or negative for none")
              .got(String.valueOf(second));
        }
      }
      case MEAN_SQUARED, L1, BINARY_CROSS_ENTROPY_LOGITS -> {}
    }
  }

  /// Quadratic up to delta, linear beyond.
  public static LossFunction huber(float delta) {
    return new LossFunction(Kind.HUBER, delta, 0);
  }

  /// Cross entropy that counts easy examples less.
  ///
  /// @param gamma how much less; 2 in the paper
  /// @param alpha the weight of targets of 1, 0.25 in the paper; negative for no weights
  public static LossFunction focal(float gamma, float alpha) {
    return new LossFunction(Kind.FOCAL, gamma, alpha);
  }

  /// The weight of a target t of focal is `t weightStep() + weightBase()`.
  float weightStep() {
    return second < 0 ? 0 : 2 * second - 1;
  }

  float weightBase() {
    return second < 0 ? 1 : 1 - second;
  }

  /// About how many operations one value takes: decides the size of a piece.
  int cost() {
    return switch (kind) {
      case MEAN_SQUARED, L1, HUBER -> 1;
      case BINARY_CROSS_ENTROPY_LOGITS -> 8;
      case FOCAL -> 16;
    };
  }
}

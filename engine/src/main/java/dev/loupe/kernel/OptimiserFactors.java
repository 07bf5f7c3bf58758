package dev.loupe.kernel;

import dev.loupe.kernel.OptimiserRule.Adam;
import dev.loupe.kernel.OptimiserRule.RmsProp;
import dev.loupe.kernel.OptimiserRule.Sgd;

/// The factors of a rule's loops, which change from step to step.
final class OptimiserFactors {
  /// How many there are at most.
  static final int COUNT = 8;

  /// Where they lie.
  static final int RATE = 0;
  static final int DECAY = 1;
  static final int MOMENTUM = 2;
  static final int KEEP = 2;
  static final int FIRST = 3;
  static final int SECOND = 4;
  static final int SECOND_KEEP = 5;
  static final int EPSILON = 6;
  static final int ROOT = 7;

  private final OptimiserRule rule;
  private final double beta1;
  private final double beta2;

  OptimiserFactors(OptimiserRule rule) {
    this.rule = rule;
    this.beta1 = rule instanceof Adam a ? decimal(a.beta1()) : 0;
    this.beta2 =
        switch (rule) {
          case Sgd s -> 0;
          case Adam a -> decimal(a.beta2());
          case RmsProp r -> decimal(r.alpha());
        };
  }

  /// The number that was meant: 0.999f is 0.99900001, which would change `1 - beta` by 1.3e-5.
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /// Writes the factors.
  ///
  /// @param rate the learning rate
  /// @param decays whether weight decay applies
  /// @param step how many steps came before this one
  /// @param to where to write, from index 0 on
  void write(float rate, boolean decays, long step, float[] to) {
    to[SECOND] = (float) (1 - beta2);
    to[SECOND_KEEP] = (float) beta2;
    switch (rule) {
      case Sgd s -> {
        to[RATE] = rate;
        to[DECAY] = decays ? s.weightDecay() : 0;
        to[MOMENTUM] = s.momentum();
      }
      case Adam a -> {
        double decay = decays ? a.weightDecay() : 0;
        to[RATE] = (float) (rate / (1 - StrictMath.pow(beta1, step + 1.0)));
        to[DECAY] = a.decoupled() ? 0 : (float) decay;
        to[KEEP] = a.decoupled() ? (float) (1 - rate * decay) : 1;
        to[FIRST] = (float) (1 - beta1);
        to[EPSILON] = a.epsilon();
        to[ROOT] = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, step + 1.0)));
      }
      case RmsProp r -> {
        to[RATE] = rate;
        to[DECAY] = decays ? r.weightDecay() : 0;
        to[MOMENTUM] = r.momentum();
        to[EPSILON] = r.epsilon();
      }
    }
  }
}

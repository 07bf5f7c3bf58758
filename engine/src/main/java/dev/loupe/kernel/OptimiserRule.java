package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;

/// How an optimiser moves a parameter p along its gradient g, with PyTorch's formulas.
public sealed interface OptimiserRule {
  /// How many memory tensors ("slots"), zeros at first, each parameter has.
  int slots();

  /// Stochastic gradient descent: `g += weightDecay p; m = momentum m + g; p -= rate m`, or with
  /// Nesterov's look-ahead `p -= rate (g + momentum m)`. Slot: m, where there is momentum.
  ///
  /// Source: Sutskever et al., On the Importance of Initialization and Momentum, ICML 2013.
  ///
  /// @param momentum 0 or more, below 1
  /// @param nesterov whether to look ahead; needs momentum
  /// @param weightDecay 0 or more
  record Sgd(float momentum, boolean nesterov, float weightDecay) implements OptimiserRule {
    /// Checks the ranges.
    public Sgd {
      fraction("momentum", momentum);
      atLeastZero("weight decay", weightDecay);
      if (nesterov && momentum == 0) {
        throw LoupeException.of("Nesterov's look-ahead needs momentum")
            .expected("a momentum above 0, such as 0.9")
            .got("0");
      }
    }

    @Override
    public int slots() {
      return momentum == 0 ? 0 : 1;
    }
  }

  /// Adam: `m += (1 - beta1) (g - m); v = beta2 v + (1 - beta2) g^2`, both corrected for their
  /// start at zero; `p -= rate m / (sqrt(v) + epsilon)`. Slots: m, v.
  ///
  /// Sources: Kingma and Ba, Adam, ICLR 2015, algorithm 1; Loshchilov and Hutter, Decoupled Weight
  /// Decay Regularization, ICLR 2019, algorithm 2 (AdamW).
  ///
  /// @param beta1 0 or more, below 1
  /// @param beta2 0 or more, below 1
  /// @param epsilon above 0
  /// @param weightDecay 0 or more
  /// @param decoupled whether p shrinks by `1 - rate weightDecay` (AdamW), not through g
  record Adam(float beta1, float beta2, float epsilon, float weightDecay, boolean decoupled)
      implements OptimiserRule {
    /// Checks the ranges.
    public Adam {
      fraction("beta1 of Adam", beta1);
      fraction("beta2 of Adam", beta2);
      aboveZero("epsilon of Adam", epsilon);
      atLeastZero("weight decay", weightDecay);
    }

    @Override
    public int slots() {
      return 2;
    }
  }

  /// RMSprop: `v = alpha v + (1 - alpha) g^2; d = g / (sqrt(v) + epsilon)`; `p -= rate d`, or with
  /// momentum `m = momentum m + d; p -= rate m`. Slots: v, and m where there is momentum.
  ///
  /// Source: Tieleman and Hinton, Lecture 6.5 of Neural Networks for Machine Learning, 2012.
  ///
  /// @param alpha 0 or more, below 1
  /// @param epsilon above 0
  /// @param momentum 0 or more, below 1
  /// @param weightDecay 0 or more
  record RmsProp(float alpha, float epsilon, float momentum, float weightDecay)
      implements OptimiserRule {
    /// Checks the ranges.
    public RmsProp {
      fraction("alpha of RMSprop", alpha);
      aboveZero("epsilon of RMSprop", epsilon);
      fraction("momentum", momentum);
      atLeastZero("weight decay", weightDecay);
    }

    @Override
    public int slots() {
      return momentum == 0 ? 1 : 2;
    }
  }

  private static void fraction(String what, float value) {
    check(what, value, value >= 0 && value < 1, "0 or more, below 1");
  }

  private static void atLeastZero(String what, float value) {
    check(what, value, value >= 0 && value < Float.POSITIVE_INFINITY, "0 or more");
  }

  private static void aboveZero(String what, float value) {
    check(what, value, value > 0 && value < Float.POSITIVE_INFINITY, "above 0");
  }

  private static void check(String what, float value, boolean holds, String range) {
    if (!holds) {
      throw LoupeException.of("the " + what + " is out of range")
          .expected(range)
          .got(String.valueOf(value));
    }
  }
}

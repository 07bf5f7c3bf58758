package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import java.util.List;

/// How the learning rate goes over the steps of a training, as a share of the largest rate.
public sealed interface Schedule {
  /// The names that [#named] knows.
  List<String> NAMES = List.of("constant", "cosine", "one-cycle", "step");

  /// The rate's share at a step.
  ///
  /// @param step 0 to `steps - 1`
  /// @param steps of the whole training
  /// @return 0 to 1
  double factor(long step, long steps);

  /// The schedule with a name, with usual settings.
  ///
  /// @throws LoupeException if the name is unknown, with the nearest known one
  static Schedule named(String name) {
    return switch (name) {
      case "constant" -> new Constant();
      case "cosine" -> new Cosine(0.05);
      case "one-cycle" -> new OneCycle(0.3);
      case "step" -> new Step(3, 0.1);
      default -> throw LoupeException.unknown("schedule", name, NAMES);
    };
  }

  /// The same rate at each step.
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 1;
    }
  }

  /// A straight rise from near 0, then half a cosine down to 0.
  ///
  /// Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR
  /// 2017, equation 5, without restarts.
  ///
  /// @param warmUp the part of all steps that rises, 0 or more, below 1
  record Cosine(double warmUp) implements Schedule {
    /// Checks the part.
    public Cosine {
      part("warm-up of the cosine schedule", warmUp);
    }

    @Override
    public double factor(long step, long steps) {
      double rise = warmUp * steps;
      return step < rise
          ? (step + 1) / (rise + 1)
          : fall((step - rise) / Math.max(1, steps - rise));
    }
  }

  /// Half a cosine up from 1/25, then half a cosine down to 0.
  ///
  /// Source: Smith and Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large
  /// Learning Rates, 2018, with cosines for straight lines.
  ///
  /// @param rising the part of all steps that rises, 0 or more, below 1
  record OneCycle(double rising) implements Schedule {
    private static final double START = 1 / 25.0;

    /// Checks the part.
    public OneCycle {
      part("rising part of the one-cycle schedule", rising);
    }

    @Override
    public double factor(long step, long steps) {
      double rise = rising * steps;
      return step < rise
          ? START + (1 - START) * (1 - fall(step / rise))
          : fall((step - rise) / Math.max(1, steps - rise));
    }
  }

  /// Multiplied by a number after each of some equal parts of the training.
  ///
  /// @param parts how many parts, at least 1
  /// @param by what the rate is multiplied by, above 0 and at most 1
  record Step(int parts, double by) implements Schedule {
    /// Checks the numbers.
    public Step {
      if (parts < 1) {
        throw LoupeException.of("the number of parts of the step schedule is out of range")
            .expected("at least 1")
            .got(String.valueOf(parts));
      }
      if (!(by > 0 && by <= 1)) {
        throw LoupeException.of("the factor of the step schedule is out of range")
            .expected("above 0, at most 1")
            .got(String.valueOf(by));
      }
    }

    @Override
    public double factor(long step, long steps) {
      long part = step * parts / Math.max(1, steps);
      return StrictMath.pow(by, (double) part);
    }
  }

  private static double fall(double progress) {
    return 0.5 * (1 + StrictMath.cos(Math.PI * progress));
  }

  private static void part(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw LoupeException.of("the " + what + " is out of range")
          .expected("0 or more, below 1")
          .got(String.valueOf(value));
    }
  }
}

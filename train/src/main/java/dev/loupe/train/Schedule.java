package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import java.util.List;

/// How the learning rate goes over the steps of a training, as a share of the largest rate.
public sealed interface Schedule {
  /// The names that [#named] knows.
  List<String> NAMES = List.of("constant", "cosine", "one-cycle", "polynomial", "step");

  /// The rate's share at a step.
  ///
  /// @param step 0 to `steps - 1`
  /// @param steps of the whole training
  /// @return 0 to 1
  double factor(long step, long steps);

  /// The schedule that a text names, with its numbers behind colons where they aren't the usual
  /// ones: `cosine`, `cosine:0.1`, `step:4:0.2:0.05`.
  ///
  /// @throws LoupeException if the name is unknown, with the nearest known one, or if the numbers
  ///     don't fit
  static Schedule named(String text) {
    String[] words = text.split(":", -1);
    Numbers numbers = new Numbers(text, words);
    Schedule schedule =
        switch (words[0]) {
          case "constant" -> new Constant(numbers.next(0));
          case "cosine" -> new Cosine(numbers.next(0.05));
          case "one-cycle" -> new OneCycle(numbers.next(0.3));
          case "polynomial" -> new Polynomial(numbers.next(1), numbers.next(0.05));
          case "step" -> new Step((int) numbers.next(3), numbers.next(0.1), numbers.next(0));
          default -> throw LoupeException.unknown("schedule", words[0], NAMES);
        };
    numbers.end();
    return schedule;
  }

  /// The numbers of a text, in their order.
  final class Numbers {
    private final String text;
    private final String[] words;
    private int taken = 1;

    private Numbers(String text, String[] words) {
      this.text = text;
      this.words = words;
    }

    private double next(double usual) {
      if (taken >= words.length) {
        return usual;
      }
      try {
        return Double.parseDouble(words[taken++]);
      } catch (NumberFormatException e) {
        throw LoupeException.of("a number of the schedule can't be read")
            .expected("a name and numbers, such as cosine:0.1")
            .got("'" + text + "'")
            .causedBy(e);
      }
    }

    private void end() {
      if (taken < words.length) {
        throw LoupeException.of("the schedule has too many numbers")
            .expected(taken - 1 + " at most")
            .got("'" + text + "'");
      }
    }
  }

  /// The same rate at each step, after a straight rise.
  ///
  /// @param warmUp the part of all steps that rises, 0 or more, below 1
  record Constant(double warmUp) implements Schedule {
    /// Checks the part.
    public Constant {
      part("warm-up of the constant schedule", warmUp);
    }

    @Override
    public double factor(long step, long steps) {
      return rise(warmUp * steps, step);
    }
  }

  /// A straight rise from near 0, then a power of the part that is left.
  ///
  /// @param power 1 for a straight line, above 0
  /// @param warmUp the part of all steps that rises, 0 or more, below 1
  record Polynomial(double power, double warmUp) implements Schedule {
    /// Checks the numbers.
    public Polynomial {
      if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
        throw LoupeException.of("the power of the polynomial schedule is out of range")
            .expected("above 0, such as 1 for a straight line")
            .got(String.valueOf(power));
      }
      part("warm-up of the polynomial schedule", warmUp);
    }

    @Override
    public double factor(long step, long steps) {
      double rise = warmUp * steps;
      return step < rise
          ? rise(rise, step)
          : StrictMath.pow(1 - (step - rise) / Math.max(1, steps - rise), power);
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
      return step < rise ? rise(rise, step) : fall((step - rise) / Math.max(1, steps - rise));
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

  /// Multiplied by a number after each of some equal parts of the training; a straight rise first.
  ///
  /// @param parts how many parts, at least 1
  /// @param by what the rate is multiplied by, above 0 and at most 1
  /// @param warmUp the part of all steps that rises, 0 or more, below 1
  record Step(int parts, double by, double warmUp) implements Schedule {
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
      part("warm-up of the step schedule", warmUp);
    }

    @Override
    public double factor(long step, long steps) {
      long part = step * parts / Math.max(1, steps);
      return StrictMath.pow(by, (double) part) * rise(warmUp * steps, step);
    }
  }

  /// A straight rise that ends at 1.
  private static double rise(double steps, long step) {
    return step < steps ? (step + 1) / (steps + 1) : 1;
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

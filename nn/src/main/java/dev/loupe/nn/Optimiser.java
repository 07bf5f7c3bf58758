package dev.loupe.nn;

import dev.loupe.kernel.OptimiserRule;
import dev.loupe.tensor.LoupeException;
import java.util.List;

/// How parameters move along their gradients. Weight decay spares biases and normalisations.
///
/// @param rule the formulas
/// @param clip what is done to the gradients first
public record Optimiser(OptimiserRule rule, Clip clip) {
  /// The names that [#named] knows.
  public static final List<String> NAMES = List.of("sgd", "nesterov", "adam", "adamw", "rmsprop");

  /// Stochastic gradient descent with momentum.
  public static Optimiser sgd(float momentum, float weightDecay) {
    return new Optimiser(new OptimiserRule.Sgd(momentum, false, weightDecay), Clip.NONE);
  }

  /// Stochastic gradient descent with Nesterov's momentum.
  public static Optimiser nesterov(float momentum, float weightDecay) {
    return new Optimiser(new OptimiserRule.Sgd(momentum, true, weightDecay), Clip.NONE);
  }

  /// Adam with beta 0.9 and 0.999.
  public static Optimiser adam() {
    return new Optimiser(new OptimiserRule.Adam(0.9f, 0.999f, 1e-8f, 0, false), Clip.NONE);
  }

  /// Adam with decoupled weight decay.
  public static Optimiser adamW(float weightDecay) {
    return new Optimiser(new OptimiserRule.Adam(0.9f, 0.999f, 1e-8f, weightDecay, true), Clip.NONE);
  }

  /// RMSprop with alpha 0.99.
  public static Optimiser rmsProp() {
    return new Optimiser(new OptimiserRule.RmsProp(0.99f, 1e-8f, 0, 0), Clip.NONE);
  }

  /// The optimiser with a name, with usual settings and this weight decay.
  ///
  /// @throws LoupeException if the name is unknown, with the nearest known one
  public static Optimiser named(String name, float weightDecay) {
    return switch (name) {
      case "sgd" -> sgd(0.9f, weightDecay);
      case "nesterov" -> nesterov(0.9f, weightDecay);
      case "adam" ->
          new Optimiser(new OptimiserRule.Adam(0.9f, 0.999f, 1e-8f, weightDecay, false), Clip.NONE);
      case "adamw" -> adamW(weightDecay);
      case "rmsprop" ->
          new Optimiser(new OptimiserRule.RmsProp(0.99f, 1e-8f, 0, weightDecay), Clip.NONE);
      default -> throw LoupeException.unknown("optimiser", name, NAMES);
    };
  }

  /// The same with gradients clipped.
  public Optimiser clipped(Clip next) {
    return new Optimiser(rule, next);
  }

  /// The learning rate that this rule usually starts with.
  public float usualRate() {
    return switch (rule) {
      case OptimiserRule.Sgd s -> 0.1f;
      case OptimiserRule.Adam a -> 1e-3f;
      case OptimiserRule.RmsProp r -> 1e-3f;
    };
  }

  /// A bound on gradients.
  ///
  /// @param kind what is bounded
  /// @param limit the bound, above 0 where there is one
  public record Clip(Kind kind, float limit) {
    /// Gradients as they are.
    public static final Clip NONE = new Clip(Kind.NONE, 0);

    /// What is bounded.
    public enum Kind {
      /// Nothing.
      NONE,
      /// The norm of all gradients together.
      NORM,
      /// Each value.
      VALUE
    }

    /// Checks the limit.
    public Clip {
      if (kind != Kind.NONE && !(limit > 0)) {
        throw LoupeException.of("a bound on gradients must be above 0")
            .expected("a limit above 0")
            .got(String.valueOf(limit));
      }
    }

    /// Scales all gradients down so that their norm is at most `limit`.
    public static Clip norm(float limit) {
      return new Clip(Kind.NORM, limit);
    }

    /// Cuts each value of the gradients to `-limit` to `limit`.
    public static Clip value(float limit) {
      return new Clip(Kind.VALUE, limit);
    }
  }
}

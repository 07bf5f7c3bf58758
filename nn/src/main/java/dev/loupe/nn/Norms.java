package dev.loupe.nn;

import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// What the normalising layers share.
final class Norms {
  private Norms() {}

  /// Scale, 1 at first.
  static Value weight(Scope scope, Shape channels) {
    return scope.parameter("weight", channels, Role.NORM, Layout.PLAIN, Initialiser.ONE);
  }

  /// Shift, 0 at first.
  static Value bias(Scope scope, Shape channels) {
    return scope.parameter("bias", channels, Role.NORM, Layout.PLAIN, Initialiser.ZERO);
  }

  /// The channels of an input, as a shape; refuses a scalar or a single row.
  static Shape channels(Scope scope, Shape input) {
    if (input.rank() < 2) {
      throw scope
          .error("a normalisation needs a batch of channels")
          .expected("batch, spatial sizes where there are any, channels")
          .got(input.toString());
    }
    return Shape.of(input.channels());
  }

  /// Normalises each group of channels of each sample.
  static Value groups(
      Scope scope, Value input, int groups, float epsilon, Value weight, Value bias) {
    Value statistics = scope.apply(new GroupStats(groups), input);
    return scope.apply(
        new dev.loupe.graph.op.GroupNorm(groups, epsilon), input, weight, bias, statistics);
  }

  /// Refuses an epsilon that is negative or no number.
  static void checkEpsilon(float epsilon) {
    if (!(epsilon >= 0 && epsilon < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the epsilon of a normalisation is out of range")
          .expected("0 or a little more, such as 1e-5")
          .got(String.valueOf(epsilon));
    }
  }
}

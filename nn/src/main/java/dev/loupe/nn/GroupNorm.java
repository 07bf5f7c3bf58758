package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.tensor.LoupeException;

/// Group normalisation: each group of channels of each sample by its own statistics.
///
/// Input: N, spatial..., C. Output: the same shape. Parameters, each C: `weight`, `bias`. One group
/// normalises whole samples. Source: Wu and He, Group Normalization, ECCV 2018.
///
/// @param groups a divisor of C
/// @param epsilon added to the variance; 1e-5 in PyTorch
public record GroupNorm(int groups, float epsilon) implements Layer {
  /// Checks the settings.
  ///
  /// @throws LoupeException if there is no group, or epsilon is negative
  public GroupNorm {
    Conv.atLeastOne("groups", groups);
    Norms.checkEpsilon(epsilon);
  }

  /// With PyTorch's epsilon.
  public static GroupNorm of(int groups) {
    return new GroupNorm(groups, 1e-5f);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    dev.loupe.tensor.Shape c = Norms.channels(scope, input.shape());
    Value gamma = Norms.weight(scope, c);
    return Norms.groups(scope, input, groups, epsilon, gamma, Norms.bias(scope, c));
  }
}

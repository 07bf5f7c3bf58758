package dev.loupe.nn;

import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.UpdateRunning;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// Batch normalisation: with the batch's statistics in training, with running ones in use.
///
/// Input: ..., C. Output: the same shape. Parameters, each C: `weight`, `bias`, `running_mean`,
/// `running_var`. Source: Ioffe and Szegedy, Batch Normalization, ICML 2015.
///
/// @param momentum the share of each batch in the running statistics, 0 to 1; 0.1 in PyTorch
/// @param epsilon added to the variance
public record BatchNorm(float momentum, float epsilon) implements Layer {
  /// Checks the momentum.
  ///
  /// @throws LoupeException if it is not in 0 to 1, or epsilon is negative
  public BatchNorm {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw LoupeException.of("the momentum of a batch normalisation is out of range")
          .expected("0 to 1")
          .got(String.valueOf(momentum));
    }
    Norms.checkEpsilon(epsilon);
  }

  /// With PyTorch's settings: momentum 0.1, epsilon 1e-5.
  public static BatchNorm of() {
    return new BatchNorm(0.1f, 1e-5f);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape c = Norms.channels(scope, input.shape());
    Value gamma = Norms.weight(scope, c);
    Value beta = Norms.bias(scope, c);
    Value mean = scope.parameter("running_mean", c, Role.BUFFER, Layout.PLAIN, Initialiser.ZERO);
    Value variance = scope.parameter("running_var", c, Role.BUFFER, Layout.PLAIN, Initialiser.ONE);
    if (!scope.training()) {
      return scope.apply(
          new dev.loupe.graph.op.BatchNorm(epsilon), input, gamma, beta, mean, variance);
    }
    Value statistics = scope.apply(new BatchStats(), input);
    int rows = input.shape().rows();
    scope.effect(scope.apply(new UpdateRunning(momentum, rows), mean, variance, statistics));
    return scope.apply(new BatchNormTrain(epsilon), input, gamma, beta, statistics);
  }
}

package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.PointLoss;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.LossFunction;
import dev.loupe.kernel.ReduceKind;
import java.util.stream.IntStream;

/// What the losses share.
final class Losses {
  private Losses() {}

  /// Makes a scalar of all values.
  static Value all(Scope scope, ReduceKind kind, Value v) {
    Reduce op = new Reduce(kind, IntStream.range(0, v.shape().rank()).boxed().toList(), false);
    return scope.apply(op, v);
  }

  /// The mean of a function of each prediction and its target.
  static Value mean(Scope scope, LossFunction function, Value prediction, Value target) {
    return all(scope, ReduceKind.MEAN, scope.apply(new PointLoss(function), prediction, target));
  }
}

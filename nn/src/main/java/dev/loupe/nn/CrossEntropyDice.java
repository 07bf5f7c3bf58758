package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Gather;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Softmax;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The usual loss of segmentation: the cross entropy of each place, and how little the regions of
/// each class overlap (soft Dice), added up.
///
/// With p the softmax of the logits and t 1 where a place is of the class, Dice's part is the mean
/// over the classes of `1 - (2 sum(p t) + smooth) / (sum(p) + sum(t) + smooth)`; sums run over all
/// places of the batch, so that a sample without a class says little about it. Prediction: logits
/// N, spatial..., K. Targets: class indices N, spatial.... Source: Isensee et al., nnU-Net, Nature
/// Methods 2021; here the ground is a class like the others.
///
/// @param smooth added above and below; above 0
public record CrossEntropyDice(float smooth) implements Loss {
  /// Checks the number.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is not above 0
  public CrossEntropyDice {
    new Dice(smooth);
  }

  /// Smoothed by 1.
  public static CrossEntropyDice of() {
    return new CrossEntropyDice(1);
  }

  @Override
  public Shape target(Shape prediction) {
    Dice.of().target(prediction);
    return prediction.range(0, prediction.rank() - 1);
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    Value entropy = CrossEntropy.of().apply(scope, prediction, target);
    Value p = scope.apply(new Softmax(false), prediction);
    Value t = oneHot(scope, target, prediction.shape().channels());
    Value both = sum(scope, scope.apply(Arithmetic.MULTIPLY, p, t));
    Value all = scope.apply(Arithmetic.ADD, sum(scope, p), sum(scope, t));
    Value share =
        scope.apply(
            Arithmetic.DIVIDE,
            scope.apply(new Affine(2, smooth), both),
            scope.apply(new Affine(1, smooth), all));
    Value apart = Losses.all(scope, ReduceKind.MEAN, scope.apply(new Affine(-1, 1), share));
    return scope.apply(Arithmetic.ADD, entropy, apart);
  }

  /// 1 for the class of a place and 0 for the others.
  private static Value oneHot(Scope scope, Value target, int classes) {
    List<Integer> column = new ArrayList<>(target.shape().rank() + 1);
    for (int size : target.shape().sizes()) {
      column.add(size);
    }
    column.add(1);
    List<Value> columns = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      Tensor table = Tensor.zeros(Shape.of(classes));
      table.set(k, 1);
      Value is = scope.apply(new Gather(), scope.constant(table), target);
      columns.add(scope.apply(new Reshape(Shape.of(column)), is));
    }
    return scope.apply(Concat.CHANNELS, columns.toArray(Value[]::new));
  }

  private static Value sum(Scope scope, Value v) {
    List<Integer> places = IntStream.range(0, v.shape().rank() - 1).boxed().toList();
    return scope.apply(new Reduce(ReduceKind.SUM, places, false), v);
  }
}

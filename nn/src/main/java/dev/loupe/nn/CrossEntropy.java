package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Gather;
import dev.loupe.graph.op.SoftmaxCrossEntropy;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Softmax cross entropy, for one right class of several.
///
/// Prediction: logits N, ..., K. Targets: class indices N, ..., or, where soft, distributions
/// N, ..., K. The mean over all rows; with weights and class indices it is divided by the sum of
/// the targets' weights, as in PyTorch.
///
/// @param labelSmoothing the share of each target that is spread over all classes, 0 to 1
/// @param classWeights one for each class, or none
/// @param soft whether targets are distributions
public record CrossEntropy(float labelSmoothing, List<Float> classWeights, boolean soft)
    implements Loss {
  /// Checks the smoothing and copies the list.
  ///
  /// @throws LoupeException if the smoothing is not in 0 to 1, or a weight is negative
  public CrossEntropy {
    classWeights = List.copyOf(classWeights);
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw LoupeException.of("the label smoothing is out of range")
          .expected("from 0 to 1")
          .got(String.valueOf(labelSmoothing));
    }
    if (classWeights.stream().anyMatch(w -> !(w >= 0 && w < Float.POSITIVE_INFINITY))) {
      throw LoupeException.of("a class weight is out of range")
          .expected("numbers of at least 0")
          .got(classWeights.toString());
    }
  }

  /// For class indices, without smoothing or weights.
  public static CrossEntropy of() {
    return new CrossEntropy(0, List.of(), false);
  }

  /// The same with a share of each target spread over all classes.
  public CrossEntropy withLabelSmoothing(float next) {
    return new CrossEntropy(next, classWeights, soft);
  }

  /// The same with a weight for each class.
  public CrossEntropy withClassWeights(List<Float> next) {
    return new CrossEntropy(labelSmoothing, next, soft);
  }

  /// The same for targets that are distributions, such as mixtures of two samples have (Zhang et
  /// al., mixup, ICLR 2018; Yun et al., CutMix, ICCV 2019). The mean is then over the rows,
  /// whatever the classes weigh.
  public CrossEntropy withSoftTargets() {
    return new CrossEntropy(labelSmoothing, classWeights, true);
  }

  @Override
  public Shape target(Shape prediction) {
    if (prediction.rank() < 2) {
      throw LoupeException.of("a cross entropy needs a row of logits for each sample")
          .expected("batch, classes")
          .got(prediction.toString());
    }
    return soft ? prediction : prediction.range(0, prediction.rank() - 1);
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    SoftmaxCrossEntropy op = new SoftmaxCrossEntropy(labelSmoothing, soft);
    if (classWeights.isEmpty()) {
      return Losses.all(scope, ReduceKind.MEAN, scope.apply(op, prediction, target));
    }
    Value weights = scope.constant(weights());
    Value rows = scope.apply(op, prediction, target, weights);
    if (soft) {
      return Losses.all(scope, ReduceKind.MEAN, rows);
    }
    Value sum = Losses.all(scope, ReduceKind.SUM, rows);
    Value counted = Losses.all(scope, ReduceKind.SUM, scope.apply(new Gather(), weights, target));
    return scope.apply(Arithmetic.DIVIDE, sum, counted);
  }

  private Tensor weights() {
    Tensor t = Tensor.zeros(Shape.of(classWeights.size()));
    for (int i = 0; i < t.length(); i++) {
      t.set(i, classWeights.get(i));
    }
    return t;
  }
}

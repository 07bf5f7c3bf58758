package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// How little predicted and true regions overlap:
/// `1 - (2 sum(p t) + smooth) / (sum(p) + sum(t) + smooth)`, p being the sigmoid of the logits.
///
/// Prediction: logits N, spatial..., C. Targets: 0 to 1, of the same shape. The sums run over all
/// places of a channel of a sample; the loss is the mean over samples and channels. Source:
/// Milletari et al., V-Net, 3DV 2016, with sums of p and t in place of their squares.
///
/// @param smooth added above and below, so that empty regions overlap; above 0
public record Dice(float smooth) implements Loss {
  /// Checks the number.
  ///
  /// @throws LoupeException if it is not above 0
  public Dice {
    if (!(smooth > 0 && smooth < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the smoothing of a Dice loss is out of range")
          .expected("a number above 0")
          .got(String.valueOf(smooth));
    }
  }

  /// Smoothed by 1.
  public static Dice of() {
    return new Dice(1);
  }

  @Override
  public Shape target(Shape prediction) {
    if (prediction.rank() < 3) {
      throw LoupeException.of("a Dice loss needs regions")
          .expected("batch, spatial sizes, channels")
          .got(prediction.toString())
          .fix("use BinaryCrossEntropy or CrossEntropy for single answers");
    }
    return prediction;
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    Value p = scope.apply(new Activate(Activation.SIGMOID), prediction);
    Value both = sum(scope, scope.apply(Arithmetic.MULTIPLY, p, target));
    Value all = scope.apply(Arithmetic.ADD, sum(scope, p), sum(scope, target));
    Value share =
        scope.apply(
            Arithmetic.DIVIDE,
            scope.apply(new Affine(2, smooth), both),
            scope.apply(new Affine(1, smooth), all));
    return Losses.all(scope, ReduceKind.MEAN, scope.apply(new Affine(-1, 1), share));
  }

  private static Value sum(Scope scope, Value v) {
    List<Integer> places = IntStream.range(1, v.shape().rank() - 1).boxed().toList();
    return scope.apply(new Reduce(ReduceKind.SUM, places, false), v);
  }
}

package dev.loupe.testkit.problems;

import dev.loupe.testkit.Problem;
import java.util.List;
import java.util.stream.Stream;

/// All problem lists.
public final class Problems {
  private Problems() {}

  /// Every row of every list.
  public static List<Problem> all() {
    return Stream.of(
            ArithmeticProblems.all(),
            ConvolutionProblems.all(),
            MatrixProblems.all(),
            PoolProblems.all(),
            UpsampleProblems.all(),
            MovementProblems.all(),
            LocalResponseNormProblems.all(),
            ActivationProblems.all(),
            ReduceProblems.all(),
            SoftmaxProblems.all(),
            LossProblems.all())
        .flatMap(List::stream)
        .toList();
  }
}

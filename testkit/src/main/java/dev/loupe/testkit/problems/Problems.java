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
            AccumulateProblems.all(),
            ActivationProblems.all(),
            ArithmeticProblems.all(),
            AttentionProblems.all(),
            BatchNormProblems.all(),
            ClipProblems.all(),
            ConvolutionProblems.all(),
            DeformProblems.all(),
            GridProblems.all(),
            FunctionProblems.all(),
            GroupNormProblems.all(),
            LocalResponseNormProblems.all(),
            LossProblems.all(),
            MatrixProblems.all(),
            MovementProblems.all(),
            PoolProblems.all(),
            RankProblems.all(),
            ReduceProblems.all(),
            ResampleProblems.all(),
            SoftmaxProblems.all(),
            TakeProblems.all(),
            UnpoolProblems.all(),
            UpsampleProblems.all())
        .flatMap(List::stream)
        .toList();
  }
}

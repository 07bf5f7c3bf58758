package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.ClipScale;
import dev.loupe.graph.op.ClipValue;
import dev.loupe.graph.op.GlobalNorm;
import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.graph.op.Row;
import dev.loupe.graph.op.UpdateRunning;
import dev.loupe.kernel.OptimiserRule.Adam;
import dev.loupe.kernel.OptimiserRule.RmsProp;
import dev.loupe.kernel.OptimiserRule.Sgd;
import dev.loupe.tensor.Shape;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What normalisations and optimisers say to wrong settings and shapes, word for word.
final class NormErrorsTest {
  private static final Shape X = Shape.of(8, 5, 5, 6);
  private static final Shape SIX = Shape.of(6);

  private static void says(String message, ThrowingCallable call) {
    assertThatThrownBy(call).hasMessage(message.stripTrailing());
  }

  @Test
  void shapes() {
    says(
        """
        wrong shape for the gamma
          expected: 6
          got: 5
        """,
        () -> new BatchNormTrain(0).infer(List.of(X, Shape.of(5), SIX, Shape.of(2, 6))));
    says(
        """
        wrong shape for the statistics
          expected: 2x6
          got: 6
        """,
        () -> new BatchNormTrain(0).infer(List.of(X, SIX, SIX, SIX)));
    says(
        """
        wrong shape for the running variance
          expected: 6
          got: 1
        """,
        () -> new BatchNorm(0).infer(List.of(X, SIX, SIX, SIX, Shape.of(1))));
    says(
        """
        the input of a normalisation has too few axes
          expected: channels last, such as 8x3
          got: scalar
        """,
        () -> new BatchStats().infer(List.of(Shape.of())));
    says(
        """
        the input of a normalisation has too few axes
          expected: batch, spatial sizes, channels
          got: 6
        """,
        () -> new GroupStats(2).infer(List.of(SIX)));
    says("BatchStats takes 1 inputs, got 2", () -> new BatchStats().infer(List.of(X, X)));
    says("GlobalNorm takes at least 1 input, got 0", () -> new GlobalNorm().infer(List.of()));
    says("row 2 of a tensor of shape 2x6", () -> new Row(2).infer(List.of(Shape.of(2, 6))));
  }

  @Test
  void groups() {
    says(
        """
        the channels can't be cut into 4 groups of one size
          expected: channels that are a multiple of 4
          got: 6 channels (8x5x5x6)
          fix: use a number of groups that divides 6
        """,
        () -> new GroupStats(4).infer(List.of(X)));
    says(
        """
        a group normalisation has too few groups
          expected: at least 1
          got: 0
        """,
        () -> new GroupNorm(0, 1e-5f));
  }

  @Test
  void ranges() {
    says(
        """
        the epsilon of a normalisation is out of range
          expected: 0 or a little more, such as 1e-5
          got: -1.0
        """,
        () -> new BatchNorm(-1));
    says(
        """
        the momentum of a batch normalisation is out of range
          expected: 0 to 1
          got: 2.0
        """,
        () -> new UpdateRunning(2, 10));
    says(
        """
        batch normalisation can't learn from one value for each channel
          expected: at least 2 values for each channel, over batch and places
          got: 1
          fix: use a larger batch, or drop the last batch where it is smaller
        """,
        () -> new UpdateRunning(0.1f, 1).infer(List.of(SIX, SIX, Shape.of(2, 6))));
    says(
        """
        the largest norm of the gradients is out of range
          expected: above 0
          got: 0.0
        """,
        () -> new ClipScale(0));
    says(
        """
        the limit that values are clipped to is out of range
          expected: above 0
          got: NaN
        """,
        () -> new ClipValue(Float.NaN));
  }

  @Test
  void optimisers() {
    says(
        """
        the momentum is out of range
          expected: 0 or more, below 1
          got: 1.0
        """,
        () -> new Sgd(1, false, 0));
    says(
        """
        Nesterov's look-ahead needs momentum
          expected: a momentum above 0, such as 0.9
          got: 0
        """,
        () -> new Sgd(0, true, 0));
    says(
        """
        the weight decay is out of range
          expected: 0 or more
          got: -0.1
        """,
        () -> new Sgd(0, false, -0.1f));
    says(
        """
        the beta2 of Adam is out of range
          expected: 0 or more, below 1
          got: 1.0
        """,
        () -> new Adam(0.9f, 1, 1e-8f, 0, true));
    says(
        """
        the epsilon of RMSprop is out of range
          expected: above 0
          got: 0.0
        """,
        () -> new RmsProp(0.9f, 0, 0, 0));
    OptimiserStep step = new OptimiserStep(new Sgd(0.9f, false, 0), List.of(true), false);
    says(
        """
        wrong shape for the gradient
          expected: 6
          got: 5
        """,
        () -> step.infer(List.of(Shape.of(), SIX, Shape.of(5), SIX)));
    says(
        """
        wrong shape for the optimiser's memory
          expected: 6
          got: 5
        """,
        () -> step.infer(List.of(Shape.of(), SIX, SIX, Shape.of(5))));
    says("OptimiserStep takes 4 inputs, got 3", () -> step.infer(List.of(Shape.of(), SIX, SIX)));
  }
}

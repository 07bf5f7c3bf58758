package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchNormTrainBack;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.UpdateRunning;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the ladder's tolerances, relative to the largest value, would not see.
final class NormStatisticsTest {
  @ParameterizedTest
  @EnumSource(KernelPolicy.class)
  void varianceSurvivesALargeMean(KernelPolicy policy) {
    // Means 10,000 times the deviation: squares minus squared mean would lose all digits.
    Shape shape = Shape.of(9000, 5);
    Tensor x = Tensor.zeros(shape);
    for (int i = 0; i < x.length(); i++) {
      x.set(i, 10_000 + Seed.of(4).gaussian(i));
    }
    Tensor batch = Interpreter.run(new BatchStats(), List.of(x), policy, 0);
    Tensor group =
        Interpreter.run(new GroupStats(5), List.of(x.reshape(Shape.of(1, 9000, 5))), policy, 0);
    for (int c = 0; c < 5; c++) {
      double mean = 0;
      for (int i = c; i < x.length(); i += 5) {
        mean += x.get(i) / 9000.0;
      }
      double variance = 0;
      for (int i = c; i < x.length(); i += 5) {
        variance += (x.get(i) - mean) * (x.get(i) - mean) / 9000;
      }
      assertThat((double) batch.get(c)).isCloseTo(mean, within(1e-3));
      assertThat((double) batch.get(5 + c)).isCloseTo(variance, within(1e-6));
      assertThat((double) group.get(2 * c)).isCloseTo(mean, within(1e-3));
      assertThat((double) group.get(2 * c + 1)).isCloseTo(variance, within(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(KernelPolicy.class)
  void layerVarianceSurvivesALargeMean(KernelPolicy policy) {
    Tensor x = Tensor.zeros(Shape.of(2, 1, 40_000));
    for (int i = 0; i < x.length(); i++) {
      x.set(i, -5000 + Seed.of(5).gaussian(i));
    }
    Tensor y = Interpreter.run(new GroupStats(1), List.of(x), policy, 0);
    for (int n = 0; n < 2; n++) {
      double mean = 0;
      for (int i = 0; i < 40_000; i++) {
        mean += x.get(n * 40_000 + i) / 40_000.0;
      }
      double variance = 0;
      for (int i = 0; i < 40_000; i++) {
        variance += Math.pow(x.get(n * 40_000 + i) - mean, 2) / 40_000;
      }
      assertThat((double) y.get(2 * n)).isCloseTo(mean, within(5e-4));
      assertThat((double) y.get(2 * n + 1)).isCloseTo(variance, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 19, 64, 257})
  void valuesHaveTheBitsOfTheReference(int channels) {
    Seed seed = Seed.of(6).child(channels);
    Shape shape = Shape.of(2, 37, channels);
    Shape each = Shape.of(channels);
    Tensor x = Fill.normal().tensor(seed.child(0), false, shape);
    Tensor gamma = Fill.normal().tensor(seed.child(1), false, each);
    Tensor beta = Fill.normal().tensor(seed.child(2), false, each);
    Tensor both = Fill.positive().tensor(seed.child(3), false, Shape.of(2, channels));
    Tensor sums = Fill.normal().tensor(seed.child(4), false, Shape.of(2, channels));
    Tensor g = Fill.normal().tensor(seed.child(5), false, shape);
    Tensor groups = Fill.positive().tensor(seed.child(6), false, Shape.of(2, channels, 2));
    Tensor layers = Fill.positive().tensor(seed.child(7), false, Shape.of(74, 1, 2));
    Tensor rows = x.reshape(Shape.of(74, 1, channels));
    sameBits(new BatchNormTrain(1e-5f), List.of(x, gamma, beta, both));
    sameBits(new BatchNorm(1e-5f), List.of(x, gamma, beta, both.item(0), both.item(1)));
    sameBits(new BatchNormTrainBack(1e-5f), List.of(x, gamma, both, sums, g));
    sameBits(new GroupNorm(channels, 1e-5f), List.of(x, gamma, beta, groups));
    sameBits(new GroupNorm(1, 1e-5f), List.of(rows, gamma, beta, layers));
  }

  private static void sameBits(dev.loupe.graph.Computation op, List<Tensor> inputs) {
    Tensor reference = Interpreter.run(op, inputs, KernelPolicy.REFERENCE, 0);
    Tensor fastest = Interpreter.run(op, inputs, KernelPolicy.FASTEST, 0);
    assertThat(fastest.toArray()).as(op.toString()).isEqualTo(reference.toArray());
  }

  @Test
  void runningStatisticsMoveInPlace() {
    Tensor mean = Tensor.of(Shape.of(3), 1, 2, 3);
    Tensor variance = Tensor.of(Shape.of(3), 4, 4, 4);
    Tensor batch = Tensor.of(Shape.of(2, 3), 5, 2, -1, 3, 6, 0);
    UpdateRunning op = new UpdateRunning(0.25f, 4);
    Tensor out = Interpreter.run(op, List.of(mean, variance, batch), KernelPolicy.FASTEST, 0);
    assertThat(mean.toArray()).containsExactly(2, 2, 2);
    // The batch's variances are taken times 4/3: 4, 8, 0.
    assertThat(variance.toArray()).containsExactly(4, 5, 3);
    assertThat(out.shape()).isEqualTo(Shape.of());
    assertThat(out.get(0)).isEqualTo(0);
    assertThat(op.overwrites(0)).isTrue();
    assertThat(op.overwrites(1)).isTrue();
    assertThat(op.overwrites(2)).isFalse();
  }
}

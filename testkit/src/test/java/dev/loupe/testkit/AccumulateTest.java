package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.op.Accumulate;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Means of gradients over several runs, two of them one after the other, in double precision too.
final class AccumulateTest {
  @ParameterizedTest
  @CsvSource({"1, 7", "2, 1", "3, 19", "4, 64", "5, 40003"})
  void means(int count, int length) {
    Shape shape = Shape.of(length);
    Accumulate op = new Accumulate(count);
    Tensor reference = Fill.normal().tensor(Seed.of(1), false, shape);
    Tensor fastest = Fill.normal().tensor(Seed.of(2), false, shape);
    double[] truth = new double[length];
    for (int run = 0; run < 2 * count; run++) {
      Tensor g = Fill.normal().tensor(Seed.of(3).child(run), false, shape);
      Tensor out = Interpreter.run(op, List.of(reference, g), KernelPolicy.REFERENCE, run);
      Tensor fast = Interpreter.run(op, List.of(fastest, g), KernelPolicy.FASTEST, run);
      assertThat(out).isEqualTo(reference);
      assertThat(fast.toArray()).as("bits of run %d", run).isEqualTo(out.toArray());
      assertThat(fastest).isEqualTo(fast);
      for (int i = 0; i < length; i++) {
        truth[i] = (run % count == 0 ? 0 : truth[i]) + (double) g.get(i) / count;
        // A few roundings of values up to 5.
        assertThat(Math.abs(out.get(i) - truth[i])).as("run %d at %d", run, i).isLessThan(2e-6);
      }
    }
  }

  @Test
  void exactOnIntegersWhereTheShareIs() {
    Shape shape = Shape.of(3, 19);
    Tensor a = Tensor.zeros(shape);
    int[] sums = new int[shape.length()];
    for (int run = 0; run < 4; run++) {
      Tensor g = Fill.normal().tensor(Seed.of(4).child(run), true, shape);
      Interpreter.run(new Accumulate(4), List.of(a, g), KernelPolicy.FASTEST, run);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (int) g.get(i);
      }
    }
    for (int i = 0; i < sums.length; i++) {
      assertThat(a.get(i)).isEqualTo(sums[i] / 4f);
    }
  }

  @Test
  void aBadValueGoesWithItsMean() {
    Tensor a = Tensor.scalar(Float.NaN);
    Interpreter.run(new Accumulate(2), List.of(a, Tensor.scalar(6)), KernelPolicy.FASTEST, 4);
    assertThat(a.get(0)).isEqualTo(3);
  }

  @Test
  void mistakes() {
    assertThatThrownBy(() -> new Accumulate(0))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the number of gradients to accumulate is out of range
              expected: at least 1
              got: 0\
            """);
  }
}

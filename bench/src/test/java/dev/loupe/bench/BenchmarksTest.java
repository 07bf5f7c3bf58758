package dev.loupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.kernel.ConvolutionReference.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The JMH benchmarks run, and take what the lists hold.
final class BenchmarksTest {
  @Test
  void convolutionCountsItsWork() {
    ConvolutionBenchmark benchmark = new ConvolutionBenchmark();
    benchmark.layer = "lenet5 5x5 6-16 at 14x14";
    benchmark.direction = Direction.BACK_DATA;
    benchmark.batch = 2;
    benchmark.setUp();
    Work work = new Work();
    benchmark.loupe(work);
    benchmark.tearDown();
    // 25 taps, 6 to 16 channels, 10 x 10 places, 2 samples.
    assertThat(work.gflop).isEqualTo(2 * 25 * 6 * 16 * 100 * 2 * 1e-9);
    assertThat(work.gigabyte)
        .isEqualTo(4 * (2 * 14 * 14 * 6 + 2 * 10 * 10 * 16 + 25 * 6 * 16) * 1e-9);
  }

  @Test
  void everyKindOfOpRuns() {
    for (String op : Benchmarks.ops()) {
      if (op.startsWith("lenet5 ") || op.startsWith("resnet20 SoftmaxCrossEntropy")) {
        OpBenchmark benchmark = new OpBenchmark();
        benchmark.op = op;
        benchmark.setUp();
        Work work = new Work();
        benchmark.loupe(work);
        assertThat(work.gigabyte).as(op).isPositive();
      }
    }
  }

  @Test
  void namesAreUniqueAndFoundByTheirBeginning() {
    assertThat(Benchmarks.layers()).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(Benchmarks.ops()).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    assertThat(Benchmarks.matching(Benchmarks.layers(), List.of("lenet5", "lenet5 5x5 1")))
        .containsExactly("lenet5 5x5 1-6 at 28x28", "lenet5 5x5 6-16 at 14x14");
    assertThatThrownBy(() -> Benchmarks.matching(Benchmarks.ops(), List.of("none")))
        .hasMessage("no name begins with 'none'; -l lists them");
  }
}

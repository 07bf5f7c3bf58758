package dev.loupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.bench.Stopwatch.Task;
import dev.loupe.bench.Stopwatch.Timing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Turns, medians and the peak loop.
final class StopwatchTest {
  @Test
  void tasksTakeTurns() {
    List<String> order = new ArrayList<>();
    List<Timing> timings =
        Stopwatch.inTurn(
            List.of(new Task(() -> order.add("a"), 1e-12), new Task(() -> order.add("b"), 1e-12)),
            3);
    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
    assertThat(timings).hasSize(2).allSatisfy(t -> assertThat(t.seconds()).isPositive());
    assertThat(timings).allSatisfy(t -> assertThat(t.spread()).isNotNegative());
  }

  @Test
  void ratioComparesRoundByRound() {
    Timing fast = new Timing(List.of(1.0, 2.0, 8.0, 1.0, 1.0));
    Timing slow = new Timing(List.of(2.0, 4.0, 16.0, 2.0, 3.0));
    assertThat(fast.ratio(slow)).isEqualTo(2);
    assertThat(fast.seconds()).isEqualTo(1);
    assertThat(slow.spread()).isEqualTo((4.0 - 2) / 3);
  }

  @Test
  void aRoundLastsAsLongAsAsked() {
    // A run takes 10 microseconds by both clocks, and every hundredth 1 millisecond.
    long[] now = {5};
    int[] runs = {0};
    Runnable task = () -> now[0] += ++runs[0] % 100 == 0 ? 1_000_000 : 10_000;
    double median = Stopwatch.round(task, 0.1, () -> now[0], () -> now[0]);
    assertThat(now[0] - 5).isBetween(100_000_000L, 102_000_000L);
    assertThat(median).isBetween(10e-6, 11e-6);
  }

  @Test
  void aRoundHasOneRunAtLeast() {
    int[] runs = {0};
    assertThat(Stopwatch.round(() -> runs[0]++, 0)).isNotNegative();
    assertThat(runs[0]).isPositive();
  }

  @Test
  void allocationIsSeen() {
    List<byte[]> kept = new ArrayList<>(8);
    assertThat(Stopwatch.allocated(() -> kept.add(new byte[1000]))).isBetween(1000L, 2000L);
  }

  @Test
  void thePeakLoopComputes() {
    Peak peak = new Peak();
    peak.run();
    int chains = peak.sums().length < 16 ? 10 : 16;
    assertThat(peak.flops()).isEqualTo(2L * chains * 20_000 * peak.sums().length);
    for (float sum : peak.sums()) {
      assertThat(sum).isFinite();
    }
  }
}

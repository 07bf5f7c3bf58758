package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryCheckTest {
  private static final Network NETWORK = Tiny.network();
  private static final Training HOW = new Training(CrossEntropy.of(), Optimiser.adam(), List.of());

  @Test
  void bisects() {
    for (long available = 0; available < 100; available++) {
      int expected = (int) available / 7;
      assertThat(MemoryCheck.largestBatch(b -> 7L * b, available, 9).orElse(0))
          .isEqualTo(Math.min(9, expected));
    }
    assertThat(MemoryCheck.largestBatch(b -> b, Long.MAX_VALUE, Integer.MAX_VALUE))
        .hasValue(Integer.MAX_VALUE);
  }

  @Test
  void countsWhatIsAllocated() {
    MemoryNeed need = MemoryNeed.of(NETWORK, HOW, 8, 3);
    Plan plan = MemoryNeed.Plans.training(NETWORK, HOW, 8);
    Parameters p = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(0)));
    long values = p.variables().stream().mapToLong(v -> v.shape().elements()).sum();
    assertThat(need.parameters()).isEqualTo(4 * values);
    assertThat(need.training()).isEqualTo(plan.bytes() + 2 * plan.scratchBytes());
    assertThat(need.loader()).isEqualTo(3 * 8 * 4 * (64 + 2));
  }

  @Test
  void refusesWithTheLargestBatchThatFits() {
    MemoryNeed need = MemoryNeed.of(NETWORK, HOW, 500, 1);
    long available = MemoryNeed.of(NETWORK, HOW, 100, 1).total();
    int fits = MemoryCheck.largestBatch(NETWORK, HOW, 1, available, 499).orElseThrow();
    assertThat(MemoryNeed.of(NETWORK, HOW, fits, 1).total()).isLessThanOrEqualTo(available);
    assertThat(MemoryNeed.of(NETWORK, HOW, fits + 1, 1).total()).isGreaterThan(available);
    assertThatThrownBy(() -> MemoryCheck.check(need, NETWORK, HOW, 1, available))
        .isInstanceOf(LoupeException.class)
        .hasMessageMatching(
            "(?s)the training needs more memory than the JVM may use\n"
                + "  expected: at most [0-9.]+ MiB\n"
                + "  got: [0-9.]+ MiB: [0-9.]+ MiB for a step of 500 samples, [0-9.]+ MiB to"
                + " evaluate, [0-9.]+ MiB of parameters, [0-9.]+ MiB of batches\n"
                + "  fix: use --batch "
                + fits
                + ", the largest that fits, or give the JVM more memory with -Xmx[0-9]+m");
    MemoryCheck.check(need, NETWORK, HOW, 1, need.total());
  }

  @Test
  void refusesWhereNothingFits() {
    MemoryNeed need = MemoryNeed.of(NETWORK, HOW, 8, 1);
    assertThatThrownBy(() -> MemoryCheck.check(need, NETWORK, HOW, 1, 100))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining(
            "\n  fix: not even a batch of 1 fits: use a smaller network or input, or give the JVM"
                + " more memory with -Xmx");
  }

  @Test
  void saysWhatToDoWhereTheHeapIsInPieces() {
    MemoryNeed need = new MemoryNeed(8, 3 << 20, 0, 0, 0);
    assertThatThrownBy(
            () ->
                MemoryCheck.allocate(
                    need,
                    () -> {
                      throw new OutOfMemoryError("Java heap space");
                    }))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "the JVM can't find the memory for the training in one piece\n"
                + "  expected: 3.0 MiB\n"
                + "  got: Java heap space\n"
                + "  fix: give the JVM more memory with -Xmx, or use a smaller --batch than 8");
  }
}

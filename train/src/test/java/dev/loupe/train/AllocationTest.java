package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.Seed;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllocationTest {
  private static final int IN_A_ROW = 20;
  private static final long PATIENCE = 60_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void warmStepAllocatesNothing(int threads) {
    Training how = new Training(CrossEntropy.of(), Optimiser.nesterov(0.9f, 5e-4f), List.of());
    Plan plan = MemoryNeed.Plans.training(Tiny.network(), how, 16);
    Parameters parameters = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(0)));
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Set<Long> others = workers();
    Program program = new Program(plan, parameters, new Parallel(threads));
    Set<Long> ids = workers();
    ids.removeAll(others);
    ids.add(Thread.currentThread().threadId());
    long[] team = ids.stream().mapToLong(Long::longValue).toArray();
    assertThat(team).hasSize(threads);
    program.input(Network.INPUT).fill(0.5f);
    program.input(Network.TARGET).fill(1);
    program.input(Network.LEARNING_RATE).set(0, 1e-3f);
    // Vectors are objects until the compiler has seen the kernels often enough.
    long end = System.nanoTime() + PATIENCE;
    long step = 0;
    int clean = 0;
    while (clean < IN_A_ROW && System.nanoTime() < end) {
      long before = bytes(bean, team);
      program.run(step++);
      clean = bytes(bean, team) == before ? clean + 1 : 0;
    }
    assertThat(clean).as("steps in a row without allocation, after %d", step).isEqualTo(IN_A_ROW);
  }

  private static Set<Long> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().matches("loupe-[0-9]+"))
        .map(Thread::threadId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// Allocates nothing itself.
  private static long bytes(ThreadMXBean bean, long[] team) {
    long sum = 0;
    for (long id : team) {
      sum += bean.getThreadAllocatedBytes(id);
    }
    return sum;
  }
}

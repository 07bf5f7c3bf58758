package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network.Training;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.Seed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A warm-up runs steps out of order, over whatever is in memory: it must end well in any network
/// and leave the parameters alone.
final class WarmUpTest {
  /// More values than an image of 128x128 has: of what takes them, the lightest is enough.
  private static final int LARGE = 128 * 128 * 3;

  @TestFactory
  Stream<DynamicTest> warmsUpEveryModelAndChangesNothing() {
    return Models.all().stream()
        .filter(c -> c.input().elements() < LARGE || c.name().equals("shufflenet_v2_x0_5"))
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  private static void check(ModelCard card) {
    Training how = new Training(CrossEntropy.of(), Optimiser.adamW(0.01f), List.of());
    Plan plan = MemoryNeed.Plans.training(card.network(), how, 2);
    Parameters parameters = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(1)));
    Parameters before = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(1)));
    long version = parameters.version();
    // One round at least, however short the time.
    new Program(plan, parameters, new Parallel(2)).warmUp(1e-9);
    assertThat(parameters.version()).isEqualTo(version);
    for (Source.Variable v : parameters.variables()) {
      assertThat(parameters.tensor(v.path()).equals(before.tensor(v.path()))).as(v.path()).isTrue();
    }
  }
}

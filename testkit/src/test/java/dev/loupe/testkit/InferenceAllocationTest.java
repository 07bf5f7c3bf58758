package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.tensor.Seed;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers allocate nothing under the options that `./loupe` gives to the JVM: kernels compiled
/// early can keep vectors as objects that kernels compiled late don't.
class InferenceAllocationTest {
  private static final String OPTIONS = "@../cli/src/main/sh/jvm.options";

  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "ecg1d", "resnet20"})
  void anAnswerAllocatesNothing(String net) throws Exception {
    assertThat(OwnProcess.prints(InferenceAllocationTest.class, List.of(OPTIONS), net))
        .isEqualTo("0 bytes");
  }

  /// Prints how many bytes 20 answers allocate.
  public static void main(String[] arguments) {
    Graph graph = Models.get(arguments[0]).network().inference(1);
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(1)));
    Program program =
        new Program(Plan.of(Passes.inference(graph), Mode.FAST), parameters, new Parallel(1));
    System.out.println(OwnProcess.leastBytes(20, program::run) + " bytes");
  }
}

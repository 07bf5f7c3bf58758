package dev.loupe.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.pass.Passes;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The plans of some networks, step by step: a change of code that should change nothing must not
/// change them. Where a change is meant, copy the new text from `target/plan` and look at what git
/// says.
final class PlanSnapshotTest {
  @ParameterizedTest
  @CsvSource({
    "lenet5, inference",
    "lenet5, training",
    "resnet20, inference",
    "resnet20, training",
    "unet, inference",
    "unet, training",
    "cct-2-3x2, inference",
    "cct-2-3x2, training"
  })
  void plansStayAsTheyAre(String model, String use) throws IOException {
    Network network = Models.get(model).network();
    Network.Training how =
        new Network.Training(CrossEntropy.of(), Optimiser.sgd(0.9f, 0), List.of());
    Graph graph =
        use.equals("training")
            ? Passes.training(network.training(4, how))
            : Passes.inference(network.inference(4));
    String plan = withoutPlaces(Plan.of(graph, Mode.FAST).describe());
    String name = model + "-" + use + ".txt";
    Path folder = Files.createDirectories(Path.of("target", "plan"));
    Files.writeString(folder.resolve(name), plan);
    assertThat(plan).isEqualTo(expected(name));
  }

  /// Packed weights take as much memory as the vectors are wide, so places and sizes of memory
  /// differ from machine to machine.
  private static String withoutPlaces(String plan) {
    return plan.replaceAll("@[\\d:]+", "@")
        .replaceAll("(activations|pinned) [\\d,]+ bytes", "$1 bytes");
  }

  private static String expected(String name) throws IOException {
    try (InputStream in = PlanSnapshotTest.class.getResourceAsStream("/plan/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.loupe.testkit.golden;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.golden.GoldenFile.Golden;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole networks against PyTorch: logits, the losses of two training steps, and logits after them.
final class GoldenNetTest {
  private static final int BATCH = 4;

  private static final GoldenFile FILE = GoldenFile.read("nets.txt");
  private static final Parallel TEAM = new Parallel(2);

  /// Two steps keep the tolerance too: at these inputs no value lies so near to a kink of a ReLU or
  /// a tie of a pooling that rounding could take it to the other side.
  @ParameterizedTest
  @MethodSource("names")
  void trains(String name) {
    ModelCard card = Models.get(name);
    Network network = card.network(input(card), card.classes());
    Network.Training how =
        new Network.Training(CrossEntropy.of(), Optimiser.sgd(0.9f, 0), List.of());
    Graph training = Passes.training(network.training(BATCH, how));
    Graph inference = Passes.inference(network.inference(BATCH));
    Parameters parameters = Parameters.of(training, GoldenData.parameters(name));
    Program use = new Program(Plan.of(inference, Mode.FAST), parameters, TEAM);
    Program step = new Program(Plan.of(training, Mode.FAST), parameters, TEAM);
    GoldenData.fill(name + "/x", use.input(Network.INPUT), 1);
    GoldenData.fill(name + "/x", step.input(Network.INPUT), 1);
    GoldenData.indices(name + "/t", step.input(Network.TARGET), card.classes());
    step.input(Network.LEARNING_RATE).fill(0.01f);

    Map<String, Golden> golden = FILE.get(name);
    use.run();
    check(golden, "logits", use.output(Network.LOGITS));
    step.run(0);
    check(golden, "loss0", step.output(Network.LOSS));
    step.run(1);
    check(golden, "loss1", step.output(Network.LOSS));
    use.run();
    check(golden, "trained", use.output(Network.LOGITS));
  }

  static Set<String> names() {
    return FILE.cases().keySet();
  }

  /// The shapes of `golden.py`: the usual one, or a smaller one of networks that take any.
  private static Shape input(ModelCard card) {
    return switch (card.name().split(":", 2)[0]) {
      case "m5" -> Shape.of(1200, 1);
      case "speccnn" -> Shape.of(33, 40, 1);
      case "unet" -> Shape.of(16, 12, 1);
      case "unet3d" -> Shape.of(8, 12, 4, 1);
      default -> card.input();
    };
  }

  private static void check(Map<String, Golden> golden, String what, Tensor got) {
    float[] values = GoldenData.read(got, GoldenData.order(got.shape()));
    Objects.requireNonNull(golden.get(what)).check(what, values, GoldenTest.TOLERANCE);
  }
}

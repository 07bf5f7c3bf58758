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
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.golden.GoldenFile.Golden;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole networks against PyTorch: logits, the losses of two training steps, and logits after them.
final class GoldenNetTest {
  private static final int BATCH = 4;

  private static final GoldenFile FILE = GoldenFile.read("nets.txt");
  private static final Parallel TEAM = new Parallel(2);

  /// Two steps keep the tolerance too: at these inputs no value lies so near to a kink of a ReLU or
  /// a tie of a pooling that rounding could take it to the other side.
  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "resnet20", "ecg1d"})
  void trains(String name) {
    ModelCard card = Models.get(name);
    Network network = card.network();
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

  private static void check(Map<String, Golden> golden, String what, Tensor got) {
    Objects.requireNonNull(golden.get(what)).check(what, got.toArray(), GoldenTest.TOLERANCE);
  }
}

package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.array.NpzFile;
import dev.loupe.formats.SafetensorsWriter;
import dev.loupe.formats.WeightFile;
import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsTest {
  @TempDir Path folder;

  private static Network network(int classes) {
    return new Network(
        Shape.of(2, 2, 3),
        Sequential.of()
            .with("conv", Conv.of(4, 1))
            .with("norm", BatchNorm.of())
            .with("flatten", Flatten.of())
            .with("dense", Dense.of(classes)));
  }

  private static Parameters random(Network network) {
    Graph graph = network.inference(1);
    Parameters p = Parameters.of(graph, ParameterSource.random(Seed.of(3)));
    p.tensor("norm.running_mean").set(1, 5);
    return p;
  }

  /// The variables as PyTorch lays them out, written and read by names with a prefix.
  private Path npz(Parameters p, String prefix) {
    Path safe = folder.resolve("plain.safetensors");
    SafetensorsWriter.write(safe, p);
    WeightFile plain = WeightFile.open(safe);
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (String name : plain.names()) {
      int[] sizes = plain.sizes(name).stream().mapToInt(Integer::intValue).toArray();
      arrays.put(prefix + name, Tensor.of(Shape.of(sizes), plain.values(name)));
    }
    Path file = folder.resolve("weights.npz");
    NpzFile.write(file, arrays);
    return file;
  }

  private static void same(Parameters read, Parameters wanted) {
    for (Variable v : wanted.model()) {
      Tensor a = wanted.tensor(v.path());
      Tensor b = read.tensor(v.path());
      for (int i = 0; i < a.length(); i++) {
        assertThat(b.get(i)).as(v.path()).isEqualTo(a.get(i));
      }
    }
  }

  @Test
  void archivesOfNumPyAreReadByNameWithAnyPrefix() {
    Parameters wanted = random(network(5));
    same(Weights.load(npz(wanted, ""), network(5)), wanted);
    same(Weights.load(npz(wanted, "module."), network(5)), wanted);
    same(Weights.load(npz(wanted, "module._orig_mod."), network(5)), wanted);
    assertThatThrownBy(() -> Weights.load(npz(wanted, "other."), network(5)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("no 'conv.weight' (4x3x1x1)");
  }

  @Test
  void classesAndChannelsAreSeenInTheWeights() {
    WeightFile file = Weights.open(npz(random(network(5)), "model."));
    assertThat(Weights.classes(file, network(10))).isEqualTo(OptionalInt.of(5));
    assertThat(Weights.channels(file, network(10))).isEqualTo(OptionalInt.of(3));
  }

  @Test
  void anExportCountsBatchesForPyTorch() {
    Parameters wanted = random(network(5));
    Path file = folder.resolve("export.safetensors");
    SafetensorsWriter.export(file, wanted);
    WeightFile read = WeightFile.open(file);
    assertThat(read.names()).startsWith("norm.num_batches_tracked").hasSize(9);
    assertThat(read.sizes("norm.num_batches_tracked")).isEmpty();
    assertThat(read.values("norm.num_batches_tracked")).containsExactly(0);
    same(Weights.load(file, network(5)), wanted);
    assertThat(wanted.variables()).anyMatch(v -> v.layout() == Layout.CONVOLUTION);
  }

  @Test
  void logitsAreWhatTheNetworkGivesForAnyNumberOfSamples() {
    Network network = network(3);
    Model model =
        Model.of(
            network,
            random(network),
            new ModelInfo(
                "net",
                new Task.Classification(),
                java.util.List.of("a", "b", "c"),
                Preprocessing.none(network.input()),
                java.util.Optional.empty(),
                java.util.Optional.empty()));
    Tensor samples = Tensor.zeros(Shape.of(70, 2, 2, 3));
    for (int i = 0; i < samples.length(); i++) {
      samples.set(i, i % 7 - 3);
    }
    Tensor all = model.logits(samples);
    assertThat(all.shape()).isEqualTo(Shape.of(70, 3));
    Tensor one = Tensor.zeros(Shape.of(1, 2, 2, 3));
    one.item(0).copyFrom(samples.item(69));
    Tensor last = model.logits(one);
    for (int c = 0; c < 3; c++) {
      assertThat(all.item(69).get(c)).isEqualTo(last.get(c));
    }
  }
}

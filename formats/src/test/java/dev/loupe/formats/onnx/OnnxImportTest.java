package dev.loupe.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.formats.LayerJson;
import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models of ONNX files are networks like any other: they answer, learn, and are written again.
final class OnnxImportTest {
  private static OnnxImport read(String name) {
    Path file = SharedData.file(name).resolve("model.onnx");
    return OnnxImport.of(file, Optional.empty());
  }

  private static Tensor samples(Network network, int count) {
    Tensor t = Tensor.zeros(network.input().prepend(count));
    Seed seed = Seed.of(5);
    for (int i = 0; i < t.length(); i++) {
      t.set(i, seed.uniform(i) - 0.5f);
    }
    return t;
  }

  private static Tensor run(Network network, Parameters parameters, Tensor samples) {
    Graph graph = Passes.inference(network.inference(samples.shape().size(0)));
    Program p = new Program(Plan.of(graph, Plan.Mode.FAST), parameters, new Parallel(1));
    p.input(Network.INPUT).copyFrom(samples);
    p.run();
    Tensor y = p.output(Network.LOGITS);
    return Tensor.of(y.shape(), y.toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model-refs/mnist-8",
        "model-refs/cifar_resnet_2b",
        "model-refs/har_cnn_1d",
        "model-refs/squeezenet_cifar10",
        "model-refs/tribuo_cnn_mnist",
        "model-refs/verivital_convnet_maxpool"
      })
  void anImportedNetworkIsLikeAnyOther(String name) {
    OnnxImport imported = read(name);
    Network network = imported.network();
    Tensor three = samples(network, 3);
    Tensor logits = run(network, imported.parameters(), three);
    assertThat(logits.shape().size(0)).isEqualTo(3);
    assertThat(logits.shape().channels()).isEqualTo(imported.outputs());

    // Each sample of a batch gets the bits that it gets alone.
    for (int i = 0; i < 3; i++) {
      Tensor one = three.item(i);
      Tensor alone = run(network, imported.parameters(), one.reshape(one.shape().prepend(1)));
      assertThat(alone.toArray()).isEqualTo(logits.item(i).toArray());
    }

    // Kept as JSON.
    Network again = LayerJson.read(LayerJson.write(network));
    assertThat(again).isEqualTo(network);
    assertThat(run(again, imported.parameters(), three)).isEqualTo(logits);

    // Written as ONNX and read again.
    OnnxModel written = OnnxExporter.export(network, imported.parameters(), Map.of());
    OnnxImport back = OnnxImport.of(written, Optional.of(network.input()));
    float[] more = run(back.network(), back.parameters(), three).toArray();
    float largest = 0;
    for (float v : logits.toArray()) {
      largest = Math.max(largest, Math.abs(v));
    }
    for (int i = 0; i < more.length; i++) {
      assertThat(more[i]).isCloseTo(logits.get(i), within(1e-5f * largest));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model-refs/mnist-8", "model-refs/cifar_resnet_2b"})
  void anImportedNetworkLearns(String name) {
    OnnxImport imported = read(name);
    Network network = imported.network();
    Network.Training how =
        new Network.Training(CrossEntropy.of(), Optimiser.sgd(0.9f, 0), List.of());
    Graph graph = Passes.training(network.training(4, how));
    Parameters parameters =
        Parameters.of(
            graph,
            (v, into) -> {
              if (v.role() == Source.Role.OPTIMISER) {
                v.initial().fill(Seed.of(0), into);
              } else {
                ParameterSource.copyOf(imported.parameters()).load(v, into);
              }
            });
    Program p = new Program(Plan.of(graph, Plan.Mode.FAST), parameters, new Parallel(1));
    p.input(Network.INPUT).copyFrom(samples(network, 4));
    Tensor target = p.input(Network.TARGET);
    for (int i = 0; i < 4; i++) {
      target.set(i, i);
    }
    p.input(Network.LEARNING_RATE).set(0, 1e-4f);
    float first = Float.NaN;
    for (int step = 0; step < 10; step++) {
      p.run(step);
      first = step == 0 ? p.output(Network.LOSS).get(0) : first;
    }
    assertThat(p.output(Network.LOSS).get(0)).isLessThan(first);
    for (Source.Variable v : imported.parameters().variables()) {
      if (v.role().trainable()) {
        assertThat(parameters.tensor(v.path()))
            .as(v.path())
            .isNotEqualTo(imported.parameters().tensor(v.path()));
      }
    }
  }

  @Test
  void nothingIsCopiedBetweenConvolutions() {
    Network network = read("squeezenet-imagenet").network();
    Graph graph = Passes.inference(network.inference(1));
    assertThat(Plan.of(graph, Plan.Mode.FAST).describe())
        .contains("Convolution")
        .doesNotContain("Transpose");
  }

  @Test
  void otherClassesGetANewHead() {
    Network lenet = Models.get("lenet5").network();
    Parameters weights = Parameters.of(lenet.inference(1), ParameterSource.random(Seed.of(3)));
    OnnxImport read =
        OnnxImport.of(OnnxExporter.export(lenet, weights, Map.of()), Optional.empty());
    assertThat(read.withOutputs(10)).isSameAs(read);
    OnnxImport three = read.withOutputs(3);
    assertThat(three.outputs()).isEqualTo(3);
    assertThat(three.parameters().tensor("head.weight").shape()).isEqualTo(Shape.of(84, 3));
    for (Source.Variable v : three.parameters().variables()) {
      if (!v.path().startsWith("head.")) {
        assertThat(three.parameters().tensor(v.path()))
            .isEqualTo(read.parameters().tensor(v.path()));
      }
    }
    Network again = LayerJson.read(LayerJson.write(three.network()));
    assertThat(again).isEqualTo(three.network());
  }

  @Test
  void aConvolutionBeforeTheMeanIsAHeadToo() {
    OnnxImport three = read("squeezenet-imagenet").withOutputs(3);
    assertThat(three.outputs()).isEqualTo(3);
    assertThat(three.parameters().tensor("head.weight").shape()).isEqualTo(Shape.of(1, 1, 512, 3));
    assertThat(three.maps()).isFalse();
    Network again = LayerJson.read(LayerJson.write(three.network()));
    assertThat(again).isEqualTo(three.network());
  }

  @Test
  void operatorsThatAreMissingAreAllNamed() {
    List<OnnxNode> nodes =
        List.of(
            new OnnxNode("one", "", "LSTM", List.of("x"), List.of("a"), Map.of()),
            new OnnxNode("", "com.acme", "Blend", List.of("a"), List.of("b"), Map.of()),
            new OnnxNode("two", "", "LSTM", List.of("b"), List.of("y"), Map.of()));
    OnnxGraph graph =
        new OnnxGraph("g", nodes, List.of(), List.of(value("x")), List.of(value("y")), List.of());
    OnnxModel model = new OnnxModel(8, "", Map.of("", 17L), graph, List.of(), Map.of());
    assertThatThrownBy(
            () -> OnnxSession.of(model, Map.of("x", OnnxTensor.of("x", List.of(1, 2), 1f, 2f)), 1))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the model has operators that Loupe does not have
              expected: operators of docs/formats.md
              got: LSTM in 'one', 'two'; com.acme.Blend in 'b'\
            """);
  }

  @Test
  void whatIsWrittenForOneSampleTakesMany() {
    OnnxNode reshape =
        new OnnxNode("r", "", "Reshape", List.of("x", "shape"), List.of("y"), Map.of());
    OnnxGraph graph =
        new OnnxGraph(
            "g",
            List.of(reshape),
            List.of(OnnxTensor.of("shape", List.of(2), 1L, -1L)),
            List.of(value("x", 1, 2, 3)),
            List.of(value("y")),
            List.of());
    OnnxModel model = new OnnxModel(8, "", Map.of("", 17L), graph, List.of(), Map.of());
    OnnxImport imported = OnnxImport.of(model, Optional.empty());
    Graph five = imported.network().inference(5);
    int logits = five.outputs().values().iterator().next();
    assertThat(five.node(logits).shape()).isEqualTo(Shape.of(5, 6));
  }

  private static OnnxValueInfo value(String name, int... dims) {
    List<OnnxDim> list =
        java.util.Arrays.stream(dims).mapToObj(d -> (OnnxDim) new OnnxDim.Fixed(d)).toList();
    return new OnnxValueInfo(
        name, Optional.of(OnnxType.FLOAT), dims.length == 0 ? Optional.empty() : Optional.of(list));
  }
}

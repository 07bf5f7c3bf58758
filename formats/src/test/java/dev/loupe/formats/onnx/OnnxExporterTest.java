package dev.loupe.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Variable;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.models.Models;
import dev.loupe.nn.AdaptivePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.ConvTranspose;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.GroupNorm;
import dev.loupe.nn.InstanceNorm;
import dev.loupe.nn.Layer;
import dev.loupe.nn.LayerNorm;
import dev.loupe.nn.LocalResponseNorm;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.PRelu;
import dev.loupe.nn.Pad;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sizes;
import dev.loupe.nn.SqueezeExcitation;
import dev.loupe.nn.Upsample;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What holds for every exported model, and what the layers become. What ONNX Runtime computes from
/// the files is compared by `src/test/python/check_export.py`.
final class OnnxExporterTest {
  private static OnnxModel export(Shape input, Layer... layers) {
    Network network = new Network(input, Sequential.of(layers));
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(1)));
    return OnnxExporter.export(network, parameters, Map.of());
  }

  private static List<String> operators(OnnxModel model) {
    return model.graph().nodes().stream().map(OnnxNode::operator).toList();
  }

  private static OnnxTensor initializer(OnnxModel model, String name) {
    return model.graph().initializers().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static OnnxNode node(OnnxModel model, String operator) {
    return model.graph().nodes().stream()
        .filter(n -> n.operator().equals(operator))
        .findFirst()
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> everyModelIsSound() {
    return Models.all().stream()
        .map(
            card ->
                DynamicTest.dynamicTest(
                    card.name(),
                    () -> {
                      Network network = card.network();
                      Parameters parameters =
                          Parameters.of(network.inference(1), (_, into) -> into.fill(1));
                      OnnxModel model = OnnxExporter.export(network, parameters, Map.of("a", "b"));
                      assertThat(model.metadata()).containsExactly(Map.entry("a", "b"));
                      checkNames(model.graph());
                      checkParameters(model.graph(), parameters);
                      checkEnds(model.graph(), network);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyLayerIsSound() {
    return ExportedLayers.all().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Network network = e.getValue();
                      Parameters parameters =
                          Parameters.of(network.inference(1), (_, into) -> into.fill(1));
                      OnnxModel model = OnnxExporter.export(network, parameters, Map.of());
                      checkNames(model.graph());
                      checkParameters(model.graph(), parameters);
                      checkEnds(model.graph(), network);
                    }));
  }

  /// Each name is written once, before it is read.
  private static void checkNames(OnnxGraph graph) {
    Set<String> known = new HashSet<>(Set.of("", "input"));
    graph.initializers().forEach(t -> assertThat(known.add(t.name())).as(t.name()).isTrue());
    Set<String> names = new HashSet<>();
    Set<String> read = new HashSet<>();
    for (OnnxNode n : graph.nodes()) {
      assertThat(names.add(n.name())).as(n.name()).isTrue();
      assertThat(known).as(n.name()).containsAll(n.inputs());
      n.outputs().forEach(name -> assertThat(known.add(name)).as(name).isTrue());
      read.addAll(n.inputs());
    }
    assertThat(known).contains("logits");
    graph.initializers().forEach(t -> assertThat(read).contains(t.name()));
    graph.values().forEach(v -> assertThat(read).contains(v.name()));
  }

  /// All of them, in the sizes that files of weights have.
  private static void checkParameters(OnnxGraph graph, Parameters parameters) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    graph.initializers().forEach(t -> tensors.put(t.name(), t));
    for (Variable v : parameters.model()) {
      OnnxTensor t = Objects.requireNonNull(tensors.get(v.path()), v.path());
      int rank = v.shape().rank();
      assertThat(t.length()).as(v.path()).isEqualTo(v.shape().length());
      if (rank > 1 && v.layout() != Layout.PLAIN) {
        assertThat(t.sizes().subList(0, 2))
            .as(v.path())
            .containsExactly(v.shape().size(-1), v.shape().size(-2));
      }
    }
  }

  private static void checkEnds(OnnxGraph graph, Network network) {
    Shape in = network.inference(1).input(Network.INPUT).shape();
    OnnxValueInfo input = graph.inputs().getFirst();
    assertThat(input.name()).isEqualTo("input");
    List<OnnxDim> dims = input.dims().orElseThrow();
    assertThat(dims).hasSize(in.rank());
    assertThat(dims.get(0)).isEqualTo(new OnnxDim.Named("batch"));
    assertThat(dims.get(1)).isEqualTo(new OnnxDim.Fixed(in.channels()));
    OnnxValueInfo output = graph.outputs().getFirst();
    assertThat(output.name()).isEqualTo("logits");
    assertThat(output.dims().orElseThrow().get(0)).isEqualTo(new OnnxDim.Named("batch"));
  }

  @Test
  void biasesBelongToTheirConvolutionsAndDenseLayers() {
    OnnxModel model =
        export(
            Shape.of(8, 8, 3),
            Conv.of(4, 3).withStride(2),
            Nonlinearity.RELU,
            Flatten.of(),
            Dense.of(5));
    assertThat(operators(model)).containsExactly("Conv", "Relu", "Flatten", "Gemm");
    OnnxNode conv = node(model, "Conv");
    assertThat(conv.name()).isEqualTo("/0/Conv");
    assertThat(conv.inputs()).containsExactly("input", "0.weight", "0.bias");
    assertThat(conv.attributes())
        .containsEntry("pads", new OnnxAttribute.Wholes(List.of(1L, 1L, 1L, 1L)))
        .containsEntry("strides", new OnnxAttribute.Wholes(List.of(2L, 2L)))
        .containsEntry("group", new OnnxAttribute.Whole(1));
    OnnxNode gemm = node(model, "Gemm");
    assertThat(gemm.attributes()).containsOnlyKeys("transB");
    assertThat(gemm.outputs()).containsExactly("logits");
    assertThat(initializer(model, "3.weight").sizes()).containsExactly(5, 4 * 4 * 4);
  }

  @Test
  void weightsLieAsInPyTorch() {
    Network network = new Network(Shape.of(5, 4, 3), Sequential.of(Conv.of(2, 3, 2)));
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(1)));
    Tensor memory = parameters.tensor("0.weight");
    OnnxTensor w = initializer(OnnxExporter.export(network, parameters, Map.of()), "0.weight");
    assertThat(w.sizes()).containsExactly(2, 3, 3, 2);
    float[] values = w.floats();
    for (int o = 0; o < 2; o++) {
      for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 6; k++) {
          assertThat(values[(o * 3 + i) * 6 + k]).isEqualTo(memory.get((k * 3 + i) * 2 + o));
        }
      }
    }
  }

  @Test
  void residualNetworksHaveNoNodesThatMoveValues() {
    OnnxModel model =
        export(
            Shape.of(8, 8, 4),
            Residual.of(Sequential.of(Conv.of(4, 3).withoutBias(), BatchNorm.of())),
            SqueezeExcitation.of(2),
            GlobalAveragePool.of(),
            Dense.of(3));
    assertThat(operators(model))
        .containsExactly(
            "Conv",
            "BatchNormalization",
            "Add",
            "Relu",
            "GlobalAveragePool",
            "Conv",
            "Relu",
            "Conv",
            "Sigmoid",
            "Mul",
            "GlobalAveragePool",
            "Flatten",
            "Gemm");
  }

  @Test
  void normalisationsOfChannelsNeedThemLast() {
    OnnxModel model = export(Shape.of(4, 4, 6), Conv.of(6, 3), LayerNorm.of(), Conv.of(2, 1));
    assertThat(operators(model))
        .containsExactly("Conv", "Transpose", "LayerNormalization", "Transpose", "Conv");
    assertThat(operators(export(Shape.of(4, 4, 6), InstanceNorm.of().withAffine())))
        .containsExactly("InstanceNormalization");
    assertThat(operators(export(Shape.of(4, 4, 6), GroupNorm.of(3))))
        .containsExactly(
            "Reshape", "InstanceNormalization", "Reshape", "Unsqueeze", "Unsqueeze", "Mul", "Add");
    assertThat(operators(export(Shape.of(4, 4, 6), LocalResponseNorm.of(5))))
        .containsExactly("LRN");
  }

  @Test
  void activationsHaveTheirOwnOperators() {
    OnnxModel model =
        export(
            Shape.of(4, 3),
            Nonlinearity.RELU6,
            Nonlinearity.HARD_SWISH,
            Nonlinearity.HARD_SIGMOID,
            Nonlinearity.SILU,
            Nonlinearity.GELU,
            PRelu.of().forEachChannel());
    assertThat(operators(model))
        .containsExactly(
            "Clip",
            "HardSwish",
            "HardSigmoid",
            "Sigmoid",
            "Mul",
            "Div",
            "Erf",
            "Add",
            "Mul",
            "Mul",
            "Unsqueeze",
            "PRelu");
  }

  @Test
  void sizesAreMadeLargerAndSmaller() {
    OnnxModel model =
        export(
            Shape.of(4, 4, 2),
            ConvTranspose.of(2, 2).withStride(2).withOutputPadding(1),
            Upsample.nearest(2),
            Upsample.to(UpsampleMode.LINEAR, 7),
            Pad.reflect(1),
            new AdaptivePool(PoolKind.AVERAGE, Sizes.of(3)));
    assertThat(operators(model))
        .containsExactly(
            "ConvTranspose", "Resize", "Shape", "Slice", "Concat", "Resize", "Pad", "AveragePool");
    assertThat(node(model, "ConvTranspose").attributes())
        .containsEntry("output_padding", new OnnxAttribute.Wholes(List.of(1L, 1L)));
  }

  @Test
  void whatOnnxCannotSayIsRefusedWithItsLayer() {
    assertThatThrownBy(() -> export(Shape.of(7, 7, 2), Nonlinearity.RELU, AdaptivePool.average(3)))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("1: ONNX")
        .hasMessageContaining("multiple of 3");
    assertThatThrownBy(() -> export(Shape.of(7, 7, 2), LocalResponseNorm.of(4)))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("0: ONNX")
        .hasMessageContaining("odd");
  }
}

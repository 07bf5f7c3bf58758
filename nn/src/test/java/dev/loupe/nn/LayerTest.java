package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.op.Transpose;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Shapes, parameters and modes of layers. Their values are compared with PyTorch in `testkit`.
final class LayerTest {
  @Test
  void rankComesFromTheInput() {
    Conv conv = Conv.of(16, 3).withStride(2);
    assertThat(output(conv, 9, 3)).isEqualTo(Shape.of(2, 5, 16));
    assertThat(output(conv, 9, 8, 3)).isEqualTo(Shape.of(2, 5, 4, 16));
    assertThat(output(conv, 9, 8, 7, 3)).isEqualTo(Shape.of(2, 5, 4, 4, 16));
  }

  @Test
  void halfPaddingKeepsSizesOfOddKernels() {
    assertThat(output(Conv.of(4, 7), 10, 11, 3)).isEqualTo(Shape.of(2, 10, 11, 4));
    assertThat(output(Conv.of(4, 3).withDilation(3), 10, 3)).isEqualTo(Shape.of(2, 10, 4));
    assertThat(output(Conv.of(4, 4).withStride(2), 10, 3)).isEqualTo(Shape.of(2, 5, 4));
    assertThat(output(Conv.of(4, 2).withStride(2), 10, 3)).isEqualTo(Shape.of(2, 5, 4));
  }

  @Test
  void samePaddingDividesByTheStride() {
    for (int size = 1; size < 20; size++) {
      for (int kernel = 1; kernel < 6; kernel++) {
        for (int stride = 1; stride < 5; stride++) {
          Conv conv = Conv.of(1, kernel).withStride(stride).withPadding(Padding.same());
          assertThat(output(conv, size, 1).size(1)).isEqualTo((size + stride - 1) / stride);
          ConvTranspose back =
              ConvTranspose.of(1, kernel).withStride(stride).withPadding(Padding.same());
          assertThat(output(back, size, 1).size(1)).isEqualTo(size * stride);
        }
      }
    }
  }

  @Test
  void paddingMayDifferInFrontAndBehind() {
    Padding padding = Padding.of(Sizes.of(0, 2), Sizes.of(1, 0));
    assertThat(output(Conv.of(4, 3).withPadding(padding), 10, 11, 3))
        .isEqualTo(Shape.of(2, 9, 11, 4));
  }

  @Test
  void otherShapes() {
    assertThat(output(GlobalAveragePool.of(), 5, 6, 7)).isEqualTo(Shape.of(2, 7));
    assertThat(output(GlobalMaxPool.of(), 5, 6, 4, 7)).isEqualTo(Shape.of(2, 7));
    assertThat(output(AdaptivePool.average(2), 5, 6, 7)).isEqualTo(Shape.of(2, 2, 2, 7));
    assertThat(output(Upsample.nearest(2, 3), 5, 6, 7)).isEqualTo(Shape.of(2, 10, 18, 7));
    assertThat(output(Upsample.to(UpsampleMode.LINEAR, 4), 5, 6, 7))
        .isEqualTo(Shape.of(2, 4, 4, 7));
    assertThat(output(Pad.reflect(1, 2), 5, 6, 7)).isEqualTo(Shape.of(2, 7, 10, 7));
    assertThat(output(Branches.of(Conv.of(3, 1), Identity.of(), Conv.of(2, 3)), 5, 6, 7))
        .isEqualTo(Shape.of(2, 5, 6, 12));
    assertThat(output(Branches.added(Conv.of(7, 1), Identity.of()), 5, 6, 7))
        .isEqualTo(Shape.of(2, 5, 6, 7));
    assertThat(output(Scale.of(0.5f), 5, 6, 7)).isEqualTo(Shape.of(2, 5, 6, 7));
    assertThat(output(Halvable.of(2), 4, 12, 8, 7)).isEqualTo(Shape.of(2, 4, 12, 8, 7));
    assertThat(output(SqueezeExcitation.of(2), 5, 6, 7)).isEqualTo(Shape.of(2, 5, 6, 7));
    assertThat(output(Flatten.of(), 7)).isEqualTo(Shape.of(2, 7));
  }

  @Test
  void flatteningMovesValuesOnlyWhereOrdersDiffer() {
    assertThat(transposes(Flatten.of(), 3, 4, 5)).isEqualTo(1);
    assertThat(transposes(Flatten.of(), 3, 4, 1)).isZero();
    assertThat(transposes(Flatten.of(), 1, 1, 5)).isZero();
  }

  @Test
  void flatteningPutsChannelsFirst() {
    Graph graph = new Network(Shape.of(2, 3), Flatten.of()).inference(1);
    Program program = program(graph);
    program.input(Network.INPUT).copyFrom(Tensor.of(Shape.of(6), 0, 1, 2, 3, 4, 5));
    program.run();
    assertThat(program.output(Network.LOGITS).toArray()).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void parametersAreThoseOfPyTorch() {
    check(
        Conv.of(8, 3, 5).withGroups(2),
        new Shape[] {Shape.of(3, 5, 3, 8), Shape.of(8)},
        new Role[] {Role.WEIGHT, Role.BIAS},
        new Layout[] {Layout.CONVOLUTION, Layout.PLAIN},
        "weight",
        "bias");
    check(
        ConvTranspose.of(8, 3, 5).withGroups(2).withoutBias(),
        new Shape[] {Shape.of(3, 5, 4, 6)},
        new Role[] {Role.WEIGHT},
        new Layout[] {Layout.TRANSPOSED_CONVOLUTION},
        "weight");
    check(
        DepthwiseConv.of(3, 3).withMultiplier(2).withoutBias(),
        new Shape[] {Shape.of(3, 3, 1, 12)},
        new Role[] {Role.WEIGHT},
        new Layout[] {Layout.CONVOLUTION},
        "weight");
    Shape c = Shape.of(6);
    check(
        BatchNorm.of(),
        new Shape[] {c, c, c, c},
        new Role[] {Role.NORM, Role.NORM, Role.BUFFER, Role.BUFFER},
        new Layout[] {Layout.PLAIN, Layout.PLAIN, Layout.PLAIN, Layout.PLAIN},
        "weight",
        "bias",
        "running_mean",
        "running_var");
    Variable dense = new Network(Shape.of(7), Dense.of(3)).inference(1).variables().get(0);
    assertThat(dense.shape()).isEqualTo(Shape.of(7, 3));
    assertThat(dense.layout()).isEqualTo(Layout.DENSE);
    assertThat(new Network(Shape.of(9, 6), InstanceNorm.of()).inference(1).variables()).isEmpty();
  }

  @Test
  void residualLayersProjectWhereShapesDiffer() {
    Residual same = Residual.of(Conv.of(6, 3).withoutBias());
    assertThat(names(same, 9, 8, 6)).containsExactly("weight");
    Residual smaller = Residual.of(Conv.of(7, 3).withStride(2, 1).withoutBias());
    assertThat(names(smaller, 9, 8, 6))
        .containsExactly(
            "weight",
            "shortcut.0.weight",
            "shortcut.1.weight",
            "shortcut.1.bias",
            "shortcut.1.running_mean",
            "shortcut.1.running_var");
    assertThat(output(smaller, 9, 8, 6)).isEqualTo(Shape.of(2, 5, 8, 7));
  }

  @Test
  void dropoutIsForTraining() {
    assertThat(ops(Dropout.of(0.5f), true)).contains("Dropout");
    assertThat(ops(DropPath.of(0.5f), true)).contains("Dropout");
    assertThat(ops(Dropout.of(0), true)).doesNotContain("Dropout");
    assertThat(ops(Dropout.of(0.5f), false)).doesNotContain("Dropout");
    assertThat(ops(DropPath.of(0.5f), false)).doesNotContain("Dropout");
  }

  @Test
  void twoDropoutsHaveTwoMasks() {
    Network network = new Network(Shape.of(7), Sequential.of(Dropout.of(0.5f), Dropout.of(0.5f)));
    GraphBuilder b = new GraphBuilder();
    network.layer().apply(Scope.training(b, List.of()), b.input("x", Shape.of(1, 7)));
    List<Long> keys =
        b.build().nodes().stream()
            .filter(n -> n.op() instanceof dev.loupe.graph.op.Dropout)
            .map(n -> ((dev.loupe.graph.op.Dropout) n.op()).key())
            .toList();
    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void normalisationUsesRunningStatisticsWhereFrozen() {
    assertThat(ops(BatchNorm.of(), true)).contains("BatchStats", "UpdateRunning", "BatchNormTrain");
    assertThat(ops(BatchNorm.of(), false)).contains("BatchNorm").doesNotContain("BatchStats");
    GraphBuilder b = new GraphBuilder();
    Scope scope = Scope.training(b, List.of("bn1"));
    scope.call("bn1", BatchNorm.of(), b.input("x", Shape.of(4, 6)));
    assertThat(b.build().nodes().stream().map(n -> n.op().name())).doesNotContain("BatchStats");
  }

  @Test
  void activationsHaveNames() {
    assertThat(Nonlinearity.named("leaky_relu")).isEqualTo(Nonlinearity.leakyRelu(0.01f));
    assertThat(Nonlinearity.named("gelu")).isEqualTo(Nonlinearity.GELU);
    assertThat(Nonlinearity.names())
        .hasSize(12)
        .allMatch(name -> (Nonlinearity.named(name) + " ").startsWith(name + " "));
  }

  @Test
  void layersAreReadable() {
    assertThat(Conv.of(64, 3)).hasToString("Conv 64, 3 padding half");
    assertThat(Conv.of(64, 3, 5).withStride(2).withPadding(Padding.of(1, 0)).withoutBias())
        .hasToString("Conv 64, 3x5 stride 2 padding 1x0, no bias");
    assertThat(MaxPool.of(3).withStride(2).roundedUp()).hasToString("MaxPool 3 stride 2, up");
    assertThat(Dense.of(10)).hasToString("Dense 10");
  }

  @Test
  void sharedInitialisersFillBiasesByTheFanOfTheirWeights() {
    Conv conv = Conv.of(8, 3).withInitialisation(Initialisation.of(Initialiser.ONE));
    Graph graph = new Network(Shape.of(9, 9, 2), conv).inference(1);
    Parameters p = Parameters.of(graph, ParameterSource.random(Seed.of(1)));
    assertThat(p.tensor("weight").toArray()).containsOnly(1);
    assertThat(p.tensor("bias").toArray()).containsOnly(0);
  }

  private static void check(
      Layer layer, Shape[] shapes, Role[] roles, Layout[] layouts, String... names) {
    List<Variable> found = new Network(Shape.of(9, 8, 6), layer).inference(1).variables();
    assertThat(found.stream().map(Variable::path)).containsExactly(names);
    assertThat(found.stream().map(Variable::shape)).containsExactly(shapes);
    assertThat(found.stream().map(Variable::role)).containsExactly(roles);
    assertThat(found.stream().map(Variable::layout)).containsExactly(layouts);
  }

  private static Shape output(Layer layer, int... input) {
    Graph graph = new Network(Shape.of(input), layer).inference(2);
    return graph.node(Objects.requireNonNull(graph.outputs().get(Network.LOGITS))).shape();
  }

  private static List<String> names(Layer layer, int... input) {
    Graph graph = new Network(Shape.of(input), layer).inference(2);
    return graph.variables().stream().map(Variable::path).toList();
  }

  private static long transposes(Layer layer, int... input) {
    Graph graph = new Network(Shape.of(input), layer).inference(2);
    return graph.nodes().stream().filter(n -> n.op() instanceof Transpose).count();
  }

  private static List<String> ops(Layer layer, boolean training) {
    GraphBuilder b = new GraphBuilder();
    Scope scope = training ? Scope.training(b, List.of()) : Scope.inference(b);
    scope.call("part", layer, b.input("x", Shape.of(4, 6)));
    return b.build().nodes().stream().map(n -> n.op().name()).toList();
  }

  private static Program program(Graph graph) {
    Parameters none = Parameters.of(graph, ParameterSource.random(Seed.of(1)));
    return new Program(Plan.of(graph, Mode.FAST), none, new Parallel(1));
  }
}

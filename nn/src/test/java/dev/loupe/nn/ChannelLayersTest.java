package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Variable;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Layers that move, part or scale channels, on numbers worked out by hand.
final class ChannelLayersTest {
  /// Two places of six channels.
  private static final Shape INPUT = Shape.of(2, 6);

  private static final float[] VALUES = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15};

  @Test
  void shufflingDealsGroupsOut() {
    assertThat(run(ChannelShuffle.of(2))).containsExactly(0, 3, 1, 4, 2, 5, 10, 13, 11, 14, 12, 15);
    assertThat(run(ChannelShuffle.of(3))).containsExactly(0, 2, 4, 1, 3, 5, 10, 12, 14, 11, 13, 15);
  }

  @Test
  void partsAreEqual() {
    assertThat(run(ChannelPart.of(0, 2))).containsExactly(0, 1, 2, 10, 11, 12);
    assertThat(run(ChannelPart.of(2, 3))).containsExactly(4, 5, 14, 15);
  }

  @Test
  void paddingPutsZerosOnBothSides() {
    assertThat(run(PadChannels.of(9)))
        .containsExactly(0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 10, 11, 12, 13, 14, 15, 0, 0);
    assertThat(run(PadChannels.of(6))).containsExactly(VALUES);
  }

  @Test
  void scalesAreOneForEachChannel() {
    Graph graph = graph(new LayerScale("layer_scale", 2, 0.5f));
    Variable scale = graph.variables().get(0);
    assertThat(scale.path()).isEqualTo("layer_scale");
    assertThat(scale.shape()).isEqualTo(Shape.of(6, 1, 1));
    assertThat(graph(LayerScale.of()).variables().get(0).shape()).isEqualTo(Shape.of(6));
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(0)));
    parameters.tensor("layer_scale").set(3, 2);
    assertThat(run(graph, parameters))
        .containsExactly(0, 0.5f, 1, 6, 2, 2.5f, 5, 5.5f, 6, 26, 7, 7.5f);
  }

  @Test
  void placesShareTheirWeights() {
    Graph graph = graph(EachPlace.of(Dense.of(1)));
    assertThat(graph.variables().stream().map(Variable::path)).containsExactly("weight", "bias");
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(0)));
    parameters.tensor("weight").fill(2);
    parameters.tensor("bias").fill(1);
    assertThat(run(graph, parameters)).containsExactly(31, 151);
  }

  @Test
  void whatIsAtAPlaceStaysThere() {
    Layer all =
        Sequential.of(
            Conv.of(6, 3), ChannelShuffle.of(2), EachPlace.of(LayerNorm.of()), LayerNorm.of());
    Graph graph = new Network(Shape.of(9, 8, 4), all).inference(1);
    int last = graph.outputs().getOrDefault(Network.LOGITS, -1);
    ReceptiveField field = ReceptiveFields.of(graph).field(last).orElseThrow();
    assertThat(field.size()).isEqualTo("3x3");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    fails(ChannelShuffle.of(4), "the channels can't be parted evenly");
    fails(ChannelPart.of(1, 4), "the channels can't be parted evenly");
    fails(PadChannels.of(5), "there are more channels than padding may give");
    assertThatThrownBy(() -> ChannelPart.of(2, 2))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            there is no such part of the channels
              expected: 0 to 1
              got: 2\
            """);
  }

  private static void fails(Layer layer, String what) {
    assertThatThrownBy(() -> graph(Sequential.of(layer)))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("0: " + what);
  }

  private static Graph graph(Layer layer) {
    return new Network(INPUT, layer).inference(1);
  }

  private static float[] run(Layer layer) {
    Graph graph = graph(layer);
    return run(graph, Parameters.of(graph, ParameterSource.random(Seed.of(0))));
  }

  private static float[] run(Graph graph, Parameters parameters) {
    float[] checked = run(graph, parameters, Mode.CHECKED);
    assertThat(run(graph, parameters, Mode.FAST)).isEqualTo(checked);
    return checked;
  }

  private static float[] run(Graph graph, Parameters parameters, Mode mode) {
    Program program = new Program(Plan.of(graph, mode), parameters, new Parallel(1));
    program.input(Network.INPUT).copyFrom(Tensor.of(Shape.of(12), VALUES));
    program.run();
    return program.output(Network.LOGITS).toArray();
  }
}

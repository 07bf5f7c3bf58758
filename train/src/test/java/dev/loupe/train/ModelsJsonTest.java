package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.formats.Json;
import dev.loupe.formats.LayerJson;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source.Variable;
import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelsJsonTest {
  static List<ModelCard> cards() {
    return Models.all();
  }

  /// Initialisers are not kept, so graphs are compared without them.
  @ParameterizedTest
  @MethodSource("cards")
  void comesBackAsTheSameGraph(ModelCard card) {
    Network network = card.network();
    Network back = LayerJson.read(LayerJson.write(network));
    assertThat(lines(back.inference(1))).isEqualTo(lines(network.inference(1)));
    assertThat(Json.text(LayerJson.write(back))).isEqualTo(Json.text(LayerJson.write(network)));
  }

  private static List<String> lines(Graph graph) {
    return graph.nodes().stream().map(ModelsJsonTest::line).toList();
  }

  private static String line(Node n) {
    String op = n.op() instanceof Variable v ? v.path() + v.role() + v.layout() : n.op().toString();
    return n.path() + " " + op + " " + n.inputs() + " " + n.shape();
  }
}

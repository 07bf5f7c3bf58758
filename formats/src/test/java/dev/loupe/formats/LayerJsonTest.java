package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sizes;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class LayerJsonTest {
  private static final Network NETWORK =
      new Network(
          Shape.of(28, 28, 1),
          Sequential.of(
              Conv.of(8, 5, 3).withStride(2).withPadding(Padding.same()),
              Nonlinearity.leakyRelu(0.1f),
              Residual.of(
                  Sequential.of().with("a", Conv.of(8, 3).withoutBias()).with("b", BatchNorm.of())),
              Residual.of(Conv.of(8, 3)).withShortcut(Conv.of(8, 1)),
              MaxPool.of(2).withPadding(Padding.of(Sizes.of(1, 0), Sizes.of(0, 1))),
              Flatten.of(),
              Dense.of(10)));

  private static ObjectNode parse(String text) {
    return Json.parse("model.json", text.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> LayerJson.read(parse(text)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(message);
  }

  @Test
  void comesBackAsItWas() {
    String text = Json.text(LayerJson.write(NETWORK));
    assertThat(LayerJson.read(parse(text))).isEqualTo(NETWORK);
  }

  @Test
  void says() {
    Network dense = new Network(Shape.of(4), Dense.of(2));
    assertThat(Json.compact(LayerJson.write(dense)))
        .isEqualTo("{\"input\":[4],\"layer\":{\"type\":\"Dense\",\"features\":2,\"bias\":true}}");
  }

  @Test
  void refusesLayersOfOthers() {
    Network other = new Network(Shape.of(4), Sequential.of((scope, x) -> x));
    assertThatThrownBy(() -> LayerJson.write(other))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(
            "layer.layers[0].layer: this can't be kept in a model file\n"
                + "  expected: a record of Loupe's own\n"
                + "  got: dev.loupe.formats.LayerJsonTest$$Lambda")
        .hasMessageEndingWith("\n  fix: build the network of Loupe's layers");
  }

  @Test
  void refusesUnknownTypes() {
    for (String name : new String[] {"Denser", "java.lang.Runtime", "Network", "Scope", "Layer"}) {
      refused(
          "{\"input\":[4],\"layer\":{\"type\":\"" + name + "\"}}",
          "layer: unknown type '"
              + name
              + "'\n"
              + "  expected: a layer of Loupe\n"
              + "  fix: use the version of Loupe that wrote the file, or a later one");
    }
  }

  @Test
  void refusesUnknownTypesOfSealedFamilies() {
    String text = Json.text(LayerJson.write(NETWORK)).replace("\"Same\"", "\"Sama\"");
    assertThatThrownBy(() -> LayerJson.read(parse(text)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "layer.layers[0].layer.padding: unknown type 'Sama'\n"
                + "  expected: one of Half, Same, Explicit\n"
                + "  fix: did you mean 'Same'?");
  }

  @Test
  void refusesMissingAndUnknownFields() {
    refused(
        "{\"input\":[4],\"layer\":{\"type\":\"Dense\",\"features\":2}}",
        "layer: the field 'bias' is missing");
    refused(
        "{\"input\":[4],\"layer\":{\"type\":\"Dense\",\"features\":2,\"bias\":true,\"bia\":1}}",
        "layer: unknown field 'bia'\n"
            + "  expected: one of type, features, bias\n"
            + "  fix: did you mean 'bias'?");
  }

  @Test
  void refusesWrongTypes() {
    refused(
        "{\"input\":[4],\"layer\":{\"type\":\"Dense\",\"features\":2.5,\"bias\":true}}",
        "layer.features: a value has the wrong type\n  expected: a whole number\n  got: 2.5");
    refused(
        "{\"input\":[4],\"layer\":{\"type\":\"Dense\",\"features\":2,\"bias\":\"yes\"}}",
        "layer.bias: a value has the wrong type\n  expected: true or false\n  got: \"yes\"");
    refused(
        "{\"input\":[4],\"layer\":[]}",
        "layer: a value has the wrong type\n  expected: an object\n  got: a list");
    refused(
        "{\"input\":[4],\"layer\":null}",
        "layer: a value has the wrong type\n  expected: an object\n  got: null");
  }

  @Test
  void valuesOutOfRangeSayWhere() {
    refused(
        "{\"input\":[4],\"layer\":{\"type\":\"Dense\",\"features\":0,\"bias\":true}}",
        "layer: a layer has too few features\n  expected: at least 1\n  got: 0");
  }
}

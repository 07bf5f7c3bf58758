package dev.loupe.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names with settings, and names of depths.
final class SettingsTest {
  /// Counted by PyTorch in the same networks. Of wide residual networks the paper prints 0.6, 2.2,
  /// 11.0, 17.2 and 36.5 million (tables 4 and 5).
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet32 | 466906",
        "resnet44 | 661338",
        "resnet56 | 855770",
        "resnet110 | 1730714",
        "wrn-40-1 | 563930",
        "wrn-40-2 | 2243546",
        "wrn-16-8 | 10961370",
        "wrn-22-8 | 17158106",
        "wrn-28-10 | 36479194",
        "wrn-28-10:dropout=0.3 | 36479194",
        "resnet9:width=32,activation=elu | 1646112",
        "mlp:hidden=300-100 | 266610",
        "unet:width=64 | 31036546",
        "unet:width=64,up=nearest | 34518146",
        "unet3d:width=64 | 19071394"
      })
  void countsParametersAsPyTorch(String name, long count) {
    ModelCard card = Models.get(name);
    assertThat(card.name()).isEqualTo(name);
    assertThat(ModelsTest.trained(card.network())).isEqualTo(count);
  }

  /// The paper counts 19,069,955 parameters with 3 channels and 3 classes: 2,339 of them are the
  /// biases of convolutions, which the normalisations have here.
  @Test
  void theVolumeNetworkIsThatOfThePaper() {
    Network network = Models.get("unet3d:width=64").network(Shape.of(16, 16, 16, 3), 3);
    long weights =
        network.inference(1).variables().stream()
            .filter(v -> v.role() == Role.WEIGHT && v.shape().rank() > 1)
            .mapToLong(v -> v.shape().elements())
            .sum();
    assertThat(weights + 2_339).isEqualTo(19_069_955);
  }

  @Test
  void theSmallNetworkStaysSmall() {
    assertThat(ModelsTest.trained(Models.get("smallcnn").network())).isLessThan(100_000);
  }

  @Test
  void settingsChangeTheNetworkAlone() {
    ModelCard usual = Models.get("unet");
    ModelCard small = Models.get("unet:width=8,depth=2");
    assertThat(small.settings().all().toString()).isEqualTo("[depth=2, width=8, up=transposed]");
    assertThat(small.input()).isEqualTo(usual.input());
    assertThat(Models.get("unet").settings()).isEqualTo(usual.settings());
    assertThat(paths(Models.get("wrn-16-4:dropout=0.3"))).isEqualTo(paths(Models.get("wrn-16-4")));
    assertThat(small.network(Shape.of(20, 12, 1), 2).inference(1).outputs()).hasSize(1);
  }

  @Test
  void unknownSettingsAreToldTheNearest() {
    fails(
        "resnet9:wdth=32",
        """
        resnet9: unknown setting 'wdth'
          expected: one of width, activation
          fix: did you mean 'width'?\
        """);
    fails(
        "resnet9:32",
        """
        resnet9: a setting of a model has no value
          expected: a name and a value, such as width=64
          got: '32'\
        """);
    fails(
        "lenet5:width=3",
        """
        lenet5: this model has nothing to choose
          got: 'width=3'
          fix: ask for 'lenet5' alone\
        """);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    fails(
        "resnet20:width=0",
        """
        resnet20:width=0: the setting 'width' is out of range
          expected: a whole number from 1 to 4096
          got: '0'\
        """);
    fails(
        "wrn-16-4:dropout=1",
        """
        wrn-16-4:dropout=1: the setting 'dropout' is out of range
          expected: a number from 0 up to but not 1
          got: '1'\
        """);
    fails(
        "mlp:hidden=100-",
        """
        mlp:hidden=100-: the setting 'hidden' is out of range
          expected: a whole number from 1 to 65536
          got: ''\
        """);
    fails(
        "unet:up=linear",
        """
        unet:up=linear: unknown choice of up 'linear'
          expected: one of transposed, nearest\
        """);
  }

  @Test
  void depthsThatDoNotExistAreRefused() {
    fails(
        "resnet21",
        """
        unknown model 'resnet21'
          expected: a depth of 6 n + 2, at most 1202
          got: 21
          fix: did you mean 'resnet20'?\
        """);
    fails(
        "wrn-3-2",
        """
        unknown model 'wrn-3-2'
          expected: a depth of 6 n + 4, at most 1000
          got: 3
          fix: did you mean 'wrn-10-2'?\
        """);
  }

  /// 50 is 6 n + 2 too.
  @Test
  void depthsOfNetworksForLargeImagesAreTheirs() {
    assertThat(Models.get("resnet50").input()).isEqualTo(Shape.of(224, 224, 3));
    assertThat(Models.get("resnet56").input()).isEqualTo(Shape.of(32, 32, 3));
    assertThat(Models.get("resnet50-a").input()).isEqualTo(Shape.of(32, 32, 3));
  }

  @Test
  void sizesThatAUNetCannotHalveAreToldHow() {
    Network network = Models.get("unet").network(Shape.of(100, 128, 1), 2);
    assertThatThrownBy(() -> network.inference(1))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the sizes of the input can't be halved 4 times
              expected: spatial sizes that are multiples of 16
              got: 100x128
              fix: pad the input to 112x128, crop it to 96x128, or choose a depth of at most 2\
            """);
  }

  /// Each model has a row, with each of its settings as it is by default.
  @Test
  void thePageOfModelsIsComplete() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "models.md"));
    for (ModelCard card : Models.all()) {
      String row =
          lines.stream()
              .filter(l -> l.startsWith("| `" + card.name() + "` |"))
              .findFirst()
              .orElse("");
      assertThat(row)
          .as(card.name())
          .contains("%,d".formatted(ModelsTest.trained(card.network())))
          .contains(card.input().toString());
      for (Setting s : card.settings().all()) {
        assertThat(row).as(card.name()).contains("`" + s + "`");
      }
    }
  }

  private static List<String> paths(ModelCard card) {
    return card.network().inference(1).variables().stream().map(Variable::path).toList();
  }

  private static void fails(String name, String message) {
    assertThatThrownBy(() -> Models.get(name))
        .isInstanceOf(LoupeException.class)
        .hasMessage(message);
  }
}

package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.Convolution;
import dev.loupe.models.Models;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.problems.NetworkLayer;
import dev.loupe.testkit.problems.NetworkLayers;
import dev.loupe.testkit.problems.NetworkOp;
import dev.loupe.testkit.problems.NetworkOps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The lists are the networks' layers.
final class NetworkLayersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"lenet5", "resnet20", "resnet18-cifar", "vgg11-cifar", "ecg1d", "resnet18-3d"})
  void areTheLayersOfTheModel(String net) {
    Graph graph = Models.get(net).network().inference(1);
    Map<String, Integer> expected = new TreeMap<>();
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Convolution c) {
        List<Shape> in = graph.inputShapes(n);
        expected.merge(c + " of " + in.get(0) + " by " + in.get(1), 1, Integer::sum);
      }
    }
    Map<String, Integer> listed = new TreeMap<>();
    for (NetworkLayer l : NetworkLayers.of(net)) {
      Convolution c = new Convolution(l.row().window(), l.row().groups());
      listed.put(c + " of " + l.row().source() + " by " + l.row().weights(), l.times());
    }
    assertThat(expected).isNotEmpty();
    assertThat(listed).isEqualTo(expected);
  }

  // Published parameters less those of dense layers, batch normalisation and biases: torchvision's
  // models; the paper of the 3-D U-Net (19 069 955 with biases).
  @ParameterizedTest
  @CsvSource({"resnet50, 53, 23454912", "mobilenet_v2, 52, 2189760", "unet3d, 18, 19067616"})
  void haveAsManyLayersAndWeightsAsPublished(String net, int layers, long weights) {
    List<NetworkLayer> list = NetworkLayers.of(net);
    assertThat(list.stream().mapToInt(NetworkLayer::times).sum()).isEqualTo(layers);
    assertThat(list.stream().mapToLong(l -> l.times() * l.row().weights().elements()).sum())
        .isEqualTo(weights);
  }

  @Test
  void operationsOfResnet50AreThoseOfThePaper() {
    // 4.1 billion multiply-adds with a stride in the 3x3; the dense layer has 2 million of them.
    long flops = NetworkLayers.of("resnet50").stream().mapToLong(l -> l.times() * l.flops()).sum();
    assertThat(flops).isEqualTo(2 * 4_087_136_256L);
  }

  @Test
  void batchMultiplies() {
    NetworkLayer one = NetworkLayers.of("resnet20").get(0);
    assertThat(one.atBatch(8).flops()).isEqualTo(8 * one.flops());
    assertThat(one.atBatch(8).row().source()).isEqualTo(Shape.of(8, 32, 32, 3));
  }

  @Test
  void croppingKeepsChannelsAndWindow() {
    NetworkLayer layer = NetworkLayers.of("resnet50").get(3);
    NetworkLayer small = layer.cropped(20_000_000);
    // 3x3, 64 to 64: 73 728 operations a pixel.
    assertThat(small.row().source()).isEqualTo(Shape.of(1, 14, 14, 64));
    assertThat(small.row().weights()).isEqualTo(layer.row().weights());
    assertThat(layer.cropped(1).row().source()).isEqualTo(Shape.of(1, 7, 7, 64));
  }

  @Test
  void otherOpsHaveAShapeAndWork() {
    for (NetworkOp op : NetworkOps.all()) {
      assertThat(op.flops()).as(op.name()).isPositive();
      assertThat(op.bytes()).as(op.name()).isGreaterThan(4 * op.output().elements());
    }
  }
}

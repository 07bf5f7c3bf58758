package dev.loupe.explain.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.models.Models;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.ReceptiveFields;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Fields beside the table of Araujo, Norris and Sim, Distill 2019: of the last value with places.
class PublishedFieldsTest {
  private static long field(String model) {
    Graph graph =
        new Network(Shape.of(224, 224, 3), Models.get(model).network().layer()).inference(1);
    ReceptiveFields fields = ReceptiveFields.of(graph);
    long size = 0;
    for (Node n : graph.nodes()) {
      if (n.shape().rank() == 4 && n.shape().size(1) == 7 && fields.field(n.id()).isPresent()) {
        size = fields.field(n.id()).orElseThrow().axes().getFirst().size();
      }
    }
    return size;
  }

  @Test
  void vgg16SeesAfterItsLastPooling212() {
    assertThat(field("vgg16")).isEqualTo(212);
  }

  @Test
  void resnet50SeesWithTheStrideInThe3x3Convolution427() {
    assertThat(field("resnet50")).isEqualTo(427);
  }

  /// The windows of ResNet-50 as it was published, with the stride in the first 1x1 convolution.
  @Test
  void resnet50SeesWithTheStrideInThe1x1Convolution483() {
    assertThat(windows(true)).isEqualTo(483);
    assertThat(windows(false)).isEqualTo(427);
  }

  private static long windows(boolean strideInFirst) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Conv.of(1, 7).withStride(2));
    layers.add(MaxPool.of(3).withStride(2));
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < 4; stage++) {
      for (int b = 0; b < blocks[stage]; b++) {
        int stride = stage > 0 && b == 0 ? 2 : 1;
        layers.add(Conv.of(1, 1).withStride(strideInFirst ? stride : 1));
        layers.add(Conv.of(1, 3).withStride(strideInFirst ? 1 : stride));
        layers.add(Conv.of(1, 1));
      }
    }
    Layer all = Sequential.of(layers.toArray(Layer[]::new));
    Graph graph = new Network(Shape.of(224, 224, 1), all).inference(1);
    int last = graph.outputs().getOrDefault(Network.LOGITS, -1);
    return ReceptiveFields.of(graph).field(last).orElseThrow().axes().getFirst().size();
  }
}

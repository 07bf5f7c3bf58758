package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// VGG networks for small images: convolutions of 3 with batch normalisation, pooled in between,
/// and one dense layer.
final class Vgg {
  private static final int POOL = 0;
  private static final List<Integer> ELEVEN =
      List.of(64, POOL, 128, POOL, 256, 256, POOL, 512, 512, POOL, 512, 512, POOL);

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "vgg11-cifar",
              "eight convolutions of 3x3 with batch normalisation, for small images",
              "Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015, table 1, A",
              Shape.of(32, 32, 3),
              10,
              Settings.NONE,
              (classes, settings) -> layers(ELEVEN, classes)));

  private Vgg() {}

  private static Layer layers(List<Integer> channels, int classes) {
    List<Layer> layers = new ArrayList<>();
    for (int c : channels) {
      layers.add(c == POOL ? MaxPool.of(2) : Blocks.convNormRelu(c, 3, 1));
    }
    layers.add(Flatten.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}

package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Residual networks for small inputs: a stem of one convolution that keeps the size, then blocks
/// of two convolutions in stages; each stage but the first halves the size and doubles the width.
///
/// Where shapes differ the shortcut is a convolution and a batch normalisation.
final class ResidualNet {
  private static final String SOURCE =
      "He et al., Deep Residual Learning for Image Recognition, CVPR 2016";
  private static final String WIDTH = "width";
  private static final int MOST_DEEP = 1202;

  static final List<ModelCard> CARDS =
      List.of(
          cifar("resnet20", 20),
          four("resnet18-cifar", 2, "images", "3x3", Shape.of(32, 32, 3), 10),
          four("resnet10-3d", 1, "volumes", "3x3x3", Shape.of(28, 28, 28, 1), 11),
          four("resnet18-3d", 2, "volumes", "3x3x3", Shape.of(28, 28, 28, 1), 11));

  private ResidualNet() {}

  /// The network of `resnet` and a depth, for depths of `6 n + 2`.
  ///
  /// @return empty for a name of another form
  /// @throws dev.loupe.tensor.LoupeException if there is no such depth
  static Optional<ModelCard> named(String name) {
    return Depths.of("resnet(\\d+)", name)
        .map(numbers -> cifar(name, Depths.check(name, numbers.get(0), 2, MOST_DEEP, "resnet%d")));
  }

  private static ModelCard cifar(String name, int depth) {
    int blocks = (depth - 2) / 6;
    return new ModelCard(
        name,
        "a residual network of " + depth + " layers in three stages, for small images",
        SOURCE + ", section 4.2",
        Shape.of(32, 32, 3),
        10,
        width(16),
        (classes, settings) -> layers(settings, 3, blocks, classes));
  }

  private static ModelCard four(
      String name, int blocks, String inputs, String stem, Shape input, int usual) {
    return new ModelCard(
        name,
        "a residual network of " + (8 * blocks + 2) + " layers in four stages, for small " + inputs,
        SOURCE + ", table 1, with a stem of " + stem,
        input,
        usual,
        width(64),
        (classes, settings) -> layers(settings, 4, blocks, classes));
  }

  private static Settings width(int usual) {
    return Settings.NONE.with(
        WIDTH, usual, "channels of the first stage; each further one has twice as many");
  }

  private static Layer layers(Settings settings, int stages, int blocks, int classes) {
    int width = settings.channels(WIDTH);
    List<Layer> layers = new ArrayList<>();
    layers.add(Blocks.convNormRelu(width, 3, 1));
    for (int stage = 0; stage < stages; stage++) {
      for (int block = 0; block < blocks; block++) {
        layers.add(Blocks.basic(width << stage, stage > 0 && block == 0 ? 2 : 1));
      }
    }
    layers.add(GlobalAveragePool.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}

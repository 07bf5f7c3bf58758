package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Initialisers.Fan;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.PadChannels;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Residual networks for small images as in the paper: where shapes differ, the shortcut keeps
/// every other value and fills the further channels with zeros, option A.
///
/// Parameters are named as in the weights for CIFAR-10 that are most used, `resnet20-12fca82f.th`.
final class PaddedResidualNet {
  private static final String WIDTH = "width";
  private static final int MOST_DEEP = 1202;
  private static final Initialisation START =
      new Initialisation(
          Initialisers.kaimingNormal(Fan.IN, Initialisers.RELU_GAIN), Initialisation.Bias.UNIFORM);

  static final List<ModelCard> CARDS = List.of(card("resnet20-a", 20));

  private PaddedResidualNet() {}

  /// The network of `resnet`, a depth of `6 n + 2` and `-a`.
  ///
  /// @return empty for a name of another form
  /// @throws dev.loupe.tensor.LoupeException if there is no such depth
  static Optional<ModelCard> named(String name) {
    return Depths.of("resnet(\\d+)-a", name)
        .map(numbers -> card(name, Depths.check(name, numbers.get(0), 2, MOST_DEEP, "resnet%d-a")));
  }

  private static ModelCard card(String name, int depth) {
    int blocks = (depth - 2) / 6;
    return new ModelCard(
        name,
        "a residual network of " + depth + " layers with shortcuts that learn nothing",
        "He et al., Deep Residual Learning for Image Recognition, CVPR 2016, section 4.2",
        Shape.of(32, 32, 3),
        10,
        Settings.NONE.with(
            WIDTH, 16, "channels of the first stage; each further one has twice as many"),
        (classes, settings) -> layers(settings.channels(WIDTH), blocks, classes));
  }

  private static Layer layers(int width, int blocks, int classes) {
    Sequential net =
        Sequential.of()
            .with("conv1", conv(width, 1))
            .with("bn1", BatchNorm.of())
            .with("", Nonlinearity.RELU);
    for (int stage = 0; stage < 3; stage++) {
      List<Layer> parts = new ArrayList<>();
      for (int i = 0; i < blocks; i++) {
        parts.add(block(width << stage, stage > 0 && i == 0 ? 2 : 1));
      }
      net = net.with("layer" + (stage + 1), Sequential.of(parts.toArray(Layer[]::new)));
    }
    return net.with("avgpool", GlobalAveragePool.of())
        .with("linear", Dense.of(classes).withInitialisation(START));
  }

  private static Layer block(int width, int stride) {
    Sequential body =
        Sequential.of()
            .with("conv1", conv(width, stride))
            .with("bn1", BatchNorm.of())
            .with("", Nonlinearity.RELU)
            .with("conv2", conv(width, 1))
            .with("bn2", BatchNorm.of());
    // A pooling over one value keeps every stride-th.
    Layer padded = Sequential.of(MaxPool.of(1).withStride(stride), PadChannels.of(width));
    return Residual.of(body).withShortcut(stride == 1 ? Identity.of() : padded);
  }

  private static Layer conv(int channels, int stride) {
    return ImageBlocks.conv(channels, 3, stride).withInitialisation(START);
  }
}

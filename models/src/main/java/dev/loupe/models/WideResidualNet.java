package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Wide residual networks: three stages of blocks that normalise before they convolve.
///
/// Where a block changes the shape, its shortcut is a convolution with a kernel of 1, which sees
/// the normalised input, as the body does. In other blocks only the body normalises.
final class WideResidualNet {
  private static final String DROPOUT = "dropout";
  private static final int STEM = 16;
  private static final int REST = 4;
  private static final int MOST_DEEP = 1000;
  private static final int MOST_WIDE = Settings.MOST_CHANNELS / (4 * STEM);

  static final List<ModelCard> CARDS = List.of(card("wrn-16-4", 16, 4));

  private WideResidualNet() {}

  /// The network of `wrn-`, a depth of `6 n + 4`, and how many times wider than usual it is.
  ///
  /// @return empty for a name of another form
  /// @throws dev.loupe.tensor.LoupeException if there is no such depth
  static Optional<ModelCard> named(String name) {
    return Depths.of("wrn-(\\d+)-(\\d+)", name)
        .filter(numbers -> numbers.get(1) >= 1 && numbers.get(1) <= MOST_WIDE)
        .map(
            numbers -> {
              String form = "wrn-%d-" + numbers.get(1);
              int depth = Depths.check(name, numbers.get(0), REST, MOST_DEEP, form);
              return card(name, depth, numbers.get(1));
            });
  }

  private static ModelCard card(String name, int depth, int times) {
    int blocks = (depth - REST) / 6;
    return new ModelCard(
        name,
        "a residual network of %d layers, %d times wider than usual".formatted(depth, times),
        "Zagoruyko and Komodakis, Wide Residual Networks, BMVC 2016, table 1",
        Shape.of(32, 32, 3),
        10,
        Settings.NONE.with(DROPOUT, 0, "share dropped between a block's convolutions, below 1"),
        (classes, settings) -> layers(blocks, times, settings.share(DROPOUT), classes));
  }

  private static Layer layers(int blocks, int times, float dropout, int classes) {
    List<Layer> layers = new ArrayList<>();
    layers.add(conv(STEM, 3, 1));
    for (int stage = 0; stage < 3; stage++) {
      int width = (STEM << stage) * times;
      boolean changes = stage > 0 || times > 1;
      layers.add(changes ? first(width, stage > 0 ? 2 : 1, dropout) : further(width, dropout));
      for (int block = 1; block < blocks; block++) {
        layers.add(further(width, dropout));
      }
    }
    layers.add(BatchNorm.of());
    layers.add(Nonlinearity.RELU);
    layers.add(GlobalAveragePool.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }

  private static Layer first(int width, int stride, float dropout) {
    Layer sum =
        Residual.of(convolutions(Sequential.of(), width, stride, dropout))
            .withShortcut(conv(width, 1, stride))
            .withAfter(Identity.of());
    return normalised().with("", sum);
  }

  private static Layer further(int width, float dropout) {
    return Residual.of(convolutions(normalised(), width, 1, dropout))
        .withShortcut(Identity.of())
        .withAfter(Identity.of());
  }

  private static Sequential normalised() {
    return Sequential.of().with("norm1", BatchNorm.of()).with("", Nonlinearity.RELU);
  }

  private static Sequential convolutions(Sequential before, int width, int stride, float dropout) {
    Sequential half =
        before
            .with("conv1", conv(width, 3, stride))
            .with("norm2", BatchNorm.of())
            .with("", Nonlinearity.RELU);
    Sequential dropped = dropout > 0 ? half.with("drop", Dropout.of(dropout)) : half;
    return dropped.with("conv2", conv(width, 3, 1));
  }

  private static Layer conv(int channels, int kernel, int stride) {
    return Conv.of(channels, kernel).withStride(stride).withoutBias();
  }
}

package dev.loupe.models;

import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Networks for heartbeats.
final class EcgNet {
  private static final int WIDTH = 32;
  private static final int BLOCKS = 5;

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "ecg1d",
              "five residual blocks over a signal, each followed by a pooling, for heartbeats",
              "Kachuee et al., ECG Heartbeat Classification, ICHI 2018, figure 2",
              Shape.of(187, 1),
              5,
              Settings.NONE,
              (classes, settings) -> layers(classes)));

  private EcgNet() {}

  private static Layer layers(int classes) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Blocks.convNormRelu(WIDTH, 5, 1));
    for (int i = 0; i < BLOCKS; i++) {
      layers.add(block());
    }
    layers.add(Flatten.of());
    layers.add(Dense.of(32));
    layers.add(Nonlinearity.RELU);
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }

  /// Its parts lie right under the block's path.
  private static Layer block() {
    Sequential body =
        Sequential.of()
            .with("a", Conv.of(WIDTH, 5))
            .with("", Nonlinearity.RELU)
            .with("b", Conv.of(WIDTH, 5));
    return Sequential.of().with("", Residual.of(body)).with("p", MaxPool.of(5).withStride(2));
  }
}

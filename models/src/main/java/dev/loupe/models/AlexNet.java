package dev.loupe.models;

import dev.loupe.nn.AdaptivePool;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import java.util.List;

/// AlexNet as torchvision defines it: on one device, without response normalisation.
final class AlexNet {
  private static final String HIDDEN = "hidden";

  static final List<ModelCard> CARDS =
      List.of(
          ImageBlocks.card(
              "alexnet",
              "five convolutions and three dense layers, for large images",
              "Krizhevsky, One Weird Trick for Parallelizing Convolutional Neural Networks, 2014",
              ImageBlocks.dropout(0.5).with(HIDDEN, 4096, "units of the two dense layers between"),
              AlexNet::layers));

  private AlexNet() {}

  private static Layer layers(int classes, Settings settings) {
    float dropout = settings.share(ImageBlocks.DROPOUT);
    int hidden = settings.channels(HIDDEN);
    MaxPool pool = MaxPool.of(3).withStride(2);
    Layer features =
        Sequential.of(
            Conv.of(64, 11).withStride(4).withPadding(Padding.of(2)),
            Nonlinearity.RELU,
            pool,
            Conv.of(192, 5),
            Nonlinearity.RELU,
            pool,
            Conv.of(384, 3),
            Nonlinearity.RELU,
            Conv.of(256, 3),
            Nonlinearity.RELU,
            Conv.of(256, 3),
            Nonlinearity.RELU,
            pool);
    Layer classifier =
        Sequential.of(
            Dropout.of(dropout),
            Dense.of(hidden),
            Nonlinearity.RELU,
            Dropout.of(dropout),
            Dense.of(hidden),
            Nonlinearity.RELU,
            Dense.of(classes));
    return Sequential.of()
        .with("features", features)
        .with("avgpool", AdaptivePool.average(6))
        .with("flatten", Flatten.of())
        .with("classifier", classifier);
  }
}

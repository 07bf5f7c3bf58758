package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Networks for series of any length.
final class SeriesNet {
  private static final String WIDTH = "width";

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "resnet1d",
              "three residual blocks with kernels of 8, 5 and 3, for series of any length",
              "Wang, Yan and Oates, Time Series Classification from Scratch with Deep Neural"
                  + " Networks, IJCNN 2017, section II.C",
              Shape.of(96, 1),
              2,
              Settings.NONE.with(WIDTH, 64, "channels of the first block; the others have twice"),
              SeriesNet::layers));

  private SeriesNet() {}

  private static Layer layers(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    return Sequential.of(
        block(width, Blocks.sameConvNorm(width, 1)),
        block(2 * width, Blocks.sameConvNorm(2 * width, 1)),
        block(2 * width, BatchNorm.of()),
        GlobalAveragePool.of(),
        Dense.of(classes));
  }

  /// The shortcut is normalised too, where it keeps the channels as well.
  private static Layer block(int width, Layer shortcut) {
    Sequential body =
        Sequential.of()
            .with("a", Blocks.sameConvNorm(width, 8).with("2", Nonlinearity.RELU))
            .with("b", Blocks.sameConvNorm(width, 5).with("2", Nonlinearity.RELU))
            .with("c", Blocks.sameConvNorm(width, 3));
    return Residual.of(body).withShortcutName("d").withShortcut(shortcut);
  }
}

package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalMaxPool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Scale;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Networks made to be trained fast.
final class SpeedNet {
  private static final String WIDTH = "width";
  private static final String ACTIVATION = "activation";

  /// What the logits are multiplied by.
  private static final float LOGITS = 0.125f;

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "resnet9",
              "eight convolutions and a dense layer, two shortcuts, to be trained fast",
              "Page, How to Train Your ResNet, part 4: Architecture, 2018",
              Shape.of(32, 32, 3),
              10,
              Settings.NONE
                  .with(WIDTH, 64, "channels of the first convolution; the last have 8 times")
                  .with(ACTIVATION, "relu", "the function between the layers, such as elu"),
              SpeedNet::nine));

  private SpeedNet() {}

  /// The last pooling of the source, 4x4, is one over all places: the same at its 32x32 pixels.
  private static Layer nine(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    Layer f = settings.activation(ACTIVATION);
    return Sequential.of()
        .with("prep", conv(width, f))
        .with("layer1", stage(2 * width, f).with("residual", residual(2 * width, f)))
        .with("layer2", stage(4 * width, f))
        .with("layer3", stage(8 * width, f).with("residual", residual(8 * width, f)))
        .with("pool", GlobalMaxPool.of())
        .with("linear", Dense.of(classes).withoutBias())
        .with("scale", Scale.of(LOGITS));
  }

  private static Sequential stage(int width, Layer f) {
    return Sequential.of().with("", conv(width, f)).with("pool", MaxPool.of(2));
  }

  private static Layer residual(int width, Layer f) {
    Sequential body = Sequential.of().with("a", conv(width, f)).with("b", conv(width, f));
    return Residual.of(body).withShortcut(Identity.of()).withAfter(Identity.of());
  }

  private static Layer conv(int width, Layer f) {
    return Sequential.of()
        .with("conv", Conv.of(width, 3).withoutBias())
        .with("norm", BatchNorm.of())
        .with("", f);
  }
}

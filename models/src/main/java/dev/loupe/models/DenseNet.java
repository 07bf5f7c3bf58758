package dev.loupe.models;

import dev.loupe.nn.AveragePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Branches;
import dev.loupe.nn.Branches.Join;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sequential.Named;
import java.util.List;

/// DenseNets as torchvision defines them: each layer sees the channels of all layers before it.
final class DenseNet {
  private static final String GROWTH = "growth";

  static final List<ModelCard> CARDS =
      List.of(
          card("densenet121", List.of(6, 12, 24, 16)), card("densenet169", List.of(6, 12, 32, 32)));

  private DenseNet() {}

  private static ModelCard card(String name, List<Integer> blocks) {
    return ImageBlocks.card(
        name,
        name.substring("densenet".length()) + " layers, each of which sees all before it",
        "Huang et al., Densely Connected Convolutional Networks, CVPR 2017, table 1",
        Settings.NONE
            .with(GROWTH, 32, "channels that each layer adds; the first convolution has twice them")
            .with(ImageBlocks.DROPOUT, 0, "share dropped of what each layer adds, below 1"),
        (classes, settings) -> layers(blocks, settings, classes));
  }

  private static Layer layers(List<Integer> blocks, Settings settings, int classes) {
    int growth = settings.channels(GROWTH);
    float dropout = settings.share(ImageBlocks.DROPOUT);
    int channels = 2 * growth;
    Sequential features =
        Sequential.of()
            .with("conv0", conv(channels, 7).withStride(2))
            .with("norm0", BatchNorm.of())
            .with("", Nonlinearity.RELU)
            .with("pool0", MaxPool.of(3).withStride(2).withPadding(Padding.of(1)));
    for (int b = 1; b <= blocks.size(); b++) {
      Sequential block = Sequential.of();
      for (int i = 1; i <= blocks.get(b - 1); i++) {
        block = block.with("denselayer" + i, layer(growth, dropout));
        channels += growth;
      }
      features = features.with("denseblock" + b, block);
      if (b < blocks.size()) {
        channels /= 2;
        features = features.with("transition" + b, transition(channels));
      }
    }
    return Sequential.of()
        .with("features", features.with("norm5", BatchNorm.of()).with("", Nonlinearity.RELU))
        .with("avgpool", GlobalAveragePool.of())
        .with("classifier", Dense.of(classes).withInitialisation(ImageBlocks.NO_BIAS));
  }

  private static Layer layer(int growth, float dropout) {
    Sequential body =
        Sequential.of()
            .with("norm1", BatchNorm.of())
            .with("", Nonlinearity.RELU)
            .with("conv1", conv(4 * growth, 1))
            .with("norm2", BatchNorm.of())
            .with("", Nonlinearity.RELU)
            .with("conv2", conv(growth, 3));
    Sequential added = dropout > 0 ? body.with("", Dropout.of(dropout)) : body;
    return new Branches(
        List.of(new Named("", Identity.of()), new Named("", added)), Join.CONCATENATE);
  }

  private static Layer transition(int channels) {
    return Sequential.of()
        .with("norm", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("conv", conv(channels, 1))
        .with("pool", AveragePool.of(2));
  }

  private static Conv conv(int channels, int kernel) {
    return Conv.of(channels, kernel).withoutBias().withInitialisation(ImageBlocks.FAN_IN);
  }
}

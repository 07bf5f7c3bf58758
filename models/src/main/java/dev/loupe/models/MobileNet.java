package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/// MobileNets of the first two versions: convolutions of each channel on its own, and convolutions
/// of 1 that mix them. The first is as timm defines it, the second as torchvision does.
final class MobileNet {
  /// Channels of the blocks of version 1; they double where the stride is 2.
  private static final List<List<Integer>> FIRST =
      List.of(
          List.of(64),
          List.of(128, 128),
          List.of(256, 256),
          List.of(512, 512, 512, 512, 512, 512),
          List.of(1024, 1024));

  /// Expansion, channels, blocks and stride of each stage of version 2.
  private static final List<List<Integer>> SECOND =
      List.of(
          List.of(1, 16, 1, 1),
          List.of(6, 24, 2, 2),
          List.of(6, 32, 3, 2),
          List.of(6, 64, 4, 2),
          List.of(6, 96, 3, 1),
          List.of(6, 160, 3, 2),
          List.of(6, 320, 1, 1));

  static final List<ModelCard> CARDS =
      List.of(
          ImageBlocks.card(
              "mobilenetv1_100",
              "thirteen convolutions in parts, of each channel and of all, for small devices",
              "Howard et al., MobileNets, 2017, table 1",
              ImageBlocks.dropout(0),
              MobileNet::first),
          ImageBlocks.card(
              "mobilenet_v2",
              "blocks that expand, convolve each channel and narrow again, for small devices",
              "Sandler et al., MobileNetV2, CVPR 2018, table 2",
              ImageBlocks.dropout(0.2),
              MobileNet::second));

  private MobileNet() {}

  private static Layer first(int classes, Settings settings) {
    List<Layer> stages = new ArrayList<>();
    for (List<Integer> channels : FIRST) {
      List<Layer> blocks = new ArrayList<>();
      for (int c : channels) {
        blocks.add(separable(c, !stages.isEmpty() && blocks.isEmpty() ? 2 : 1));
      }
      stages.add(Sequential.of(blocks.toArray(Layer[]::new)));
    }
    return Sequential.of()
        .with("conv_stem", ImageBlocks.conv(32, 3, 2))
        .with("bn1", BatchNorm.of())
        .with("", Nonlinearity.RELU6)
        .with("blocks", Sequential.of(stages.toArray(Layer[]::new)))
        .with("global_pool", GlobalAveragePool.of())
        .with("", Dropout.of(settings.share(ImageBlocks.DROPOUT)))
        .with("classifier", Dense.of(classes).withInitialisation(ImageBlocks.BY_FEATURES));
  }

  private static Layer separable(int channels, int stride) {
    return Sequential.of()
        .with("conv_dw", ImageBlocks.depthwise(3, stride).withInitialisation(ImageBlocks.FAN_IN))
        .with("bn1", BatchNorm.of())
        .with("", Nonlinearity.RELU6)
        .with("conv_pw", ImageBlocks.conv(channels, 1, 1))
        .with("bn2", BatchNorm.of())
        .with("", Nonlinearity.RELU6);
  }

  private static Layer second(int classes, Settings settings) {
    List<Layer> features = new ArrayList<>();
    features.add(ImageBlocks.normed(ImageBlocks.conv(32, 3, 2), Nonlinearity.RELU6));
    int inputs = 32;
    for (List<Integer> stage : SECOND) {
      for (int i = 0; i < stage.get(2); i++) {
        features.add(inverted(inputs, stage.get(0), stage.get(1), i == 0 ? stage.get(3) : 1));
        inputs = stage.get(1);
      }
    }
    features.add(ImageBlocks.normed(ImageBlocks.conv(1280, 1, 1), Nonlinearity.RELU6));
    Dense last = Dense.of(classes).withInitialisation(ImageBlocks.SMALL);
    return ImageBlocks.classified(features, settings.share(ImageBlocks.DROPOUT), last);
  }

  private static Layer inverted(int inputs, int expansion, int outputs, int stride) {
    List<Layer> parts = new ArrayList<>();
    if (expansion != 1) {
      Layer expand = ImageBlocks.conv(inputs * expansion, 1, 1);
      parts.add(ImageBlocks.normed(expand, Nonlinearity.RELU6));
    }
    parts.add(ImageBlocks.normed(ImageBlocks.depthwise(3, stride), Nonlinearity.RELU6));
    parts.add(ImageBlocks.conv(outputs, 1, 1));
    parts.add(BatchNorm.of());
    Layer body = Sequential.of().with("conv", Sequential.of(parts.toArray(Layer[]::new)));
    return ImageBlocks.added(stride == 1 && inputs == outputs, body, 0);
  }
}

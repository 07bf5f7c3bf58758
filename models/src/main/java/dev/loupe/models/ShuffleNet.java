package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Branches;
import dev.loupe.nn.Branches.Join;
import dev.loupe.nn.ChannelPart;
import dev.loupe.nn.ChannelShuffle;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.DepthwiseConv;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sequential.Named;
import java.util.ArrayList;
import java.util.List;

/// ShuffleNets V2 as torchvision defines them: half of the channels pass a block untouched, then
/// both halves are mixed.
final class ShuffleNet {
  private static final List<Integer> BLOCKS = List.of(4, 8, 4);

  static final List<ModelCard> CARDS =
      List.of(
          card("shufflenet_v2_x0_5", List.of(48, 96, 192)),
          card("shufflenet_v2_x1_0", List.of(116, 232, 464)));

  private ShuffleNet() {}

  private static ModelCard card(String name, List<Integer> channels) {
    return ImageBlocks.card(
        name,
        "blocks that convolve half of the channels and shuffle them, for small devices",
        "Ma et al., ShuffleNet V2, ECCV 2018, table 5",
        Settings.NONE,
        (classes, settings) -> layers(channels, classes));
  }

  private static Layer layers(List<Integer> channels, int classes) {
    Sequential net =
        Sequential.of()
            .with("conv1", normed(conv(24, 3).withStride(2)).with("2", Nonlinearity.RELU))
            .with("maxpool", MaxPool.of(3).withStride(2).withPadding(Padding.of(1)));
    for (int stage = 0; stage < BLOCKS.size(); stage++) {
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < BLOCKS.get(stage); i++) {
        int half = channels.get(stage) / 2;
        blocks.add(i == 0 ? halving(half) : keeping(half));
      }
      net = net.with("stage" + (stage + 2), Sequential.of(blocks.toArray(Layer[]::new)));
    }
    return net.with("conv5", normed(conv(1024, 1)).with("2", Nonlinearity.RELU))
        .with("avgpool", GlobalAveragePool.of())
        .with("fc", Dense.of(classes));
  }

  private static Layer halving(int half) {
    Layer first = Sequential.of(each(2), BatchNorm.of(), conv(half, 1), BatchNorm.of(), relu());
    return joined(new Named("branch1", first), new Named("branch2", second(half, 2)));
  }

  private static Layer keeping(int half) {
    Sequential other =
        Sequential.of().with("", ChannelPart.of(1, 2)).with("branch2", second(half, 1));
    return joined(new Named("", ChannelPart.of(0, 2)), new Named("", other));
  }

  private static Layer joined(Named first, Named second) {
    return Sequential.of()
        .with("", new Branches(List.of(first, second), Join.CONCATENATE))
        .with("", ChannelShuffle.of(2));
  }

  private static Layer second(int half, int stride) {
    return Sequential.of(
        conv(half, 1),
        BatchNorm.of(),
        relu(),
        each(stride),
        BatchNorm.of(),
        conv(half, 1),
        BatchNorm.of(),
        relu());
  }

  private static Layer relu() {
    return Nonlinearity.RELU;
  }

  private static Layer each(int stride) {
    return DepthwiseConv.of(3).withStride(stride).withoutBias();
  }

  private static Conv conv(int channels, int kernel) {
    return Conv.of(channels, kernel).withoutBias();
  }

  private static Sequential normed(Conv conv) {
    return Sequential.of(conv, BatchNorm.of());
  }
}

package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/// Residual networks for large images as torchvision defines them: in blocks of three convolutions
/// it is the one of 3x3 that has the stride.
///
/// @param blocks of each stage
/// @param deep whether a block has three convolutions, with four times the channels at its end
/// @param groups of the convolution of 3x3
/// @param each channels of a group, for each 64 of the stage's width
record ImageResidualNet(List<Integer> blocks, boolean deep, int groups, int each) {
  private static final String SOURCE =
      "He et al., Deep Residual Learning for Image Recognition, CVPR 2016, table 1";
  private static final String WIDTH = "width";
  private static final List<Integer> FIFTY = List.of(3, 4, 6, 3);

  static final List<ModelCard> CARDS =
      List.of(
          card("resnet18", plain(List.of(2, 2, 2, 2), false)),
          card("resnet34", plain(FIFTY, false)),
          card("resnet50", plain(FIFTY, true)),
          card("resnet101", plain(List.of(3, 4, 23, 3), true)),
          card("resnet152", plain(List.of(3, 8, 36, 3), true)),
          card(
              "resnext50_32x4d",
              "a residual network of 50 layers with convolutions in 32 groups",
              "Xie et al., Aggregated Residual Transformations, CVPR 2017, table 1",
              new ImageResidualNet(FIFTY, true, 32, 4)),
          card(
              "wide_resnet50_2",
              "a residual network of 50 layers, twice as wide inside of its blocks",
              "Zagoruyko and Komodakis, Wide Residual Networks, BMVC 2016, table 8",
              new ImageResidualNet(FIFTY, true, 1, 128)));

  private static ImageResidualNet plain(List<Integer> blocks, boolean deep) {
    return new ImageResidualNet(blocks, deep, 1, 64);
  }

  private static ModelCard card(String name, ImageResidualNet net) {
    String layers = name.substring("resnet".length());
    String description = "a residual network of %s layers, for large images".formatted(layers);
    return card(name, description, SOURCE, net);
  }

  private static ModelCard card(
      String name, String description, String source, ImageResidualNet net) {
    return ImageBlocks.card(
        name,
        description,
        source,
        Settings.NONE.with(
            WIDTH, 64, "channels of the first convolution; each further stage doubles them"),
        net::layers);
  }

  private Layer layers(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    Sequential net =
        Sequential.of()
            .with("conv1", ImageBlocks.conv(width, 7, 2))
            .with("bn1", BatchNorm.of())
            .with("", Nonlinearity.RELU)
            .with("maxpool", MaxPool.of(3).withStride(2).withPadding(Padding.of(1)));
    int inputs = width;
    for (int stage = 0; stage < blocks.size(); stage++) {
      int planes = width << stage;
      List<Layer> parts = new ArrayList<>();
      for (int i = 0; i < blocks.get(stage); i++) {
        parts.add(block(inputs, planes, i == 0 && stage > 0 ? 2 : 1));
        inputs = deep ? 4 * planes : planes;
      }
      net = net.with("layer" + (stage + 1), Sequential.of(parts.toArray(Layer[]::new)));
    }
    return net.with("avgpool", GlobalAveragePool.of()).with("fc", Dense.of(classes));
  }

  private Layer block(int inputs, int planes, int stride) {
    int outputs = deep ? 4 * planes : planes;
    boolean changes = stride > 1 || inputs != outputs;
    Layer shortcut =
        changes
            ? Sequential.of(ImageBlocks.conv(outputs, 1, stride), BatchNorm.of())
            : Identity.of();
    return Residual.of(deep ? bottleneck(planes, stride) : basic(planes, stride))
        .withShortcutName("downsample")
        .withShortcut(shortcut);
  }

  private static Sequential basic(int planes, int stride) {
    return Sequential.of()
        .with("conv1", ImageBlocks.conv(planes, 3, stride))
        .with("bn1", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("conv2", ImageBlocks.conv(planes, 3, 1))
        .with("bn2", BatchNorm.of());
  }

  private Sequential bottleneck(int planes, int stride) {
    int inside = Math.max(1, planes * each / 64) * groups;
    Conv grouped = ImageBlocks.conv(inside, 3, stride).withGroups(groups);
    return Sequential.of()
        .with("conv1", ImageBlocks.conv(inside, 1, 1))
        .with("bn1", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("conv2", grouped)
        .with("bn2", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("conv3", ImageBlocks.conv(4 * planes, 1, 1))
        .with("bn3", BatchNorm.of());
  }
}

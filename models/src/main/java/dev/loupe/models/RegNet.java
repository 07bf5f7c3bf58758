package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.SqueezeExcitation;
import java.util.List;

/// RegNets as torchvision defines them: residual networks of grouped convolutions whose widths grow
/// evenly.
final class RegNet {
  private static final int STEM = 32;
  private static final int GROUP = 8;

  /// Channels and blocks of each stage; the first block of each halves the size.
  private static final List<List<Integer>> STAGES =
      List.of(List.of(48, 1), List.of(104, 3), List.of(208, 6), List.of(440, 6));

  static final List<ModelCard> CARDS =
      List.of(
          ImageBlocks.card(
              "regnet_y_400mf",
              "residual blocks of grouped convolutions that weigh channels, evenly wider",
              "Radosavovic et al., Designing Network Design Spaces, CVPR 2020, figure 17",
              Settings.NONE,
              (classes, settings) -> layers(classes)));

  private RegNet() {}

  private static Layer layers(int classes) {
    Sequential trunk = Sequential.of();
    int inputs = STEM;
    for (int stage = 1; stage <= STAGES.size(); stage++) {
      int width = STAGES.get(stage - 1).get(0);
      Sequential blocks = Sequential.of();
      for (int i = 0; i < STAGES.get(stage - 1).get(1); i++) {
        blocks = blocks.with("block" + stage + "-" + i, block(inputs, width, i == 0 ? 2 : 1));
        inputs = width;
      }
      trunk = trunk.with("block" + stage, blocks);
    }
    return Sequential.of()
        .with("stem", ImageBlocks.normed(ImageBlocks.conv(STEM, 3, 2), Nonlinearity.RELU))
        .with("trunk_output", trunk)
        .with("avgpool", GlobalAveragePool.of())
        .with("fc", Dense.of(classes).withInitialisation(ImageBlocks.SMALL));
  }

  private static Layer block(int inputs, int width, int stride) {
    Layer grouped = ImageBlocks.conv(width, 3, stride).withGroups(width / GROUP);
    Layer body =
        Sequential.of()
            .with("a", ImageBlocks.normed(ImageBlocks.conv(width, 1, 1), Nonlinearity.RELU))
            .with("b", ImageBlocks.normed(grouped, Nonlinearity.RELU))
            .with("se", SqueezeExcitation.of(Math.round(inputs / 4f)))
            .with("c", Sequential.of(ImageBlocks.conv(width, 1, 1), BatchNorm.of()));
    Layer projection = Sequential.of(ImageBlocks.conv(width, 1, stride), BatchNorm.of());
    return Residual.of(Sequential.of().with("f", body))
        .withShortcutName("proj")
        .withShortcut(inputs == width && stride == 1 ? Identity.of() : projection);
  }
}

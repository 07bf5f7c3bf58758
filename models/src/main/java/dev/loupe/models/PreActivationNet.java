package dev.loupe.models;

import dev.loupe.nn.AdaptivePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/// Residual networks that normalise before they convolve, as timm defines them. Where a block
/// changes the shape, its shortcut sees the normalised input, as the body does.
final class PreActivationNet {
  private static final String WIDTH = "width";
  private static final List<Integer> BLOCKS = List.of(3, 4, 6, 3);

  static final List<ModelCard> CARDS =
      List.of(
          ImageBlocks.card(
              "resnetv2_50",
              "a residual network of 50 layers that normalises before it convolves",
              "He et al., Identity Mappings in Deep Residual Networks, ECCV 2016, section 4",
              Settings.NONE.with(
                  WIDTH, 64, "channels of the first convolution; each further stage doubles them"),
              PreActivationNet::fifty));

  private PreActivationNet() {}

  private static Layer fifty(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    Layer stem =
        Sequential.of()
            .with("conv", ImageBlocks.conv(width, 7, 2))
            .with("pool", MaxPool.of(3).withStride(2).withPadding(Padding.of(1)));
    List<Layer> stages = new ArrayList<>();
    for (int stage = 0; stage < BLOCKS.size(); stage++) {
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < BLOCKS.get(stage); i++) {
        int stride = stage > 0 ? 2 : 1;
        blocks.add(i == 0 ? first(width << stage, stride) : further(width << stage));
      }
      stages.add(Sequential.of().with("blocks", Sequential.of(blocks.toArray(Layer[]::new))));
    }
    Layer head =
        Sequential.of()
            .with("pool", AdaptivePool.average(1))
            .with("fc", Conv.of(classes, 1).withInitialisation(ImageBlocks.SMALL))
            .with("flatten", Flatten.of());
    return Sequential.of()
        .with("stem", stem)
        .with("stages", Sequential.of(stages.toArray(Layer[]::new)))
        .with("norm", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("head", head);
  }

  private static Layer first(int planes, int stride) {
    Layer shortcut = Sequential.of().with("conv", ImageBlocks.conv(4 * planes, 1, stride));
    Layer sum =
        Residual.of(convolutions(Sequential.of(), planes, stride))
            .withShortcutName("downsample")
            .withShortcut(shortcut)
            .withAfter(Identity.of());
    return normalised().with("", sum);
  }

  private static Layer further(int planes) {
    return Residual.of(convolutions(normalised(), planes, 1))
        .withShortcut(Identity.of())
        .withAfter(Identity.of());
  }

  private static Sequential normalised() {
    return Sequential.of().with("norm1", BatchNorm.of()).with("", Nonlinearity.RELU);
  }

  private static Sequential convolutions(Sequential before, int planes, int stride) {
    return before
        .with("conv1", ImageBlocks.conv(planes, 1, 1))
        .with("norm2", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("conv2", ImageBlocks.conv(planes, 3, stride))
        .with("norm3", BatchNorm.of())
        .with("", Nonlinearity.RELU)
        .with("conv3", ImageBlocks.conv(4 * planes, 1, 1));
  }
}

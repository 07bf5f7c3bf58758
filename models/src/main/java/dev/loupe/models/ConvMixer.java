package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.DepthwiseConv;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// ConvMixers: the picture cut into patches as in a transformer, and mixed by convolutions alone,
/// of
/// each channel over the places and of each place over the channels. As timm defines them.
final class ConvMixer {
  private static final String WIDTH = "width";
  private static final String DEPTH = "depth";
  private static final String PATCH = "patch";
  private static final String KERNEL = "kernel";
  private static final String DROP = "drop";
  private static final String SOURCE =
      "Trockman and Kolter, Patches Are All You Need?, TMLR 2023, section 2";

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "convmixer-256-8",
              "patches of 2, mixed by 8 blocks of convolutions of 256 channels",
              SOURCE + "; for small pictures",
              Shape.of(32, 32, 3),
              10,
              settings(256, 8, 2, 5),
              (classes, settings) -> layers(classes, settings, Nonlinearity.GELU)),
          ImageBlocks.card(
              "convmixer_768_32",
              "patches of 7, mixed by 32 blocks of convolutions of 768 channels",
              SOURCE + "; the activation is ReLU, as in table 1",
              settings(768, 32, 7, 7),
              (classes, settings) -> layers(classes, settings, Nonlinearity.RELU)));

  /// Names as the paper writes them.
  static final Map<String, String> SHORT =
      Map.of("convmixer-256/8", "convmixer-256-8", "convmixer-768/32", "convmixer_768_32");

  private ConvMixer() {}

  private static Settings settings(int width, int depth, int patch, int kernel) {
    return Settings.NONE
        .with(WIDTH, width, "channels")
        .with(DEPTH, depth, "blocks")
        .with(PATCH, patch, "pixels on a side of a patch")
        .with(KERNEL, kernel, "size of the kernels over places, odd")
        .with(DROP, 0, "share dropped before the last layer, below 1");
  }

  private static Layer layers(int classes, Settings settings, Nonlinearity activation) {
    int width = settings.channels(WIDTH);
    int patch = settings.whole(PATCH, 1, 64);
    int kernel = settings.odd(KERNEL, 1, 31);
    Conv cut = Conv.of(width, patch).withStride(patch).withPadding(Padding.valid());
    List<Layer> blocks = new ArrayList<>();
    for (int i = 0; i < settings.whole(DEPTH, 1, 1000); i++) {
      blocks.add(block(width, kernel, activation));
    }
    return Sequential.of()
        .with("stem", Sequential.of(cut, activation, BatchNorm.of()))
        .with("blocks", Sequential.of(blocks.toArray(Layer[]::new)))
        .with("pooling", GlobalAveragePool.of())
        .with("head_drop", Dropout.of(settings.share(DROP)))
        .with("head", Dense.of(classes));
  }

  private static Layer block(int width, int kernel, Nonlinearity activation) {
    Layer places = Sequential.of(DepthwiseConv.of(kernel), activation, BatchNorm.of());
    Layer sum =
        Residual.of(Sequential.of().with("fn", places))
            .withShortcut(Identity.of())
            .withAfter(Identity.of());
    return Sequential.of(sum, Conv.of(width, 1), activation, BatchNorm.of());
  }
}

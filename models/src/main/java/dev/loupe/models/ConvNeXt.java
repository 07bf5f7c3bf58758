package dev.loupe.models;

import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.DepthwiseConv;
import dev.loupe.nn.EachPlace;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Layer;
import dev.loupe.nn.LayerNorm;
import dev.loupe.nn.LayerScale;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/// ConvNeXts: convolutions of 7x7 of each channel, and two layers over the channels of each place.
/// The tiny one is as torchvision defines it, the atto one as timm does.
final class ConvNeXt {
  private static final String DROP_PATH = "drop_path";
  private static final String RATE = "rate of dropped blocks at the end, below 1; it grows from 0";
  private static final LayerNorm NORM = new LayerNorm(1e-6f);
  private static final float SCALE = 1e-6f;
  private static final Initialisation START = Initialisation.of(Initialisers.truncatedNormal(0.02));
  private static final List<Integer> TINY = List.of(3, 3, 9, 3);
  private static final List<Integer> ATTO = List.of(2, 2, 6, 2);

  static final List<ModelCard> CARDS =
      List.of(
          ImageBlocks.card(
              "convnext_tiny",
              "blocks of 7x7 convolutions of each channel and two dense layers at each place",
              "Liu et al., A ConvNet for the 2020s, CVPR 2022, section 3",
              Settings.NONE.with(DROP_PATH, 0.1, RATE),
              ConvNeXt::tiny),
          ImageBlocks.card(
              "convnext_atto",
              "as convnext_tiny, with fewer and narrower blocks",
              "Liu et al., A ConvNet for the 2020s, CVPR 2022; the size is timm's",
              Settings.NONE.with(DROP_PATH, 0, RATE),
              ConvNeXt::atto));

  private ConvNeXt() {}

  private static int width(int first, int stage) {
    return first << stage;
  }

  private static Conv down(int channels, int times) {
    return Conv.of(channels, times)
        .withStride(times)
        .withPadding(Padding.valid())
        .withInitialisation(START);
  }

  private static DepthwiseConv each() {
    return DepthwiseConv.of(7).withInitialisation(START);
  }

  private static Layer tiny(int classes, Settings settings) {
    float dropPath = settings.share(DROP_PATH);
    int all = TINY.stream().mapToInt(Integer::intValue).sum();
    int before = 0;
    List<Layer> features = new ArrayList<>();
    for (int stage = 0; stage < TINY.size(); stage++) {
      int width = width(96, stage);
      features.add(
          stage == 0 ? Sequential.of(down(width, 4), NORM) : Sequential.of(NORM, down(width, 2)));
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < TINY.get(stage); i++) {
        Sequential body =
            Sequential.of()
                .with("block", tinyBlock(width))
                .with("", new LayerScale("layer_scale", 2, SCALE));
        blocks.add(ImageBlocks.added(true, body, dropPath * before / (all - 1)));
        before++;
      }
      features.add(Sequential.of(blocks.toArray(Layer[]::new)));
    }
    // The normalisation is of the means, so it comes behind the pooling.
    Sequential classifier =
        Sequential.of().with("0", NORM).with("2", Dense.of(classes).withInitialisation(START));
    return Sequential.of()
        .with("features", Sequential.of(features.toArray(Layer[]::new)))
        .with("avgpool", GlobalAveragePool.of())
        .with("classifier", classifier);
  }

  /// torchvision numbers the changes of the axes too, as 1 and 6.
  private static Layer tinyBlock(int width) {
    Layer mixed =
        EachPlace.of(
            Sequential.of()
                .with("2", NORM)
                .with("3", Dense.of(4 * width).withInitialisation(START))
                .with("4", Nonlinearity.GELU)
                .with("5", Dense.of(width).withInitialisation(START)));
    return Sequential.of().with("0", each()).with("", mixed);
  }

  private static Layer atto(int classes, Settings settings) {
    float dropPath = settings.share(DROP_PATH);
    int all = ATTO.stream().mapToInt(Integer::intValue).sum();
    int before = 0;
    List<Layer> stages = new ArrayList<>();
    for (int stage = 0; stage < ATTO.size(); stage++) {
      int width = width(40, stage);
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < ATTO.get(stage); i++) {
        Layer body = attoBlock(width);
        blocks.add(ImageBlocks.added(true, body, dropPath * before / (all - 1)));
        before++;
      }
      Sequential part = Sequential.of();
      if (stage > 0) {
        part = part.with("downsample", Sequential.of(NORM, down(width, 2)));
      }
      stages.add(part.with("blocks", Sequential.of(blocks.toArray(Layer[]::new))));
    }
    Sequential head =
        Sequential.of().with("norm", NORM).with("fc", Dense.of(classes).withInitialisation(START));
    return Sequential.of()
        .with("stem", Sequential.of(down(40, 4), NORM))
        .with("stages", Sequential.of(stages.toArray(Layer[]::new)))
        .with("pool", GlobalAveragePool.of())
        .with("head", head);
  }

  private static Layer attoBlock(int width) {
    Layer mixed =
        Sequential.of()
            .with("fc1", Conv.of(4 * width, 1).withInitialisation(START))
            .with("act", Nonlinearity.GELU)
            .with("fc2", Conv.of(width, 1).withInitialisation(START));
    return Sequential.of()
        .with("conv_dw", each())
        .with("norm", NORM)
        .with("mlp", mixed)
        .with("", new LayerScale("gamma", 0, SCALE));
  }
}

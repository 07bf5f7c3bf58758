package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.SqueezeExcitation;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// EfficientNets as torchvision defines them, of both versions.
///
/// @param stages in order
/// @param last channels of the last convolution
/// @param norm after each convolution
record EfficientNet(List<Stage> stages, int last, BatchNorm norm) {
  private static final String DROP_PATH = "drop_path";
  private static final Nonlinearity F = Nonlinearity.SILU;

  /// Blocks of the same kind; the first of them has the stride and changes the channels.
  ///
  /// @param fused whether expansion and convolution are one, without squeeze and excitation
  private record Stage(
      boolean fused, int expansion, int kernel, int stride, int inputs, int outputs, int blocks) {
    /// Wider and deeper.
    Stage scaled(double width, double depth) {
      return new Stage(
          fused,
          expansion,
          kernel,
          stride,
          ImageBlocks.divisible(inputs * width, 8),
          ImageBlocks.divisible(outputs * width, 8),
          (int) Math.ceil(blocks * depth));
    }
  }

  private static final List<Stage> FIRST =
      List.of(
          new Stage(false, 1, 3, 1, 32, 16, 1),
          new Stage(false, 6, 3, 2, 16, 24, 2),
          new Stage(false, 6, 5, 2, 24, 40, 2),
          new Stage(false, 6, 3, 2, 40, 80, 3),
          new Stage(false, 6, 5, 1, 80, 112, 3),
          new Stage(false, 6, 5, 2, 112, 192, 4),
          new Stage(false, 6, 3, 1, 192, 320, 1));

  private static final List<Stage> SMALL =
      List.of(
          new Stage(true, 1, 3, 1, 24, 24, 2),
          new Stage(true, 4, 3, 2, 24, 48, 4),
          new Stage(true, 4, 3, 2, 48, 64, 4),
          new Stage(false, 4, 3, 2, 64, 128, 6),
          new Stage(false, 6, 3, 1, 128, 160, 9),
          new Stage(false, 6, 3, 2, 160, 256, 15));

  static final List<ModelCard> CARDS =
      List.of(
          first("efficientnet_b0", 224, 1, 1, 0.2),
          first("efficientnet_b1", 240, 1, 1.1, 0.2),
          first("efficientnet_b2", 288, 1.1, 1.2, 0.3),
          first("efficientnet_b3", 300, 1.2, 1.4, 0.3),
          card(
              "efficientnet_v2_s",
              "Tan and Le, EfficientNetV2, ICML 2021, table 4",
              384,
              0.2,
              new EfficientNet(SMALL, 1280, new BatchNorm(0.1f, 1e-3f))));

  private static ModelCard first(
      String name, int size, double width, double depth, double dropout) {
    List<Stage> stages = FIRST.stream().map(s -> s.scaled(width, depth)).toList();
    int last = 4 * stages.getLast().outputs();
    String source = "Tan and Le, EfficientNet, ICML 2019, table 1";
    return card(name, source, size, dropout, new EfficientNet(stages, last, BatchNorm.of()));
  }

  private static ModelCard card(
      String name, String source, int size, double dropout, EfficientNet net) {
    return new ModelCard(
        name,
        "blocks that expand, weigh channels and narrow, scaled in width, depth and input alike",
        source,
        Shape.of(size, size, 3),
        ImageBlocks.CLASSES,
        ImageBlocks.dropout(dropout)
            .with(DROP_PATH, 0.2, "rate of dropped blocks at the end, below 1; it grows from 0"),
        net::layers);
  }

  private Layer layers(int classes, Settings settings) {
    float dropPath = settings.share(DROP_PATH);
    int all = stages.stream().mapToInt(Stage::blocks).sum();
    List<Layer> features = new ArrayList<>();
    features.add(ImageBlocks.normed(ImageBlocks.conv(stages.getFirst().inputs(), 3, 2), norm, F));
    int before = 0;
    for (Stage stage : stages) {
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < stage.blocks(); i++) {
        int inputs = i == 0 ? stage.inputs() : stage.outputs();
        int stride = i == 0 ? stage.stride() : 1;
        boolean keepsShape = stride == 1 && inputs == stage.outputs();
        Layer body = stage.fused() ? fused(stage, inputs, stride) : narrowed(stage, inputs, stride);
        blocks.add(ImageBlocks.added(keepsShape, body, dropPath * before / all));
        before++;
      }
      features.add(Sequential.of(blocks.toArray(Layer[]::new)));
    }
    features.add(ImageBlocks.normed(ImageBlocks.conv(last, 1, 1), norm, F));
    Dense dense = Dense.of(classes).withInitialisation(ImageBlocks.BY_FEATURES);
    return ImageBlocks.classified(features, settings.share(ImageBlocks.DROPOUT), dense);
  }

  private Layer narrowed(Stage stage, int inputs, int stride) {
    List<Layer> parts = new ArrayList<>();
    int expanded = ImageBlocks.divisible(inputs * stage.expansion(), 8);
    if (expanded != inputs) {
      parts.add(ImageBlocks.normed(ImageBlocks.conv(expanded, 1, 1), norm, F));
    }
    parts.add(ImageBlocks.normed(ImageBlocks.depthwise(stage.kernel(), stride), norm, F));
    parts.add(new SqueezeExcitation(Math.max(1, inputs / 4), F, Nonlinearity.SIGMOID));
    parts.add(Sequential.of(ImageBlocks.conv(stage.outputs(), 1, 1), norm));
    return Sequential.of().with("block", Sequential.of(parts.toArray(Layer[]::new)));
  }

  private Layer fused(Stage stage, int inputs, int stride) {
    List<Layer> parts = new ArrayList<>();
    int expanded = ImageBlocks.divisible(inputs * stage.expansion(), 8);
    int channels = expanded == inputs ? stage.outputs() : expanded;
    Layer conv = ImageBlocks.conv(channels, stage.kernel(), stride);
    parts.add(ImageBlocks.normed(conv, norm, F));
    if (expanded != inputs) {
      parts.add(Sequential.of(ImageBlocks.conv(stage.outputs(), 1, 1), norm));
    }
    return Sequential.of().with("block", Sequential.of(parts.toArray(Layer[]::new)));
  }
}

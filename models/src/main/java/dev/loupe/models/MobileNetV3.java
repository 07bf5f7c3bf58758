package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.SqueezeExcitation;
import java.util.ArrayList;
import java.util.List;

/// MobileNets V3 as torchvision defines them.
final class MobileNetV3 {
  private static final BatchNorm NORM = new BatchNorm(0.01f, 1e-3f);
  private static final boolean SE = true;
  private static final boolean NO = false;
  private static final Nonlinearity RE = Nonlinearity.RELU;
  private static final Nonlinearity HS = Nonlinearity.HARD_SWISH;

  /// A row of the paper's tables.
  private record Block(
      int kernel, int expanded, int outputs, boolean squeezed, Nonlinearity function, int stride) {}

  private static final List<Block> LARGE =
      List.of(
          new Block(3, 16, 16, NO, RE, 1),
          new Block(3, 64, 24, NO, RE, 2),
          new Block(3, 72, 24, NO, RE, 1),
          new Block(5, 72, 40, SE, RE, 2),
          new Block(5, 120, 40, SE, RE, 1),
          new Block(5, 120, 40, SE, RE, 1),
          new Block(3, 240, 80, NO, HS, 2),
          new Block(3, 200, 80, NO, HS, 1),
          new Block(3, 184, 80, NO, HS, 1),
          new Block(3, 184, 80, NO, HS, 1),
          new Block(3, 480, 112, SE, HS, 1),
          new Block(3, 672, 112, SE, HS, 1),
          new Block(5, 672, 160, SE, HS, 2),
          new Block(5, 960, 160, SE, HS, 1),
          new Block(5, 960, 160, SE, HS, 1));

  private static final List<Block> SMALL =
      List.of(
          new Block(3, 16, 16, SE, RE, 2),
          new Block(3, 72, 24, NO, RE, 2),
          new Block(3, 88, 24, NO, RE, 1),
          new Block(5, 96, 40, SE, HS, 2),
          new Block(5, 240, 40, SE, HS, 1),
          new Block(5, 240, 40, SE, HS, 1),
          new Block(5, 120, 48, SE, HS, 1),
          new Block(5, 144, 48, SE, HS, 1),
          new Block(5, 288, 96, SE, HS, 2),
          new Block(5, 576, 96, SE, HS, 1),
          new Block(5, 576, 96, SE, HS, 1));

  static final List<ModelCard> CARDS =
      List.of(
          card("mobilenet_v3_small", "table 2", SMALL, 1024),
          card("mobilenet_v3_large", "table 1", LARGE, 1280));

  private MobileNetV3() {}

  private static ModelCard card(String name, String table, List<Block> blocks, int last) {
    return ImageBlocks.card(
        name,
        "blocks found by search that expand, weigh channels and narrow, for small devices",
        "Howard et al., Searching for MobileNetV3, ICCV 2019, " + table,
        ImageBlocks.dropout(0.2),
        (classes, settings) -> layers(blocks, last, settings, classes));
  }

  private static Layer layers(List<Block> blocks, int last, Settings settings, int classes) {
    List<Layer> features = new ArrayList<>();
    features.add(ImageBlocks.normed(ImageBlocks.conv(16, 3, 2), NORM, HS));
    int inputs = 16;
    for (Block b : blocks) {
      features.add(block(b, inputs));
      inputs = b.outputs();
    }
    features.add(ImageBlocks.normed(ImageBlocks.conv(6 * inputs, 1, 1), NORM, HS));
    Layer classifier =
        Sequential.of(
            Dense.of(last).withInitialisation(ImageBlocks.SMALL),
            HS,
            Dropout.of(settings.share(ImageBlocks.DROPOUT)),
            Dense.of(classes).withInitialisation(ImageBlocks.SMALL));
    return Sequential.of()
        .with("features", Sequential.of(features.toArray(Layer[]::new)))
        .with("avgpool", GlobalAveragePool.of())
        .with("classifier", classifier);
  }

  private static Layer block(Block b, int inputs) {
    List<Layer> parts = new ArrayList<>();
    if (b.expanded() != inputs) {
      parts.add(ImageBlocks.normed(ImageBlocks.conv(b.expanded(), 1, 1), NORM, b.function()));
    }
    Layer each = ImageBlocks.depthwise(b.kernel(), b.stride());
    parts.add(ImageBlocks.normed(each, NORM, b.function()));
    if (b.squeezed()) {
      int quarter = b.expanded() / 4;
      int squeezed = ImageBlocks.divisible(quarter, 8);
      parts.add(new SqueezeExcitation(squeezed, RE, Nonlinearity.HARD_SIGMOID));
    }
    parts.add(Sequential.of(ImageBlocks.conv(b.outputs(), 1, 1), NORM));
    Layer body = Sequential.of().with("block", Sequential.of(parts.toArray(Layer[]::new)));
    return ImageBlocks.added(b.stride() == 1 && inputs == b.outputs(), body, 0);
  }
}

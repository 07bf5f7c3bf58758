package dev.loupe.models;

import dev.loupe.nn.AveragePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Branches;
import dev.loupe.nn.Branches.Join;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sequential.Named;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Inception v3 as torchvision defines it, without the classifier that helps in training.
final class InceptionNet {
  private static final BatchNorm NORM = new BatchNorm(0.1f, 1e-3f);
  private static final Initialisation START =
      new Initialisation(Initialisers.normal(0.1), Initialisation.Bias.UNIFORM);
  private static final MaxPool POOL = MaxPool.of(3).withStride(2);

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "inception_v3",
              "modules of branches with kernels in parts, such as 1x7 and 7x1",
              "Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, table 1",
              Shape.of(299, 299, 3),
              ImageBlocks.CLASSES,
              ImageBlocks.dropout(0.5),
              InceptionNet::layers));

  private InceptionNet() {}

  private static Layer layers(int classes, Settings settings) {
    return Sequential.of()
        .with("", halving("Conv2d_1a_3x3", 32))
        .with("", unpadded("Conv2d_2a_3x3", 32, 3))
        .with("", conv("Conv2d_2b_3x3", 64, 3))
        .with("maxpool1", POOL)
        .with("", conv("Conv2d_3b_1x1", 80, 1))
        .with("", unpadded("Conv2d_4a_3x3", 192, 3))
        .with("maxpool2", POOL)
        .with("Mixed_5b", first(32))
        .with("Mixed_5c", first(64))
        .with("Mixed_5d", first(64))
        .with("Mixed_6a", firstHalving())
        .with("Mixed_6b", second(128))
        .with("Mixed_6c", second(160))
        .with("Mixed_6d", second(160))
        .with("Mixed_6e", second(192))
        .with("Mixed_7a", secondHalving())
        .with("Mixed_7b", third())
        .with("Mixed_7c", third())
        .with("avgpool", GlobalAveragePool.of())
        .with("dropout", Dropout.of(settings.share(ImageBlocks.DROPOUT)))
        .with("fc", Dense.of(classes).withInitialisation(START));
  }

  private static Layer first(int pooled) {
    return joined(
        conv("branch1x1", 64, 1),
        row(conv("branch5x5_1", 48, 1), conv("branch5x5_2", 64, 5)),
        row(
            conv("branch3x3dbl_1", 64, 1),
            conv("branch3x3dbl_2", 96, 3),
            conv("branch3x3dbl_3", 96, 3)),
        pooled(pooled));
  }

  private static Layer firstHalving() {
    return joined(
        halving("branch3x3", 384),
        row(
            conv("branch3x3dbl_1", 64, 1),
            conv("branch3x3dbl_2", 96, 3),
            halving("branch3x3dbl_3", 96)),
        POOL);
  }

  private static Layer second(int channels) {
    return joined(
        conv("branch1x1", 192, 1),
        row(
            conv("branch7x7_1", channels, 1),
            conv("branch7x7_2", channels, 1, 7),
            conv("branch7x7_3", 192, 7, 1)),
        row(
            conv("branch7x7dbl_1", channels, 1),
            conv("branch7x7dbl_2", channels, 7, 1),
            conv("branch7x7dbl_3", channels, 1, 7),
            conv("branch7x7dbl_4", channels, 7, 1),
            conv("branch7x7dbl_5", 192, 1, 7)),
        pooled(192));
  }

  private static Layer secondHalving() {
    return joined(
        row(conv("branch3x3_1", 192, 1), halving("branch3x3_2", 320)),
        row(
            conv("branch7x7x3_1", 192, 1),
            conv("branch7x7x3_2", 192, 1, 7),
            conv("branch7x7x3_3", 192, 7, 1),
            halving("branch7x7x3_4", 192)),
        POOL);
  }

  private static Layer third() {
    return joined(
        conv("branch1x1", 320, 1),
        row(
            conv("branch3x3_1", 384, 1),
            joined(conv("branch3x3_2a", 384, 1, 3), conv("branch3x3_2b", 384, 3, 1))),
        row(
            conv("branch3x3dbl_1", 448, 1),
            conv("branch3x3dbl_2", 384, 3),
            joined(conv("branch3x3dbl_3a", 384, 1, 3), conv("branch3x3dbl_3b", 384, 3, 1))),
        pooled(192));
  }

  private static Layer pooled(int channels) {
    AveragePool pool = AveragePool.of(3).withStride(1).withPadding(Padding.of(1));
    return row(pool, conv("branch_pool", channels, 1));
  }

  private static Layer conv(String name, int channels, int... kernel) {
    return normed(name, Conv.of(channels, kernel));
  }

  private static Layer unpadded(String name, int channels, int kernel) {
    return normed(name, Conv.of(channels, kernel).withPadding(Padding.valid()));
  }

  private static Layer halving(String name, int channels) {
    return normed(name, Conv.of(channels, 3).withStride(2).withPadding(Padding.valid()));
  }

  private static Layer normed(String name, Conv conv) {
    Layer parts =
        Sequential.of()
            .with("conv", conv.withoutBias().withInitialisation(START))
            .with("bn", NORM)
            .with("", Nonlinearity.RELU);
    return Sequential.of().with(name, parts);
  }

  /// Layers that have their names in themselves, one after the other.
  private static Layer row(Layer... layers) {
    return new Sequential(unnamed(layers));
  }

  /// The same side by side.
  private static Layer joined(Layer... layers) {
    return new Branches(unnamed(layers), Join.CONCATENATE);
  }

  private static List<Named> unnamed(Layer... layers) {
    return Arrays.stream(layers).map(layer -> new Named("", layer)).toList();
  }
}

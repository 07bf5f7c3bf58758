package dev.loupe.models;

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
import java.util.List;

/// GoogLeNet as torchvision defines it: with batch normalisation, with kernels of 3 where the paper
/// has 5, and without the classifiers that help in training.
final class GoogLeNet {
  private static final BatchNorm NORM = new BatchNorm(0.1f, 1e-3f);
  private static final Initialisation START =
      new Initialisation(Initialisers.normal(0.01), Initialisation.Bias.UNIFORM);

  static final List<ModelCard> CARDS =
      List.of(
          ImageBlocks.card(
              "googlenet",
              "nine modules of four branches with kernels of different sizes",
              "Szegedy et al., Going Deeper with Convolutions, CVPR 2015, table 1",
              ImageBlocks.dropout(0.2),
              GoogLeNet::layers));

  private GoogLeNet() {}

  private static Layer layers(int classes, Settings settings) {
    return Sequential.of()
        .with("conv1", conv(64, 7, 2))
        .with("maxpool1", pool(3))
        .with("conv2", conv(64, 1, 1))
        .with("conv3", conv(192, 3, 1))
        .with("maxpool2", pool(3))
        .with("inception3a", module(64, 96, 128, 16, 32, 32))
        .with("inception3b", module(128, 128, 192, 32, 96, 64))
        .with("maxpool3", pool(3))
        .with("inception4a", module(192, 96, 208, 16, 48, 64))
        .with("inception4b", module(160, 112, 224, 24, 64, 64))
        .with("inception4c", module(128, 128, 256, 24, 64, 64))
        .with("inception4d", module(112, 144, 288, 32, 64, 64))
        .with("inception4e", module(256, 160, 320, 32, 128, 128))
        .with("maxpool4", pool(2))
        .with("inception5a", module(256, 160, 320, 32, 128, 128))
        .with("inception5b", module(384, 192, 384, 48, 128, 128))
        .with("avgpool", GlobalAveragePool.of())
        .with("dropout", Dropout.of(settings.share(ImageBlocks.DROPOUT)))
        .with("fc", Dense.of(classes).withInitialisation(START));
  }

  private static MaxPool pool(int kernel) {
    return MaxPool.of(kernel).withStride(2).roundedUp();
  }

  private static Layer conv(int channels, int kernel, int stride) {
    Conv conv = Conv.of(channels, kernel).withStride(stride).withoutBias();
    return Sequential.of()
        .with("conv", conv.withInitialisation(START))
        .with("bn", NORM)
        .with("", Nonlinearity.RELU);
  }

  /// @param ones channels of the branch of one convolution
  /// @param before channels of the convolution of 1 before one of 3
  /// @param threes channels of that one of 3
  /// @param beforeMore the same of the next branch
  /// @param more the same of the next branch
  /// @param pooled channels of the convolution behind a pooling
  private static Layer module(
      int ones, int before, int threes, int beforeMore, int more, int pooled) {
    MaxPool pool = MaxPool.of(3).withStride(1).withPadding(Padding.of(1)).roundedUp();
    return new Branches(
        List.of(
            new Named("branch1", conv(ones, 1, 1)),
            new Named("branch2", Sequential.of(conv(before, 1, 1), conv(threes, 3, 1))),
            new Named("branch3", Sequential.of(conv(beforeMore, 1, 1), conv(more, 3, 1))),
            new Named("branch4", Sequential.of(pool, conv(pooled, 1, 1)))),
        Join.CONCATENATE);
  }
}

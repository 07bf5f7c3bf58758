package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.DepthwiseConv;
import dev.loupe.nn.DropPath;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisation.Bias;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Initialisers.Fan;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Parts that several families for large images use, and what their cards have in common.
///
/// Names of parts are those of torchvision or timm, so that their parameters can be loaded by name.
final class ImageBlocks {
  static final String DROPOUT = "dropout";

  /// The usual image.
  static final Shape IMAGE = Shape.of(224, 224, 3);

  /// The classes of ImageNet.
  static final int CLASSES = 1000;

  /// Normal with a deviation of 0.01, bias 0: of dense layers.
  static final Initialisation SMALL = Initialisation.of(Initialisers.normal(0.01));

  /// Uniform within `1 / sqrt(features)` of 0, bias 0: of the last layers of efficient networks.
  static final Initialisation BY_FEATURES =
      Initialisation.of(Initialisers.kaimingUniform(Fan.OUT, StrictMath.sqrt(1.0 / 3)));

  /// Kaiming normal by the fan in, bias 0.
  static final Initialisation FAN_IN =
      Initialisation.of(Initialisers.kaimingNormal(Fan.IN, Initialisers.RELU_GAIN));

  /// PyTorch's own weight with a bias of 0.
  static final Initialisation NO_BIAS =
      new Initialisation(Initialisation.DEFAULT.weight(), Bias.ZERO);

  private ImageBlocks() {}

  /// A card of a network for [#IMAGE] and [#CLASSES].
  static ModelCard card(
      String name, String description, String source, Settings settings, ModelCard.Design design) {
    return new ModelCard(name, description, source, IMAGE, CLASSES, settings, design);
  }

  /// The setting of the share that is dropped before the last layer.
  static Settings dropout(Number usual) {
    return Settings.NONE.with(DROPOUT, usual, "share dropped before dense layers, below 1");
  }

  /// A convolution without bias.
  static Conv conv(int channels, int kernel, int stride) {
    return Conv.of(channels, kernel)
        .withStride(stride)
        .withoutBias()
        .withInitialisation(Initialisation.KAIMING);
  }

  /// A convolution of each channel on its own, without bias.
  static DepthwiseConv depthwise(int kernel, int stride) {
    return DepthwiseConv.of(kernel)
        .withStride(stride)
        .withoutBias()
        .withInitialisation(Initialisation.KAIMING);
  }

  /// A convolution `0`, a normalisation `1` and an activation `2`.
  static Sequential normed(Layer conv, Layer norm, Layer activation) {
    return Sequential.of(conv, norm, activation);
  }

  /// The same with PyTorch's usual batch normalisation.
  static Sequential normed(Layer conv, Layer activation) {
    return normed(conv, BatchNorm.of(), activation);
  }

  /// A body whose input is added where it keeps the shape.
  static Layer added(boolean keepsShape, Layer body, float dropPath) {
    if (!keepsShape) {
      return body;
    }
    Layer dropped =
        dropPath > 0 ? Sequential.of().with("", body).with("", DropPath.of(dropPath)) : body;
    return Residual.of(dropped).withShortcut(Identity.of()).withAfter(Identity.of());
  }

  /// A network of `features`, the mean over all places, and `classifier`: dropout and a dense
  /// layer.
  static Sequential classified(List<Layer> features, float dropout, Dense last) {
    return Sequential.of()
        .with("features", Sequential.of(features.toArray(Layer[]::new)))
        .with("avgpool", GlobalAveragePool.of())
        .with("classifier", Sequential.of(Dropout.of(dropout), last));
  }

  /// The multiple of `divisor` next to a number of channels, but not less than nine tenths of it.
  ///
  /// Source: the authors' code of Sandler et al., MobileNetV2, CVPR 2018.
  static int divisible(double channels, int divisor) {
    int near = Math.max(divisor, (int) (channels + divisor / 2.0) / divisor * divisor);
    return near < 0.9 * channels ? near + divisor : near;
  }
}

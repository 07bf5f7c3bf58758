package dev.loupe.models;

import dev.loupe.nn.AdaptivePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// VGG networks: convolutions of 3, pooled in between. For large images they are as torchvision
/// defines them; for small ones there is batch normalisation and one dense layer.
final class Vgg {
  private static final String SOURCE =
      "Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015, table 1, ";
  private static final String HIDDEN = "hidden";

  /// Convolutions before each pooling.
  private static final List<Integer> A = List.of(1, 1, 2, 2, 2);

  private static final List<Integer> B = List.of(2, 2, 2, 2, 2);
  private static final List<Integer> D = List.of(2, 2, 3, 3, 3);
  private static final List<Integer> E = List.of(2, 2, 4, 4, 4);

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "vgg11-cifar",
              "eight convolutions of 3x3 with batch normalisation, for small images",
              SOURCE + "A",
              Shape.of(32, 32, 3),
              10,
              Settings.NONE,
              (classes, settings) -> small(classes)),
          card("vgg11", "A", A, false),
          card("vgg13", "B", B, false),
          card("vgg16", "D", D, false),
          card("vgg19", "E", E, false),
          card("vgg11_bn", "A", A, true),
          card("vgg13_bn", "B", B, true),
          card("vgg16_bn", "D", D, true),
          card("vgg19_bn", "E", E, true));

  private Vgg() {}

  private static ModelCard card(String name, String column, List<Integer> stages, boolean norm) {
    int convolutions = stages.stream().mapToInt(Integer::intValue).sum();
    return ImageBlocks.card(
        name,
        convolutions
            + " convolutions of 3x3"
            + (norm ? " with batch normalisation" : "")
            + " and three dense layers, for large images",
        SOURCE + column + (norm ? ", with batch normalisation" : ""),
        ImageBlocks.dropout(0.5).with(HIDDEN, 4096, "units of the two dense layers between"),
        (classes, settings) -> large(stages, norm, classes, settings));
  }

  private static int channels(int stage) {
    return Math.min(64 << stage, 512);
  }

  private static Layer large(List<Integer> stages, boolean norm, int classes, Settings settings) {
    List<Layer> features = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int i = 0; i < stages.get(stage); i++) {
        features.add(Conv.of(channels(stage), 3).withInitialisation(Initialisation.KAIMING));
        if (norm) {
          features.add(BatchNorm.of());
        }
        features.add(Nonlinearity.RELU);
      }
      features.add(MaxPool.of(2));
    }
    Dropout dropout = Dropout.of(settings.share(ImageBlocks.DROPOUT));
    Dense hidden = Dense.of(settings.channels(HIDDEN)).withInitialisation(ImageBlocks.SMALL);
    Layer classifier =
        Sequential.of(
            hidden,
            Nonlinearity.RELU,
            dropout,
            hidden,
            Nonlinearity.RELU,
            dropout,
            Dense.of(classes).withInitialisation(ImageBlocks.SMALL));
    return Sequential.of()
        .with("features", Sequential.of(features.toArray(Layer[]::new)))
        .with("avgpool", AdaptivePool.average(7))
        .with("flatten", Flatten.of())
        .with("classifier", classifier);
  }

  private static Layer small(int classes) {
    List<Layer> layers = new ArrayList<>();
    for (int stage = 0; stage < A.size(); stage++) {
      for (int i = 0; i < A.get(stage); i++) {
        layers.add(Blocks.convNormRelu(channels(stage), 3, 1));
      }
      layers.add(MaxPool.of(2));
    }
    layers.add(Flatten.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}

package dev.loupe.models;

import dev.loupe.nn.Branches;
import dev.loupe.nn.Branches.Join;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Initialisers.Fan;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sequential.Named;
import java.util.ArrayList;
import java.util.List;

/// SqueezeNets as torchvision defines them: modules that squeeze the channels and expand them by
/// convolutions of 1 and 3 side by side.
final class SqueezeNet {
  private static final String SOURCE =
      "Iandola et al., SqueezeNet: AlexNet-Level Accuracy with 50x Fewer Parameters, 2016";
  private static final Initialisation START =
      Initialisation.of(Initialisers.kaimingUniform(Fan.IN, Initialisers.RELU_GAIN));

  /// Squeezed and expanded channels of the modules.
  private static final List<List<Integer>> FIRES =
      List.of(
          List.of(16, 64),
          List.of(16, 64),
          List.of(32, 128),
          List.of(32, 128),
          List.of(48, 192),
          List.of(48, 192),
          List.of(64, 256),
          List.of(64, 256));

  static final List<ModelCard> CARDS =
      List.of(
          card("squeezenet1_0", SOURCE + ", table 1", stem(96, 7), List.of(3, 7)),
          card("squeezenet1_1", SOURCE + ", version 1.1 of its code", stem(64, 3), List.of(2, 4)));

  private SqueezeNet() {}

  private static ModelCard card(String name, String source, Conv stem, List<Integer> pooled) {
    return ImageBlocks.card(
        name,
        "eight modules that squeeze and expand, for few parameters",
        source,
        ImageBlocks.dropout(0.5),
        (classes, settings) -> layers(stem, pooled, settings, classes));
  }

  private static Conv stem(int channels, int kernel) {
    return Conv.of(channels, kernel)
        .withStride(2)
        .withPadding(Padding.valid())
        .withInitialisation(START);
  }

  /// @param pooled the modules that a pooling precedes
  private static Layer layers(Conv stem, List<Integer> pooled, Settings settings, int classes) {
    MaxPool pool = MaxPool.of(3).withStride(2).roundedUp();
    List<Layer> features = new ArrayList<>(List.of(stem, Nonlinearity.RELU, pool));
    for (int i = 0; i < FIRES.size(); i++) {
      if (pooled.contains(i)) {
        features.add(pool);
      }
      features.add(fire(FIRES.get(i).get(0), FIRES.get(i).get(1)));
    }
    Layer classifier =
        Sequential.of(
            Dropout.of(settings.share(ImageBlocks.DROPOUT)),
            Conv.of(classes, 1).withInitialisation(ImageBlocks.SMALL),
            Nonlinearity.RELU,
            GlobalAveragePool.of());
    return Sequential.of()
        .with("features", Sequential.of(features.toArray(Layer[]::new)))
        .with("classifier", classifier);
  }

  private static Layer fire(int squeezed, int expanded) {
    Branches both =
        new Branches(
            List.of(
                new Named("", conv("expand1x1", expanded, 1)),
                new Named("", conv("expand3x3", expanded, 3))),
            Join.CONCATENATE);
    return conv("squeeze", squeezed, 1).with("", both);
  }

  private static Sequential conv(String name, int channels, int kernel) {
    return Sequential.of()
        .with(name, Conv.of(channels, kernel).withInitialisation(START))
        .with("", Nonlinearity.RELU);
  }
}

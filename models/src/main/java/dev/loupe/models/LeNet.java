package dev.loupe.models;

import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The LeNet family.
final class LeNet {
  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "lenet5",
              "two convolutions of 5x5 and three dense layers, with ReLU and maximum pooling",
              "LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998",
              Shape.of(28, 28, 1),
              10,
              Settings.NONE,
              (classes, settings) -> five(classes)));

  private LeNet() {}

  private static Layer five(int classes) {
    return Sequential.of(
        Conv.of(6, 5),
        Nonlinearity.RELU,
        MaxPool.of(2),
        Conv.of(16, 5).withPadding(Padding.valid()),
        Nonlinearity.RELU,
        MaxPool.of(2),
        Flatten.of(),
        Dense.of(120),
        Nonlinearity.RELU,
        Dense.of(84),
        Nonlinearity.RELU,
        Dense.of(classes));
  }
}

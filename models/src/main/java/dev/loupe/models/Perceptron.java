package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Fully connected networks.
final class Perceptron {
  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "mlp",
              "three fully connected layers, 512 and 256 wide, with ReLU",
              "Rosenblatt, Principles of Neurodynamics, 1962",
              Shape.of(28, 28, 1),
              10,
              Perceptron::layers));

  private Perceptron() {}

  private static Layer layers(int classes) {
    return Sequential.of(
        Flatten.of(),
        Dense.of(512),
        Nonlinearity.RELU,
        Dense.of(256),
        Nonlinearity.RELU,
        Dense.of(classes));
  }
}

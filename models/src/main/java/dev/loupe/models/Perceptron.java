package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Fully connected networks.
final class Perceptron {
  private static final String HIDDEN = "hidden";
  private static final int MOST = 1 << 16;

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "mlp",
              "fully connected layers with ReLU",
              "Rosenblatt, Principles of Neurodynamics, 1962",
              Shape.of(28, 28, 1),
              10,
              Settings.NONE.with(HIDDEN, "512-256", "widths of the hidden layers"),
              Perceptron::layers));

  private Perceptron() {}

  private static Layer layers(int classes, Settings settings) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Flatten.of());
    for (int width : settings.list(HIDDEN, 1, MOST)) {
      layers.add(Dense.of(width));
      layers.add(Nonlinearity.RELU);
    }
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}

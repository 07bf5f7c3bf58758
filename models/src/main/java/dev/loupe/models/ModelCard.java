package dev.loupe.models;

import dev.loupe.nn.Layer;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// A model of the registry: what it is, and how to make it for an input.
///
/// @param name such as `resnet20`
/// @param description in a sentence
/// @param source the paper or the place that defines it
/// @param input the usual input: spatial..., channels
/// @param classes the usual number of classes
/// @param design makes the layers
public record ModelCard(
    String name, String description, String source, Shape input, int classes, Design design) {
  /// Makes the layers of a model.
  @FunctionalInterface
  public interface Design {
    /// The layers for a number of classes.
    Layer layer(int classes);
  }

  /// The network for the usual input and classes.
  public Network network() {
    return network(input, classes);
  }

  /// The network for an input and a number of classes.
  ///
  /// @param shape spatial..., channels, without the batch
  /// @param outputs the number of classes
  /// @throws LoupeException if there is no class
  public Network network(Shape shape, int outputs) {
    if (outputs < 1) {
      throw LoupeException.of("a model has too few classes")
          .expected("at least 1")
          .got(String.valueOf(outputs));
    }
    return new Network(shape, design.layer(outputs));
  }
}

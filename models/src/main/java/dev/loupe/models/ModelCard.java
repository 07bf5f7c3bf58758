package dev.loupe.models;

import dev.loupe.nn.Layer;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// A model of the registry: what it is, and how to make it for an input.
///
/// @param name such as `resnet20`, or `resnet9:width=32` where something was chosen
/// @param description in a sentence
/// @param source the paper or the place that defines it
/// @param input the usual input: spatial..., channels
/// @param classes the usual number of classes
/// @param settings what can be chosen, with what was chosen
/// @param design makes the layers
public record ModelCard(
    String name,
    String description,
    String source,
    Shape input,
    int classes,
    Settings settings,
    Design design) {
  /// Makes the layers of a model.
  @FunctionalInterface
  public interface Design {
    /// The layers.
    ///
    /// @param classes the number of classes
    /// @param settings all of the model's
    /// @throws LoupeException if the value of a setting is out of range
    Layer layer(int classes, Settings settings);
  }

  /// The same model with other settings; its name says which.
  ///
  /// @param text such as `width=32,activation=elu`
  /// @throws LoupeException if a setting is unknown or its value out of range
  public ModelCard with(String text) {
    if (settings.all().isEmpty()) {
      throw LoupeException.of("this model has nothing to choose")
          .got("'" + text + "'")
          .fix("ask for '" + name + "' alone")
          .at(name);
    }
    Settings next = settings;
    for (String part : text.split(",", -1)) {
      next = changed(next, part);
    }
    ModelCard card =
        new ModelCard(name + ":" + text, description, source, input, classes, next, design);
    try {
      design.layer(classes, next);
    } catch (LoupeException e) {
      throw e.at(card.name());
    }
    return card;
  }

  private Settings changed(Settings before, String part) {
    int sign = part.indexOf('=');
    if (sign < 0) {
      throw LoupeException.of("a setting of a model has no value")
          .expected("a name and a value, such as " + settings.all().get(0))
          .got("'" + part + "'")
          .at(name);
    }
    try {
      return before.set(part.substring(0, sign), part.substring(sign + 1));
    } catch (LoupeException e) {
      throw e.at(name);
    }
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
    return new Network(shape, design.layer(outputs, settings));
  }
}

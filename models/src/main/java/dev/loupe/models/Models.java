package dev.loupe.models;

import dev.loupe.tensor.LoupeException;
import java.util.List;
import java.util.stream.Stream;

/// The registry of models.
public final class Models {
  private static final List<ModelCard> ALL =
      Stream.of(Perceptron.CARDS, LeNet.CARDS, ResidualNet.CARDS, Vgg.CARDS, EcgNet.CARDS)
          .flatMap(List::stream)
          .toList();

  private Models() {}

  /// All models.
  public static List<ModelCard> all() {
    return ALL;
  }

  /// The names of all models.
  public static List<String> names() {
    return ALL.stream().map(ModelCard::name).toList();
  }

  /// The model with a name.
  ///
  /// @throws LoupeException if the name is unknown, with the nearest known one
  public static ModelCard get(String name) {
    return ALL.stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElseThrow(() -> LoupeException.unknown("model", name, names()));
  }
}

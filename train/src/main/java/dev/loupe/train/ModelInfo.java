package dev.loupe.train;

import java.util.List;
import java.util.Optional;

/// What is known of a model beside its network and weights: `model.json`.
///
/// @param name of the architecture, such as `lenet5`
/// @param classes their names, by index
/// @param preprocessing what is done to samples first
/// @param evaluation how well it does on the test data, where it was measured
/// @param provenance how it was made, where that is known
public record ModelInfo(
    String name,
    List<String> classes,
    Preprocessing preprocessing,
    Optional<Evaluation> evaluation,
    Optional<Provenance> provenance) {
  /// Copies the list.
  public ModelInfo {
    classes = List.copyOf(classes);
  }
}

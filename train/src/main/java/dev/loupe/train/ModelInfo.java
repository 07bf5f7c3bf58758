package dev.loupe.train;

import java.util.List;
import java.util.Optional;

/// What is known of a model beside its network and weights: `model.json`.
///
/// @param name of the architecture, such as `lenet5`
/// @param task what the network answers
/// @param classes their names, by index; of the labels or values where those are answered
/// @param preprocessing what is done to samples first
/// @param evaluation how well it does on the test data, where it was measured
/// @param provenance how it was made, where that is known
public record ModelInfo(
    String name,
    Task task,
    List<String> classes,
    Preprocessing preprocessing,
    Optional<Evaluation> evaluation,
    Optional<Provenance> provenance) {
  /// Copies the list.
  public ModelInfo {
    classes = List.copyOf(classes);
  }
}

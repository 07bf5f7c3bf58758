package dev.loupe.train;

import dev.loupe.data.Card;

/// How a model was made, so that it can be made again.
///
/// @param command the command line, or `API`
/// @param seed what all random numbers come from
/// @param epochs how many were done
/// @param plannedEpochs how many were asked for
/// @param batch samples a step
/// @param rate the largest learning rate
/// @param schedule how the rate went
/// @param optimiser how parameters moved
/// @param loss what was made small
/// @param augmentation how samples were varied
/// @param frozen which layers stayed as they were
/// @param data what was learned from
/// @param test what it was judged by
/// @param machine Loupe, the JVM and the computer
/// @param seconds how long it took
/// @param finished when, in UTC
public record Provenance(
    String command,
    long seed,
    int epochs,
    int plannedEpochs,
    int batch,
    float rate,
    String schedule,
    String optimiser,
    String loss,
    java.util.List<String> augmentation,
    java.util.List<String> frozen,
    Card data,
    Card test,
    Machine machine,
    double seconds,
    java.time.Instant finished) {
  /// Copies the lists.
  public Provenance {
    augmentation = java.util.List.copyOf(augmentation);
    frozen = java.util.List.copyOf(frozen);
  }
}

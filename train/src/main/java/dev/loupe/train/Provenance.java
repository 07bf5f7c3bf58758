package dev.loupe.train;

import dev.loupe.data.Card;
import java.time.Instant;
import java.util.List;

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
/// @param more other settings, each with its value
/// @param validated whether validation data chose the epoch
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
    List<String> augmentation,
    List<String> frozen,
    List<String> more,
    boolean validated,
    Card data,
    Card test,
    Machine machine,
    double seconds,
    Instant finished) {
  /// Copies the lists.
  public Provenance {
    augmentation = List.copyOf(augmentation);
    frozen = List.copyOf(frozen);
    more = List.copyOf(more);
  }

  /// Which epoch's weights were kept, in a sentence.
  public String choice() {
    if (epochs < plannedEpochs) {
      return "The training was stopped early; "
          + (validated ? "these are the best weights so far." : "these are its last weights.");
    }
    return validated
        ? "The weights are those of the epoch with the best accuracy on validation data; the test"
            + " data was used once, at the end."
        : "The weights are those of the last epoch; the test data was only watched, it chose"
            + " nothing.";
  }
}

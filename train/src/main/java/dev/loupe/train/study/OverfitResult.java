package dev.loupe.train.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a network could learn one batch by heart, and what to look at if not.
///
/// @param passed whether the loss came near 0
/// @param diverged whether the loss was no longer finite
/// @param samples of the batch
/// @param losses of each step
/// @param accuracy of the last step: the part of the batch that was right
/// @param rate the largest learning rate
/// @param frozen layers that were not trained
/// @param contradictions how many samples are the same as another of another class
public record OverfitResult(
    boolean passed,
    boolean diverged,
    int samples,
    List<Double> losses,
    double accuracy,
    float rate,
    List<String> frozen,
    int contradictions) {
  /// Below this part of the first loss a training has learned something.
  private static final double LEARNED = 0.9;

  /// The last loss is so many times the lowest where the rate is too high.
  private static final double BOUNCED = 3;

  /// Copies the lists.
  public OverfitResult {
    losses = List.copyOf(losses);
    frozen = List.copyOf(frozen);
  }

  /// The first step's loss, NaN for none.
  public double firstLoss() {
    return losses.isEmpty() ? Double.NaN : losses.getFirst();
  }

  /// The last step's loss, NaN for none.
  public double lastLoss() {
    return losses.isEmpty() ? Double.NaN : losses.getLast();
  }

  /// What to look at, the most probable cause first; nothing if the check was passed.
  public List<String> advice() {
    List<String> all = new ArrayList<>();
    if (passed) {
      return all;
    }
    if (contradictions > 0) {
      all.add(
          "labels: %d of the %d samples are the same as another of another class"
              .formatted(contradictions, samples));
    }
    double lowest = losses.stream().mapToDouble(d -> d).min().orElse(Double.NaN);
    boolean rose = lastLoss() > firstLoss() || lastLoss() > BOUNCED * lowest;
    if (diverged || rose) {
      all.add(
          "rate: %s is too high, as the loss %s; try %s, or look for one with find-rate"
              .formatted(rate, diverged ? "was no longer finite" : "rose again", rate / 10));
    }
    if (!frozen.isEmpty()) {
      all.add("frozen layers: %s can't learn".formatted(String.join(", ", frozen)));
    }
    if (!diverged && !rose) {
      boolean learned = lastLoss() < LEARNED * firstLoss();
      all.add(
          learned
              ? "rate: the loss still fell, from %s to %s; try a higher rate than %s, or more steps"
                  .formatted(number(firstLoss()), number(lastLoss()), rate)
              : "rate: %s may be far too low, or so high that activations died; look with find-rate"
                  .formatted(rate));
      if (!learned && contradictions == 0) {
        all.add("labels: see that samples and classes belong together, with ./loupe data --sheet");
      }
      all.add("network: strong dropout or weight decay keep the loss from 0, as does a tiny one");
    }
    return all;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}

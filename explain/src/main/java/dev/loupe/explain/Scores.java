package dev.loupe.explain;

import dev.loupe.tensor.Tensor;

/// The value of a target for many samples that are made one after the other.
public final class Scores {
  private static final int BATCH = 16;

  private Scores() {}

  /// What is told of a target.
  public enum Unit {
    /// Its value: of a class that before softmax.
    VALUE,
    /// The class's part of the softmax over all; the value where the target is not a class.
    PROBABILITY
  }

  /// Writes a sample.
  @FunctionalInterface
  public interface Maker {
    /// @param index of the sample
    /// @param into to be written as a whole
    void make(int index, Tensor into);
  }

  /// The value for one sample.
  ///
  /// @param sample spatial..., C, as the network takes it
  public static float of(Lens lens, Tensor sample, Target target) {
    Maker copy = (i, into) -> into.copyFrom(sample);
    return of(lens, target, Unit.VALUE, 1, copy, Progress.NONE)[0];
  }

  /// The values for many samples.
  ///
  /// @param count how many
  /// @param maker makes each
  public static float[] of(
      Lens lens, Target target, Unit unit, int count, Maker maker, Progress progress) {
    int batch = Math.min(BATCH, count);
    Probe probe = lens.probe(Question.score(batch, target));
    probe.aim(target);
    boolean probability =
        unit == Unit.PROBABILITY
            && target instanceof Target.Output
            && lens.output().rank() == 1
            && lens.outputs() > 1;
    float[] scores = new float[count];
    for (int from = 0; from < count; from += batch) {
      int some = Math.min(batch, count - from);
      for (int i = 0; i < some; i++) {
        maker.make(from + i, probe.input().item(i));
      }
      probe.run();
      for (int i = 0; i < some; i++) {
        float value = probe.score(i);
        scores[from + i] = probability ? probability(probe.aimed().item(i), value) : value;
      }
      progress.at(from + some, count);
    }
    return scores;
  }

  private static float probability(Tensor logits, float chosen) {
    double sum = 0;
    for (int k = 0; k < logits.length(); k++) {
      sum += StrictMath.exp((double) logits.get(k) - chosen);
    }
    return (float) (1 / sum);
  }
}

package dev.loupe.explain.quality;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.Baseline;
import dev.loupe.tensor.Tensor;
import java.util.stream.IntStream;

/// What happens to a target when the places of a sample vanish, or appear, in the order in which a
/// map ranks them. A good map has a small area under the deletion curve, and a large one under the
/// insertion curve. Scores are probabilities where the target is a class.
///
/// Source: Petsiuk et al., RISE, BMVC 2018, section 4.2: deleted places become the mean (0),
/// inserted ones appear in a blurred sample.
///
/// @param deletion the score while the most important places vanish
/// @param insertion the score while they appear
public record Perturbation(Curve deletion, Curve insertion) {
  /// The usual number of steps.
  public static final int STEPS = 32;

  /// Tries a map.
  ///
  /// @param sample spatial..., C, as the network takes it
  /// @param map spatial...: the largest values come first, of equals the first
  /// @param steps how many places vanish at a time: an equal part in each step
  public static Perturbation of(
      Lens lens, Tensor sample, Target target, Tensor map, int steps, Progress progress) {
    int[] order =
        IntStream.range(0, map.length())
            .boxed()
            .sorted((a, b) -> Float.compare(map.get(b), map.get(a)))
            .mapToInt(Integer::intValue)
            .toArray();
    Tensor empty = Baseline.ZERO.of(sample);
    Tensor blurred = new Baseline.Blurred().of(sample);
    float[] scores =
        Scores.of(
            lens,
            target,
            Scores.Unit.PROBABILITY,
            2 * (steps + 1),
            (i, into) -> {
              boolean deletes = i <= steps;
              int step = deletes ? i : i - steps - 1;
              int changed = (int) ((long) order.length * step / steps);
              into.copyFrom(deletes ? sample : blurred);
              replace(order, changed, deletes ? empty : sample, into);
            },
            progress);
    return new Perturbation(curve(scores, 0, steps), curve(scores, steps + 1, steps));
  }

  private static void replace(int[] order, int count, Tensor from, Tensor into) {
    int channels = into.length() / order.length;
    for (int i = 0; i < count; i++) {
      for (int k = order[i] * channels; k < (order[i] + 1) * channels; k++) {
        into.set(k, from.get(k));
      }
    }
  }

  private static Curve curve(float[] scores, int from, int steps) {
    return new Curve(
        IntStream.rangeClosed(from, from + steps).mapToDouble(i -> scores[i]).toArray());
  }
}

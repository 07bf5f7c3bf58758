package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import java.util.List;

/// Collects what a network gives, sample by sample, and sums it up as its task wants.
sealed interface Judge permits ClassJudge, LabelJudge, ValueJudge, MapJudge {
  /// How well one sample is answered: what is told after each step.
  ///
  /// @param logits holds what the network gives
  /// @param at where the sample's values begin
  /// @param target holds what the dataset says
  /// @param from where the sample's target begins
  double score(float[] logits, int at, float[] target, int from);

  /// Adds a sample; parameters as of [#score].
  void add(float[] logits, int at, float[] target, int from);

  /// The figures of all samples so far.
  ///
  /// @throws LoupeException if there are none
  Evaluation result();

  /// One for a task and the names of its classes, labels or values.
  ///
  /// @param places how many places a map has
  static Judge of(Task task, List<String> names, int places) {
    return switch (task) {
      case Task.Classification c -> new ClassJudge(names);
      case Task.MultiLabel m -> new LabelJudge(names);
      case Task.Regression r -> new ValueJudge(r, names);
      case Task.Segmentation s -> new MapJudge(names, places);
    };
  }

  /// Refuses to sum up nothing.
  static void atLeastOne(int samples) {
    if (samples == 0) {
      throw LoupeException.of("there is nothing to evaluate on").expected("at least 1 sample");
    }
  }
}

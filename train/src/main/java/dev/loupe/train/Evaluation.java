package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import dev.loupe.train.metrics.ConfusionMatrix;
import dev.loupe.train.metrics.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How well a model does on a dataset.
///
/// @param samples how many samples were judged
/// @param accuracy the part whose most probable class is the right one
/// @param loss the mean of `-ln p`, with p the probability of the right class
/// @param top5 the part whose right class is among the five most probable ones
/// @param classes each class's own figures
/// @param confusion how many samples of a class (row) were given a class (column)
/// @param figures what other tasks are judged by: then there are neither classes nor confusion, the
///     accuracy is that of labels or places, and the loss is that of each answer: cross entropy, or
///     squared distance in deviations
public record Evaluation(
    int samples,
    double accuracy,
    double loss,
    double top5,
    List<ClassScore> classes,
    List<List<Integer>> confusion,
    Optional<TaskFigures> figures) {
  /// Copies the lists.
  public Evaluation {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  /// An evaluation of another task than classification.
  static Evaluation of(int samples, double accuracy, double loss, TaskFigures figures) {
    return new Evaluation(
        samples, accuracy, loss, Double.NaN, List.of(), List.of(), Optional.of(figures));
  }

  /// The figure that chooses the best epoch: see [Task#choice].
  public double choice() {
    return figures.map(f -> f.overall().getFirst().value()).orElse(accuracy);
  }

  /// The mean of the classes' F1, over the classes that have one.
  public double macroF1() {
    return classes.stream()
        .mapToDouble(ClassScore::f1)
        .filter(f -> !Double.isNaN(f))
        .average()
        .orElse(Double.NaN);
  }

  /// Collects what a model answers, sample by sample.
  public static final class Collector {
    private static final int TOP = 5;

    private final List<String> names;
    private final ConfusionMatrix confusion;
    private int samples;
    private int right;
    private int nearly;
    private double loss;

    /// Nothing yet.
    public Collector(List<String> names) {
      this.names = List.copyOf(names);
      this.confusion = new ConfusionMatrix(names);
    }

    /// Adds a sample.
    ///
    /// @param logits holds the values before softmax
    /// @param at where the sample's values begin
    /// @param label the right class
    public void add(float[] logits, int at, int label) {
      int classes = names.size();
      int guess = Ranking.best(logits, at, classes);
      confusion.add(label, guess, 1);
      samples++;
      right += guess == label ? 1 : 0;
      nearly += Ranking.place(logits, at, classes, label) < TOP ? 1 : 0;
      loss += Ranking.logSum(logits, at, classes) - logits[at + label];
    }

    /// The figures of all samples so far.
    ///
    /// @throws LoupeException if there are none
    public Evaluation result() {
      if (samples == 0) {
        throw LoupeException.of("there is nothing to evaluate on").expected("at least 1 sample");
      }
      List<ClassScore> scores = new ArrayList<>();
      List<List<Integer>> table = new ArrayList<>();
      for (int c = 0; c < names.size(); c++) {
        List<Integer> row = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
          row.add(Math.toIntExact(confusion.count(c, k)));
        }
        scores.add(
            new ClassScore(
                names.get(c),
                Math.toIntExact(confusion.support(c)),
                confusion.precision(c),
                confusion.recall(c),
                confusion.f1(c)));
        table.add(row);
      }
      return new Evaluation(
          samples,
          (double) right / samples,
          loss / samples,
          (double) nearly / samples,
          scores,
          table,
          Optional.empty());
    }
  }
}

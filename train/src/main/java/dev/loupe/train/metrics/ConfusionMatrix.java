package dev.loupe.train.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// How many samples of a class (row) were given a class (column), and what follows from it.
///
/// For class c with hits h, support s and called n (so many samples were given it): precision is
/// `h / n`, recall `h / s` and F1 `2h / (n + s)`, NaN where nothing is divided by nothing. Averages
/// are taken over the classes that have the figure, as scikit-learn does.
public final class ConfusionMatrix {
  private final List<String> classes;
  private final long[][] counts;

  /// All counts are 0.
  public ConfusionMatrix(List<String> classes) {
    this.classes = List.copyOf(classes);
    this.counts = new long[classes.size()][classes.size()];
  }

  /// Counts predictions.
  public static ConfusionMatrix of(Predictions predictions) {
    int[] once = new int[predictions.size()];
    Arrays.fill(once, 1);
    return of(predictions, once);
  }

  /// Counts predictions, each so many times.
  ///
  /// @param times how often each sample counts, at least 0
  public static ConfusionMatrix of(Predictions predictions, int[] times) {
    ConfusionMatrix matrix = new ConfusionMatrix(predictions.classes());
    for (int i = 0; i < predictions.size(); i++) {
      matrix.add(predictions.label(i), predictions.guess(i), times[i]);
    }
    return matrix;
  }

  /// Counts a sample so many times.
  public void add(int label, int guess, int times) {
    counts[label][guess] += times;
  }

  /// The names of the classes, by index.
  public List<String> classes() {
    return classes;
  }

  /// How many samples of a class were given a class.
  public long count(int label, int guess) {
    return counts[label][guess];
  }

  /// Samples of one class that were given another.
  ///
  /// @param label the right class
  /// @param guess the class they were given
  /// @param count how many, at least 1
  public record Pair(int label, int guess, long count) {}

  /// The pairs of classes that are confused most often, the most frequent first; of equally
  /// frequent ones in the order of the rows.
  ///
  /// @param most how many at most
  public List<Pair> confused(int most) {
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      for (int guess = 0; guess < counts.length; guess++) {
        if (label != guess && counts[label][guess] > 0) {
          pairs.add(new Pair(label, guess, counts[label][guess]));
        }
      }
    }
    pairs.sort(Comparator.comparingLong(Pair::count).reversed());
    return pairs.stream().limit(most).toList();
  }

  /// How many samples a class has.
  public long support(int label) {
    long sum = 0;
    for (long n : counts[label]) {
      sum += n;
    }
    return sum;
  }

  /// How many samples were given a class.
  public long called(int label) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[label];
    }
    return sum;
  }

  /// Of what was given the class, the part that belongs to it.
  public double precision(int label) {
    return (double) counts[label][label] / called(label);
  }

  /// Of what belongs to the class, the part that was given it.
  public double recall(int label) {
    return (double) counts[label][label] / support(label);
  }

  /// The harmonic mean of precision and recall.
  public double f1(int label) {
    return 2.0 * counts[label][label] / (called(label) + support(label));
  }

  /// The intersection over union (Jaccard's index): of what belongs to the class or was given it,
  /// the part that both holds for.
  public double iou(int label) {
    long hits = counts[label][label];
    return (double) hits / (called(label) + support(label) - hits);
  }

  /// The part of the samples that were given their class.
  public double accuracy() {
    long hits = 0;
    long all = 0;
    for (int c = 0; c < classes.size(); c++) {
      hits += counts[c][c];
      all += support(c);
    }
    return (double) hits / all;
  }

  /// The mean recall of the classes.
  public double balancedAccuracy() {
    return mean(this::recall);
  }

  /// The mean F1 of the classes.
  public double macroF1() {
    return mean(this::f1);
  }

  /// The mean F1 of the classes, each weighted by its support.
  public double weightedF1() {
    double sum = 0;
    long all = 0;
    for (int c = 0; c < classes.size(); c++) {
      long support = support(c);
      sum += support == 0 ? 0 : support * f1(c);
      all += support;
    }
    return sum / all;
  }

  private double mean(IntToDoubleFunction figure) {
    return Averages.known(classes.size(), figure);
  }
}

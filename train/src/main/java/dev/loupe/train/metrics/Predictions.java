package dev.loupe.train.metrics;

import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a classifier said about each sample, beside the truth.
///
/// Keeps the values before softmax, 4 bytes for each sample and class. Probabilities are computed
/// from them in double precision, with the same bits on every machine.
public final class Predictions {
  private final List<String> classes;
  private final float[][] logits;
  private final double[] logParts;
  private final int[] labels;
  private final int[] guesses;
  private final List<String> groups;

  private Predictions(List<String> classes, float[][] logits, int[] labels, List<String> groups) {
    this.classes = classes;
    this.logits = logits;
    this.labels = labels;
    this.groups = groups;
    this.logParts = new double[labels.length];
    this.guesses = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      logParts[i] = Ranking.logPart(logits[i], 0, classes.size());
      guesses[i] = Ranking.best(logits[i], 0, classes.size());
    }
  }

  /// How many samples there are, at least 1.
  public int size() {
    return labels.length;
  }

  /// The names of the classes, by index.
  public List<String> classes() {
    return classes;
  }

  /// The right class of a sample.
  public int label(int sample) {
    return labels[sample];
  }

  /// The person or thing that a sample comes from, such as a patient; empty where it is unknown.
  public String group(int sample) {
    return groups.get(sample);
  }

  /// The most probable class of a sample, the first of equals.
  public int guess(int sample) {
    return guesses[sample];
  }

  /// The probability of a class, 0 to 1.
  public double probability(int sample, int label) {
    return StrictMath.exp(-surprise(sample, label));
  }

  /// `-ln p`, with p the probability of the right class.
  public double loss(int sample) {
    return surprise(sample, labels[sample]);
  }

  /// `-ln p`. The largest value is taken off first: that is exact, so that samples whose values
  /// differ by a constant have equal probabilities, and tie.
  private double surprise(int sample, int label) {
    double top = logits[sample][guesses[sample]];
    return logParts[sample] - (logits[sample][label] - top);
  }

  /// How many classes come before the right one, the most probable first; of equally probable
  /// classes the first comes first.
  public int place(int sample) {
    return Ranking.place(logits[sample], 0, classes.size(), labels[sample]);
  }

  /// The sum over classes of `(p - y)^2`, with y 1 for the right class and 0 for the others.
  double brier(int sample) {
    double sum = 0;
    for (int c = 0; c < classes.size(); c++) {
      double away = probability(sample, c) - (c == labels[sample] ? 1 : 0);
      sum += away * away;
    }
    return sum;
  }

  /// How probable each sample finds a class, and which samples belong to it.
  public RankedScores scores(int label) {
    double[] scores = new double[size()];
    boolean[] positive = new boolean[size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = probability(i, label);
      positive[i] = labels[i] == label;
    }
    return new RankedScores(scores, positive);
  }

  /// Collects what a model answers, sample by sample.
  public static final class Collector {
    private final List<String> classes;
    private final List<float[]> logits = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();

    /// Nothing yet.
    public Collector(List<String> classes) {
      this.classes = List.copyOf(classes);
    }

    /// Adds a sample.
    ///
    /// @param values holds the values before softmax; they are copied
    /// @param at where the sample's values begin
    /// @param label the right class, 0 to the number of classes - 1
    /// @param group the person or thing that the sample comes from; empty where it is unknown
    public void add(float[] values, int at, int label, String group) {
      if (label < 0 || label >= classes.size()) {
        throw new IllegalArgumentException(
            "class " + label + " of " + classes.size() + " classes does not exist");
      }
      logits.add(Arrays.copyOfRange(values, at, at + classes.size()));
      labels.add(label);
      groups.add(group);
    }

    /// All samples so far.
    ///
    /// @throws LoupeException if there are none
    public Predictions result() {
      if (labels.isEmpty()) {
        throw LoupeException.of("there is nothing to evaluate on").expected("at least 1 sample");
      }
      int[] truth = labels.stream().mapToInt(Integer::intValue).toArray();
      return new Predictions(classes, logits.toArray(float[][]::new), truth, List.copyOf(groups));
    }
  }
}

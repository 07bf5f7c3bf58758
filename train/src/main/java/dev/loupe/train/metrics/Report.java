package dev.loupe.train.metrics;

import dev.loupe.kernel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Everything that is to be said about a classifier's predictions.
///
/// Areas under curves are, for two classes, those of the second class (the positive one); for more
/// classes the mean of each class against all others, over the classes that have samples.
///
/// @param samples how many samples were judged
/// @param loss the mean of `-ln p`, with p the probability of the right class
/// @param accuracy the part whose most probable class is the right one
/// @param topK the part whose right class is among the k most probable ones
/// @param balancedAccuracy the mean recall of the classes
/// @param macroF1 the mean F1 of the classes
/// @param weightedF1 the mean F1 of the classes, weighted by their samples
/// @param auroc the area under the receiver operating characteristic
/// @param averagePrecision the area under the curve of precision over recall
/// @param calibration whether probabilities are what they say
/// @param classes each class's own figures
/// @param confusion how many samples of a class were given a class
/// @param mistakes the worst ones, the worst first
public record Report(
    int samples,
    double loss,
    Interval accuracy,
    double topK,
    double balancedAccuracy,
    Interval macroF1,
    double weightedF1,
    Interval auroc,
    double averagePrecision,
    Calibration calibration,
    List<ClassFigures> classes,
    ConfusionMatrix confusion,
    List<Mistake> mistakes) {
  /// Copies the lists.
  public Report {
    classes = List.copyOf(classes);
    mistakes = List.copyOf(mistakes);
  }

  /// What a report should hold.
  ///
  /// @param k how many classes count as right in [Report#topK], at least 1
  /// @param mistakes how many mistakes to keep at most, at least 0
  /// @param aurocInterval whether the area has an interval: it takes time with many classes
  /// @param bootstrap how intervals are made
  public record Wishes(int k, int mistakes, boolean aurocInterval, Bootstrap bootstrap) {
    /// Top 5, 24 mistakes, an interval for the area, 1,000 resamples.
    public static final Wishes DEFAULT = new Wishes(5, 24, true, Bootstrap.DEFAULT);
  }

  /// One class's own figures.
  ///
  /// @param name the class
  /// @param support how many samples it has
  /// @param precision of what was called so, the part that is so; NaN where nothing was called so
  /// @param recall of what is so, the part that was called so; NaN where there are no samples
  /// @param f1 the harmonic mean of both; NaN where both are unknown
  /// @param auroc the area under the receiver operating characteristic against all others
  /// @param averagePrecision the area under the curve of precision over recall
  public record ClassFigures(
      String name,
      long support,
      double precision,
      double recall,
      double f1,
      double auroc,
      double averagePrecision) {}

  /// Judges predictions.
  ///
  /// @param units what is drawn again as a whole for the intervals
  public static Report of(
      Predictions predictions, Wishes wishes, ResamplingUnits units, Parallel team) {
    if (units.samples() != predictions.size()) {
      throw new IllegalArgumentException(
          "units of " + units.samples() + " samples don't fit " + predictions.size());
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    RankedScores[] scores = scores(predictions, team);
    List<ClassFigures> classes = classes(confusion, scores, team);
    Bootstrap bootstrap = wishes.bootstrap();
    boolean two = scores.length == 2;
    return new Report(
        predictions.size(),
        predictions.loss(),
        bootstrap.interval(t -> accuracy(predictions, t), units, team),
        predictions.topK(wishes.k()),
        confusion.balancedAccuracy(),
        bootstrap.interval(t -> ConfusionMatrix.of(predictions, t).macroF1(), units, team),
        confusion.weightedF1(),
        wishes.aurocInterval()
            ? bootstrap.interval(t -> auroc(scores, t), units, team)
            : Interval.unknown(
                two
                    ? classes.get(1).auroc()
                    : Averages.known(scores.length, c -> classes.get(c).auroc())),
        two
            ? classes.get(1).averagePrecision()
            : Averages.known(scores.length, c -> classes.get(c).averagePrecision()),
        Calibration.of(predictions, Calibration.BINS),
        classes,
        confusion,
        Mistake.worst(predictions, wishes.mistakes()));
  }

  private static RankedScores[] scores(Predictions predictions, Parallel team) {
    RankedScores[] scores = new RankedScores[predictions.classes().size()];
    team.run((c, worker) -> scores[c] = predictions.scores(c), scores.length);
    return scores;
  }

  private static List<ClassFigures> classes(
      ConfusionMatrix confusion, RankedScores[] scores, Parallel team) {
    ClassFigures[] figures = new ClassFigures[scores.length];
    team.run((c, worker) -> figures[c] = figures(confusion, scores[c], c), scores.length);
    return new ArrayList<>(Arrays.asList(figures));
  }

  private static ClassFigures figures(ConfusionMatrix confusion, RankedScores scores, int c) {
    return new ClassFigures(
        confusion.classes().get(c),
        confusion.support(c),
        confusion.precision(c),
        confusion.recall(c),
        confusion.f1(c),
        scores.auroc(),
        scores.averagePrecision());
  }

  private static double accuracy(Predictions predictions, int[] times) {
    long hits = 0;
    long all = 0;
    for (int i = 0; i < times.length; i++) {
      hits += predictions.guess(i) == predictions.label(i) ? times[i] : 0;
      all += times[i];
    }
    return (double) hits / all;
  }

  private static double auroc(RankedScores[] scores, int[] times) {
    return scores.length == 2
        ? scores[1].auroc(times)
        : Averages.known(scores.length, c -> scores[c].auroc(times));
  }
}

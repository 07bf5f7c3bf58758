package dev.loupe.train.metrics;

import dev.loupe.data.Progress;
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
/// @param units how many of them, or how many groups, are drawn again for the intervals
/// @param wishes what was asked for
/// @param loss the mean of `-ln p`, with p the probability of the right class
/// @param accuracy the part whose most probable class is the right one
/// @param topK the part whose right class is among the k most probable ones
/// @param balancedAccuracy the mean recall of the classes
/// @param macroF1 the mean F1 of the classes
/// @param weightedF1 the mean F1 of the classes, weighted by their samples
/// @param auroc the area under the receiver operating characteristic
/// @param averagePrecision the area under the curve of precision over recall
/// @param brier the mean of the sum over classes of `(p - y)^2`, with y 1 for the right class and 0
///     for the others; 0 to 2. For two classes it is twice the score of the second class alone.
///     Source: Brier, Verification of Forecasts Expressed in Terms of Probability, Monthly Weather
///     Review 1950.
/// @param calibration whether probabilities are what they say; its error has no interval, because
///     resamples have a larger one than the samples they are drawn from
/// @param classes each class's own figures
/// @param confusion how many samples of a class were given a class
/// @param mistakes the worst ones, the worst first
public record Report(
    int samples,
    int units,
    Wishes wishes,
    Interval loss,
    Interval accuracy,
    Interval topK,
    Interval balancedAccuracy,
    Interval macroF1,
    Interval weightedF1,
    Interval auroc,
    Interval averagePrecision,
    Interval brier,
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
  /// @param bootstrap how intervals are made
  /// @param areaWork areas under curves have intervals where samples x classes x resamples are at
  ///     most so many: about 10 to 30 ns each
  public record Wishes(int k, int mistakes, Bootstrap bootstrap, long areaWork) {
    /// Top 5, 24 mistakes, 1,000 resamples, intervals of areas for up to 2 * 10^9.
    public static final Wishes DEFAULT = new Wishes(5, 24, Bootstrap.DEFAULT, 2_000_000_000L);

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is out of range
    public Wishes {
      if (k < 1 || mistakes < 0 || areaWork < 0) {
        throw new IllegalArgumentException(
            "top " + k + ", " + mistakes + " mistakes and work " + areaWork + " are not possible");
      }
    }
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

  /// The usual report; for the intervals whole groups are drawn again where samples have one.
  public static Report of(Predictions predictions) {
    return of(
        predictions,
        Wishes.DEFAULT,
        ResamplingUnits.of(predictions),
        Parallel.ofMachine(),
        Progress.none());
  }

  /// Judges predictions.
  ///
  /// @param units what is drawn again as a whole for the intervals
  /// @param progress is told how many resamples are done
  /// @throws IllegalArgumentException if the units are of another number of samples
  public static Report of(
      Predictions predictions,
      Wishes wishes,
      ResamplingUnits units,
      Parallel team,
      Progress progress) {
    if (units.samples() != predictions.size()) {
      throw new IllegalArgumentException(
          "units of " + units.samples() + " samples don't fit " + predictions.size());
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    OverallFigures figures = new OverallFigures(predictions, wishes.k());
    Areas areas = new Areas(predictions, team);
    Bootstrap bootstrap = wishes.bootstrap();
    List<Interval> overall = bootstrap.intervals("intervals", figures::of, units, team, progress);
    Bootstrap ofAreas =
        areaWork(predictions, bootstrap) > wishes.areaWork()
            ? new Bootstrap(0, bootstrap.level(), bootstrap.seed())
            : bootstrap;
    List<Interval> under =
        ofAreas.intervals("intervals of areas under curves", areas::of, units, team, progress);
    return new Report(
        predictions.size(),
        units.count(),
        wishes,
        overall.get(OverallFigures.LOSS),
        overall.get(OverallFigures.ACCURACY),
        overall.get(OverallFigures.TOP_K),
        overall.get(OverallFigures.BALANCED_ACCURACY),
        overall.get(OverallFigures.MACRO_F1),
        overall.get(OverallFigures.WEIGHTED_F1),
        under.get(0),
        under.get(1),
        overall.get(OverallFigures.BRIER),
        Calibration.of(predictions, Calibration.BINS),
        classes(confusion, areas, team),
        confusion,
        Mistake.worst(predictions, wishes.mistakes()));
  }

  private static double areaWork(Predictions predictions, Bootstrap bootstrap) {
    return (double) predictions.size() * predictions.classes().size() * bootstrap.resamples();
  }

  private static List<ClassFigures> classes(ConfusionMatrix confusion, Areas areas, Parallel team) {
    ClassFigures[] figures = new ClassFigures[confusion.classes().size()];
    team.run((c, worker) -> figures[c] = figures(confusion, areas.of(c), c), figures.length);
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
}

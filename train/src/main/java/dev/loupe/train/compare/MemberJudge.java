package dev.loupe.train.compare;

import dev.loupe.data.Dataset;
import dev.loupe.train.Model;
import dev.loupe.train.Run;
import dev.loupe.train.metrics.Calibration;
import dev.loupe.train.metrics.Predictions;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.MemberResult;
import dev.loupe.train.study.StudyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Judges each training when it has ended, and tells how much time is left.
final class MemberJudge implements StudyListener {
  private final Path folder;
  private final Map<String, PlannedTraining> planned;
  private final List<Cost> costs;
  private final Budget budget;
  private final int threads;
  private final long seed;
  private final StudyListener listener;
  private final Set<String> open = new TreeSet<>();
  // What the trainings of this process took, and what they were expected to take.
  private double taken;
  private double foreseen;
  private long begun;

  /// @param seed of the disturbances
  /// @param listener is told the same, and the time that is left
  MemberJudge(
      Path folder,
      Map<String, PlannedTraining> planned,
      List<Cost> costs,
      Budget budget,
      int threads,
      long seed,
      StudyListener listener) {
    this.folder = folder;
    this.planned = planned;
    this.costs = costs;
    this.budget = budget;
    this.threads = threads;
    this.seed = seed;
    this.listener = listener;
  }

  /// Counts the time of these, as far as they have not ended.
  MemberJudge awaiting(Set<String> names) {
    open.addAll(names);
    open.removeIf(name -> ComparisonFile.figures(folder.resolve(name)).isPresent());
    return this;
  }

  @Override
  public void begins(Member member, int number, int of) {
    double left = open.stream().mapToDouble(this::expected).sum();
    listener.left(foreseen > 0 ? left * taken / foreseen : left);
    listener.begins(member, number, of);
    begun = System.nanoTime();
  }

  @Override
  public void ended(MemberResult result, boolean before) {
    Path place = folder.resolve(result.name());
    if (ComparisonFile.figures(place).isEmpty()) {
      ComparisonFile.write(place, figures(result, Run.open(place).threads(threads)));
    }
    if (!before) {
      taken += (System.nanoTime() - begun) * 1e-9;
      foreseen += expected(result.name());
    }
    open.remove(result.name());
    listener.ended(result, before);
  }

  private PlannedTraining training(String name) {
    return Objects.requireNonNull(planned.get(name));
  }

  private double expected(String name) {
    PlannedTraining p = training(name);
    return p.seconds(budget, p.cost(costs));
  }

  private MemberFigures figures(MemberResult result, Model model) {
    PlannedTraining p = training(result.name());
    Dataset test = p.member().splits().test();
    Predictions predictions = model.predictions(test);
    StringBuilder right = new StringBuilder();
    double loss = 0;
    for (int i = 0; i < predictions.size(); i++) {
      right.append(predictions.guess(i) == predictions.label(i) ? '1' : '0');
      loss += predictions.loss(i);
    }
    List<MemberFigures.Disturbed> disturbed = new ArrayList<>();
    Robustness.kinds(test.shape())
        .forEach(
            (kind, how) -> {
              Dataset changed = Robustness.disturbed(test, how, seed);
              disturbed.add(
                  new MemberFigures.Disturbed(kind, how, accuracy(model.predictions(changed))));
            });
    return new MemberFigures(
        result.name(),
        p.entrant().name(),
        p.share(),
        result.seed(),
        result.trainSamples(),
        result.epochs(),
        p.flops(result.epochs(), p.cost(costs)),
        result.seconds(),
        accuracy(predictions),
        loss / predictions.size(),
        Calibration.of(predictions, Calibration.BINS).error(),
        disturbed,
        right.toString());
  }

  private static double accuracy(Predictions predictions) {
    int hits = 0;
    for (int i = 0; i < predictions.size(); i++) {
      hits += predictions.guess(i) == predictions.label(i) ? 1 : 0;
    }
    return (double) hits / predictions.size();
  }
}

package dev.loupe.train.compare;

import dev.loupe.data.Progress;
import dev.loupe.kernel.Parallel;
import dev.loupe.train.metrics.Bootstrap;
import dev.loupe.train.metrics.Interval;
import dev.loupe.train.metrics.PairedBootstrap;
import dev.loupe.train.metrics.ResamplingUnits;
import dev.loupe.train.study.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What a comparison found.
///
/// @param data the name of the data
/// @param command that began it, or `API`
/// @param budget as [Budget#parse] reads it
/// @param models in the order of the entrants
/// @param shares of the data, smallest first
/// @param seeds of the trainings
/// @param planned how many trainings there are
/// @param costs of the models
/// @param members trainings that have ended
/// @param drawn the accuracies of models at shares, with intervals by drawing test samples again
/// @param verdicts pairs of models at each share for which all trainings have ended
public record ComparisonResult(
    String data,
    String command,
    String budget,
    List<String> models,
    List<Double> shares,
    List<Long> seeds,
    int planned,
    List<Cost> costs,
    List<MemberFigures> members,
    List<Drawn> drawn,
    List<Verdict> verdicts) {
  /// Copies the lists.
  public ComparisonResult {
    models = List.copyOf(models);
    shares = List.copyOf(shares);
    seeds = List.copyOf(seeds);
    costs = List.copyOf(costs);
    members = List.copyOf(members);
    drawn = List.copyOf(drawn);
    verdicts = List.copyOf(verdicts);
  }

  /// The accuracy of a model at a share of the data.
  ///
  /// @param model its name
  /// @param share above 0, up to 1
  /// @param accuracy mean over the seeds, with the interval of the chance of the test samples
  public record Drawn(String model, double share, Interval accuracy) {}

  /// Whether all trainings have ended.
  public boolean complete() {
    return members.size() == planned;
  }

  /// The trainings of a model on a share.
  public List<MemberFigures> of(String model, double share) {
    return members.stream().filter(m -> m.model().equals(model) && m.share() == share).toList();
  }

  /// The accuracy of a model on a share, over its seeds.
  public Summary accuracy(String model, double share) {
    Summary all =
        Summary.of(of(model, share).stream().mapToDouble(MemberFigures::accuracy).toArray());
    Interval i = all.interval();
    // Student's interval of few seeds may reach beyond what an accuracy can be.
    Interval possible =
        i.known() ? new Interval(i.value(), Math.max(0, i.low()), Math.min(1, i.high())) : i;
    return new Summary(all.count(), all.mean(), all.deviation(), possible);
  }

  /// The accuracy of a model on a share, where the test samples are drawn again.
  ///
  /// @throws java.util.NoSuchElementException if none of its trainings on the share has ended
  public Interval drawn(String model, double share) {
    return drawn.stream()
        .filter(d -> d.model().equals(model) && d.share() == share)
        .map(Drawn::accuracy)
        .findFirst()
        .orElseThrow();
  }

  /// What can be said, a sentence each.
  public List<String> conclusion() {
    List<String> all = new ArrayList<>(verdicts.stream().map(Verdict::sentence).toList());
    if (seeds.size() == 1 && !verdicts.isEmpty()) {
      all.add("each model was trained once: the intervals do not hold the chance of training");
    }
    if (!complete()) {
      all.add("%d of %d trainings have ended".formatted(members.size(), planned));
    }
    return all;
  }

  /// The accuracies of all models at all shares where a training has ended.
  ///
  /// @param units what is drawn as a whole
  static List<Drawn> accuracies(
      List<String> models,
      List<Double> shares,
      List<MemberFigures> members,
      ResamplingUnits units) {
    List<Drawn> all = new ArrayList<>();
    for (double share : shares) {
      for (String model : models) {
        boolean[][] hits = hits(members, model, share);
        if (hits.length > 0) {
          Bootstrap.Statistics mean = times -> new double[] {PairedBootstrap.mean(hits, times)};
          List<Interval> one =
              Bootstrap.DEFAULT.intervals(
                  "accuracy", mean, units, new Parallel(1), Progress.none());
          all.add(new Drawn(model, share, one.getFirst()));
        }
      }
    }
    return all;
  }

  /// Judges all pairs.
  ///
  /// @param units what is drawn as a whole
  static List<Verdict> judge(
      List<String> models,
      List<Double> shares,
      int seeds,
      List<MemberFigures> members,
      ResamplingUnits units) {
    List<Verdict> raw = new ArrayList<>();
    for (double share : shares) {
      List<String> ended =
          models.stream().filter(m -> hits(members, m, share).length == seeds).toList();
      for (int i = 0; i < ended.size(); i++) {
        for (int j = i + 1; j < ended.size(); j++) {
          boolean[][] a = hits(members, ended.get(i), share);
          boolean[][] b = hits(members, ended.get(j), share);
          PairedBootstrap.Difference d = PairedBootstrap.DEFAULT.of(a, b, units);
          raw.add(new Verdict(ended.get(i), ended.get(j), share, d.difference(), d.chance()));
        }
      }
    }
    return corrected(raw);
  }

  private static boolean[][] hits(List<MemberFigures> members, String model, double share) {
    return members.stream()
        .filter(m -> m.model().equals(model) && m.share() == share)
        .map(MemberFigures::hits)
        .toArray(boolean[][]::new);
  }

  /// Holm's correction: the smallest chance counts as often as there are comparisons.
  private static List<Verdict> corrected(List<Verdict> raw) {
    List<Verdict> sorted =
        raw.stream()
            .sorted(Comparator.comparingDouble(Verdict::chance))
            .collect(Collectors.toList());
    double most = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Verdict v = sorted.get(i);
      most = Math.max(most, Math.min(1, (sorted.size() - i) * v.chance()));
      sorted.set(i, new Verdict(v.first(), v.second(), v.share(), v.difference(), most));
    }
    return raw.stream()
        .map(
            r ->
                sorted.stream()
                    .filter(
                        s ->
                            s.first().equals(r.first())
                                && s.second().equals(r.second())
                                && s.share() == r.share())
                    .findFirst()
                    .orElse(r))
        .toList();
  }
}

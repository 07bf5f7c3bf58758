package dev.loupe.cli;

import dev.loupe.explain.Lens;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.method.RandomMap;
import dev.loupe.explain.quality.Agreement;
import dev.loupe.explain.quality.Perturbation;
import dev.loupe.explain.quality.SanityCheck;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How good the maps of one sample are.
///
/// @param curves deletion and insertion for each map, then for a random one
/// @param agreement between the maps
/// @param sanity of each method
record ExplainJudgement(List<Perturbation> curves, Agreement agreement, List<SanityCheck> sanity) {
  private static final int STAGES = 3;

  /// Nothing was judged.
  static final ExplainJudgement NONE =
      new ExplainJudgement(List.of(), Agreement.of(List.of()), List.of());

  ExplainJudgement {
    curves = List.copyOf(curves);
    sanity = List.copyOf(sanity);
  }

  static ExplainJudgement of(
      Lens lens, Tensor sample, List<Attribution> maps, Seed seed, Progress progress) {
    List<Attribution> all = new ArrayList<>(maps);
    all.add(new RandomMap(1).explain(lens, sample, maps.getFirst().target()));
    List<Perturbation> curves = new ArrayList<>();
    for (Attribution a : all) {
      String task = "deletion and insertion: " + a.method().name();
      curves.add(
          Perturbation.of(
              lens,
              sample,
              a.target(),
              a.map(),
              Perturbation.STEPS,
              (d, n) -> progress.at(task, d, n)));
    }
    List<SanityCheck> sanity = new ArrayList<>();
    for (Attribution a : maps) {
      String task = "without weights: " + a.method().name();
      progress.at(task, 0, STAGES);
      sanity.add(
          SanityCheck.of(
              lens,
              a.method(),
              List.of(new SanityCheck.Case(sample, a.target())),
              STAGES,
              seed,
              (d, n) -> progress.at(task, d, n)));
    }
    return new ExplainJudgement(curves, Agreement.of(maps), sanity);
  }

  boolean judged() {
    return !curves.isEmpty();
  }

  /// The figures of a map in words.
  String words(int map) {
    Perturbation p = curves.get(map);
    Perturbation random = curves.getLast();
    return "deletion %s (random %s), insertion %s (random %s), without weights %s"
        .formatted(
            Figures.decimals(p.deletion().area(), 4),
            Figures.decimals(random.deletion().area(), 4),
            Figures.decimals(p.insertion().area(), 4),
            Figures.decimals(random.insertion().area(), 4),
            Figures.decimals(sanity.get(map).left(), 2));
  }

  void put(int map, Map<String, Object> into) {
    into.put("deletion", curves.get(map).deletion().area());
    into.put("insertion", curves.get(map).insertion().area());
    into.put("deletion_random", curves.getLast().deletion().area());
    into.put("insertion_random", curves.getLast().insertion().area());
    into.put("correlation_without_weights", sanity.get(map).left());
    into.put("depends_on_weights", sanity.get(map).passed());
  }
}

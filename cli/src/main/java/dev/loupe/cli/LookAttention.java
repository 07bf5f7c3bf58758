package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.attention.AttentionDistance;
import dev.loupe.explain.attention.AttentionPage;
import dev.loupe.explain.attention.Attentions;
import dev.loupe.explain.attention.PositionSimilarity;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.method.Rollout;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at the attention of a transformer.
///
/// @param page what is shown
/// @param rollout over the sample
record LookAttention(AttentionPage page, Tensor rollout) {
  private static final int SAMPLES = 32;

  /// Looks at a sample, and at some of the data for how far heads look.
  ///
  /// @param sample as it is read
  /// @param samples how many of the data, or 0 for the usual number
  static LookAttention of(
      Sight sight,
      String name,
      Tensor sample,
      Optional<Dataset> data,
      int samples,
      LookParts.Told progress) {
    Lens lens = sight.lens();
    Tensor seen = sight.normalised(sample.reshape(sample.shape().prepend(1))).item(0);
    Attentions attentions = Attentions.of(lens, seen);
    List<AttentionDistance> distances = new ArrayList<>();
    int wanted = samples == 0 ? SAMPLES : samples;
    int count = data.map(d -> Math.min(d.size(), wanted)).orElse(0);
    for (int i = 0; i < count; i++) {
      Tensor one = sight.normalised(sight.read(data.orElseThrow(), i, 1)).item(0);
      distances.add(AttentionDistance.of(Attentions.of(lens, one), sight.shape()));
      progress.at("attention", i + 1, count);
    }
    if (count == 0) {
      distances.add(AttentionDistance.of(attentions, sight.shape()));
    }
    AttentionPage page =
        new AttentionPage(
            name,
            attentions,
            AttentionDistance.mean(distances),
            distances.size(),
            PositionSimilarity.of(lens));
    Tensor rollout = new Rollout().explain(lens, seen, new Target.Output(0)).map();
    return new LookAttention(page, rollout);
  }

  /// The figures.
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("places", page.attentions().tokens().places().toString());
    figures.put("learned_tokens", page.attentions().tokens().leading());
    figures.put("samples", page.samples());
    figures.put("even_distance", page.distance().even());
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int l = 0; l < page.distance().heads().length; l++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("layer", page.attentions().tokens().attentions().get(l).path());
      row.put("distances", Arrays.stream(page.distance().heads()[l]).boxed().toList());
      row.put("least", page.distance().least(l));
      row.put("mean", page.distance().mean(l));
      row.put("most", page.distance().most(l));
      layers.add(row);
    }
    figures.put("layers", layers);
    return figures;
  }
}

package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Target;
import dev.loupe.explain.attention.Attentions;
import dev.loupe.tensor.Tensor;

/// What could reach the answer of a transformer from each place, through the attention of all
/// layers: the same for every class. Enlarged to the sample from the places of its tokens.
///
/// Source: Abnar and Zuidema, Quantifying Attention Flow in Transformers, ACL 2020, section 3.
public record Rollout() implements Method {
  @Override
  public String name() {
    return "rollout";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    return Maps.ofTokens(this, lens, sample, target, Attentions.of(lens, sample).rollout());
  }
}

package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Target;
import dev.loupe.explain.attention.Attentions;
import dev.loupe.tensor.Tensor;

/// What of the attention of a transformer speaks for the target: weights times their gradients, of
/// which those above 0 are followed through all layers. Enlarged to the sample from the places of
/// its tokens.
///
/// Source: Chefer et al., Generic Attention-model Explainability, ICCV 2021, section 3.
public record GradientAttention() implements Method {
  @Override
  public String name() {
    return "gradient-attention";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    Attentions attentions = Attentions.of(lens, sample);
    Tensor map = attentions.relevance(lens, sample, target);
    return Maps.ofTokens(this, lens, sample, target, map);
  }
}

package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;

/// The gradient for the input with only what speaks for the target going back at each rectifier.
/// Its fine edges come from the first layers and change little with the target or with the weights
/// of the last layers: a picture of what could be seen, not of why.
///
/// Source: Springenberg et al., Striving for Simplicity, ICLR 2015 workshop, section 3.4; the
/// doubt: Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018.
public record GuidedBackpropagation() implements Method {
  @Override
  public String name() {
    return "guided";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    InputGradient g = InputGradient.of(lens, sample, target, Rule.GUIDED);
    return Attribution.of(this, target, g.score(), g.values(), Maps.largest(g.values()));
  }
}

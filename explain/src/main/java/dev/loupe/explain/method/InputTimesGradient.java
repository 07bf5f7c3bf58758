package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// Each input value times the gradient of the target for it, summed over channels: what the target
/// would lose without the value if the network were linear.
///
/// Source: Shrikumar et al., Not Just a Black Box, 2016, section 2.
public record InputTimesGradient() implements Method {
  @Override
  public String name() {
    return "inputxgradient";
  }

  @Override
  public Optional<Question> question(Lens lens) {
    return Optional.of(Question.input(1, new Target.Output(0), Rule.PLAIN));
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    InputGradient g = InputGradient.of(lens, sample, target, Rule.PLAIN);
    for (int i = 0; i < sample.length(); i++) {
      g.values().set(i, g.values().get(i) * sample.get(i));
    }
    return Attribution.of(this, target, g.score(), g.values(), Maps.sum(g.values()));
  }
}

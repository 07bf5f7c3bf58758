package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// The gradient of the target for the input; of each place the largest magnitude among its
/// channels. It says where a small change would matter, not what the sample owes its score to.
///
/// Source: Simonyan et al., Deep Inside Convolutional Networks, ICLR 2014 workshop, section 3.
public record Saliency() implements Method {
  @Override
  public String name() {
    return "saliency";
  }

  @Override
  public Optional<Question> question(Lens lens) {
    return Optional.of(Question.input(1, new Target.Output(0), Rule.PLAIN));
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    InputGradient g = InputGradient.of(lens, sample, target, Rule.PLAIN);
    return Attribution.of(this, target, g.score(), g.values(), Maps.largest(g.values()));
  }
}

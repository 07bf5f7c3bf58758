package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;

/// The gradient of a target for one sample.
///
/// @param score the target's value
/// @param values of the sample's shape
record InputGradient(float score, Tensor values) {
  static InputGradient of(Lens lens, Tensor sample, Target target, Rule rule) {
    Method.check(lens, sample);
    Probe probe = lens.probe(Question.input(1, target, rule));
    probe.aim(target);
    probe.input().copyFrom(sample);
    probe.run();
    Tensor values = Tensor.zeros(sample.shape());
    values.copyFrom(probe.gradient());
    return new InputGradient(probe.score(0), values);
  }
}

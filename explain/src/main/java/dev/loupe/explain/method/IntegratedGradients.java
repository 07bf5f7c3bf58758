package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// The difference from a baseline times the mean gradient on the straight way from there to the
/// sample, summed over channels. The values add up to the target's difference between the two, but
/// for the error of the sum over steps, which is reported. A place where the sample looks like the
/// baseline gets nothing, whatever it means.
///
/// The mean is taken at the middles of equal steps (midpoint rule).
///
/// Source: Sundararajan et al., Axiomatic Attribution for Deep Networks, ICML 2017, sections 3, 5.
///
/// @param steps how many gradients
/// @param baseline where the way starts
public record IntegratedGradients(int steps, Baseline baseline) implements Method {
  private static final int BATCH = 8;

  /// Sixty-four steps from 0.
  public static final IntegratedGradients USUAL = new IntegratedGradients(64, Baseline.ZERO);

  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if there is no step
  public IntegratedGradients {
    Check.positive("steps of integrated", steps);
  }

  @Override
  public String name() {
    return "integrated";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    Tensor start = baseline.of(sample);
    int batch = Math.min(BATCH, steps);
    Probe probe = lens.probe(Question.input(batch, target, Rule.PLAIN));
    probe.aim(target);
    double[] sums = new double[sample.length()];
    for (int from = 0; from < steps; from += batch) {
      int count = Math.min(batch, steps - from);
      for (int i = 0; i < count; i++) {
        float part = (from + i + 0.5f) / steps;
        Tensor into = probe.input().item(i);
        for (int k = 0; k < sums.length; k++) {
          into.set(k, start.get(k) + part * (sample.get(k) - start.get(k)));
        }
      }
      probe.run();
      for (int i = 0; i < count; i++) {
        Tensor g = probe.gradient().item(i);
        for (int k = 0; k < sums.length; k++) {
          sums[k] += g.get(k);
        }
      }
      progress.at(from + count, steps);
    }
    Tensor values = Tensor.zeros(sample.shape());
    double sum = 0;
    for (int k = 0; k < sums.length; k++) {
      double v = (sample.get(k) - start.get(k)) * sums[k] / steps;
      values.set(k, (float) v);
      sum += v;
    }
    float score = Scores.of(lens, sample, target);
    double difference = score - Scores.of(lens, start, target);
    return new Attribution(
        this,
        target,
        score,
        values,
        Maps.sum(values),
        Optional.of(new Attribution.Completeness(sum, difference)));
  }
}

package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;

/// The mean gradient of copies of the sample with noise, so that what only this very sample shows
/// averages out; of each place the largest magnitude among its channels.
///
/// Source: Smilkov et al., SmoothGrad, 2017, section 3: 10 to 20 % of noise, 50 copies.
///
/// @param samples how many copies
/// @param noise its deviation, as a part of the range of the sample's values
/// @param seed of the noise
public record SmoothGrad(int samples, float noise, long seed) implements Method {
  private static final int BATCH = 8;

  /// Fifty copies with 15 % of noise.
  public static final SmoothGrad USUAL = new SmoothGrad(50, 0.15f, 1);

  /// Checks the settings.
  ///
  /// @throws LoupeException if there is no copy, or the noise is below 0
  public SmoothGrad {
    Check.positive("samples of smoothgrad", samples);
    if (!(noise >= 0 && noise < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the noise of smoothgrad is out of range")
          .expected("a part of the range of the values, such as 0.15")
          .got(String.valueOf(noise));
    }
  }

  @Override
  public String name() {
    return "smoothgrad";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    float deviation = noise * range(sample);
    int batch = Math.min(BATCH, samples);
    Probe probe = lens.probe(Question.input(batch, target, Rule.PLAIN));
    probe.aim(target);
    double[] sums = new double[sample.length()];
    for (int from = 0; from < samples; from += batch) {
      int count = Math.min(batch, samples - from);
      for (int i = 0; i < count; i++) {
        Seed copy = Seed.of(seed).child(from + i);
        Tensor into = probe.input().item(i);
        for (int k = 0; k < sums.length; k++) {
          into.set(k, sample.get(k) + deviation * copy.gaussian(k));
        }
      }
      probe.run();
      for (int i = 0; i < count; i++) {
        Tensor g = probe.gradient().item(i);
        for (int k = 0; k < sums.length; k++) {
          sums[k] += g.get(k);
        }
      }
      progress.at(from + count, samples);
    }
    Tensor mean = Tensor.zeros(sample.shape());
    for (int k = 0; k < sums.length; k++) {
      mean.set(k, (float) (sums[k] / samples));
    }
    float score = Scores.of(lens, sample, target);
    return Attribution.of(this, target, score, mean, Maps.largest(mean));
  }

  private static float range(Tensor sample) {
    float low = sample.get(0);
    float high = low;
    for (int i = 1; i < sample.length(); i++) {
      low = Math.min(low, sample.get(i));
      high = Math.max(high, sample.get(i));
    }
    return high - low;
  }
}

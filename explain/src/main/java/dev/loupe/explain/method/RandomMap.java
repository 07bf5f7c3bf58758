package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;

/// Random numbers, smoothed a little: what a method must beat to say anything.
///
/// @param seed of the numbers
public record RandomMap(long seed) implements Method {
  // Places along each axis: neighbouring places of an object belong together for any method.
  private static final int PLACES = 14;

  @Override
  public String name() {
    return "random";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    int[] sizes = Maps.places(sample.shape()).sizes();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.min(PLACES, sizes[i]);
    }
    Tensor coarse = Tensor.zeros(dev.loupe.tensor.Shape.of(sizes));
    for (int i = 0; i < coarse.length(); i++) {
      coarse.set(i, Seed.of(seed).uniform(i));
    }
    Tensor map = Maps.resize(coarse, Maps.places(sample.shape()));
    float score = Scores.of(lens, sample, target);
    return Attribution.of(this, target, score, Maps.oneChannel(map), map);
  }
}

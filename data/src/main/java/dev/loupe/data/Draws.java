package dev.loupe.data;

import dev.loupe.tensor.Seed;

/// Random numbers one after another, from a seed: what a generator of samples draws from.
public final class Draws {
  private final Seed seed;
  private long next;

  /// Draws from the start of a seed.
  public Draws(Seed seed) {
    this.seed = seed;
  }

  /// Uniform in [low, high).
  public float uniform(float low, float high) {
    return seed.uniform(next++, low, high);
  }

  /// Uniform in 0 (inclusive) to bound (exclusive).
  public int below(int bound) {
    return seed.below(next++, bound);
  }

  /// True with this probability.
  public boolean chance(float probability) {
    return seed.uniform(next++) < probability;
  }

  /// Roughly normal, mean 0 and deviation 1, never beyond 3.47: four 16-bit uniforms added, which
  /// needs no logarithm and is the same on every machine.
  public float normal() {
    long bits = seed.bits(next++);
    long sum =
        (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48 & 0xFFFF);
    // Each uniform has mean 32767.5 and variance 65536^2 / 12: the sum's deviation is 37837.2.
    return (sum - 131070) * (1 / 37837.2f);
  }

  /// [#normal()] with another mean and deviation.
  public float normal(float mean, float deviation) {
    return mean + deviation * normal();
  }
}

package dev.loupe.tensor;

import java.nio.charset.StandardCharsets;

/// A random number source without state: a value is a function of the seed and a counter.
///
/// So the same numbers come out in any order and on any number of threads. Children are keyed by
/// names and indices: `seed.child("conv1").child(step).uniform(i)`.
///
/// Source of the mixing function: Steele, Lea and Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014, variant 13 of the finaliser by Stafford.
///
/// @param key the 64 bits that tell this source from others
public record Seed(long key) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /// The source for a user's seed.
  public static Seed of(long seed) {
    return new Seed(mix(seed + GOLDEN));
  }

  /// The source of a named part.
  public Seed child(String name) {
    long h = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return child(h);
  }

  /// The source of a numbered part.
  public Seed child(long index) {
    return new Seed(mix(key ^ mix(index + GOLDEN)));
  }

  /// 64 random bits.
  public long bits(long counter) {
    return mix(key + counter * GOLDEN);
  }

  /// Uniform in [0, 1), a multiple of 2^-24.
  public float uniform(long counter) {
    return (bits(counter) >>> 40) * 0x1p-24f;
  }

  /// Uniform in [low, high).
  public float uniform(long counter, float low, float high) {
    return low + (high - low) * uniform(counter);
  }

  /// Uniform in 0 (inclusive) to bound (exclusive).
  public int below(long counter, int bound) {
    return (int) Math.unsignedMultiplyHigh(bits(counter), bound);
  }

  /// Normal with mean 0 and deviation 1, by Box and Muller from two counters' worth of bits.
  ///
  /// Computed with StrictMath, so that every machine gives the same bits.
  public float gaussian(long counter) {
    double u = ((bits(2 * counter) >>> 11) + 1) * 0x1p-53;
    double v = (bits(2 * counter + 1) >>> 11) * 0x1p-53;
    return (float) (StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v));
  }

  /// A shuffled 0..n-1 (Fisher and Yates).
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

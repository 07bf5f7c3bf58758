package dev.loupe.kernel;

import dev.loupe.tensor.Seed;

/// Which values are dropped: a function of a key, the step and the index.
///
/// The key and the step give 64 bits, two words a and b. The index goes through two rounds of an
/// integer mixer, each after a word is added (`mix(mix(i + a) + b)`), and is dropped where the
/// upper 24 bits of the result are below `rate 2^24`.
///
/// Source of the mixer: the finaliser of MurmurHash3 (Appleby), in which each bit of the input
/// changes each bit of the output about half the time.
///
/// @param rate the share that is dropped
/// @param key tells this mask from others
/// @param perSample whether the index is that of the sample
public record DropMask(float rate, long key, boolean perSample) {
  static final int FIRST = 0x85EBCA6B;
  static final int SECOND = 0xC2B2AE35;

  /// What the values that stay are multiplied by.
  float scale() {
    return (float) (1 / (1 - (double) rate));
  }

  /// Values whose upper 24 bits are below this are dropped.
  int threshold() {
    return Math.round(rate * 0x1p24f);
  }

  /// The 64 bits of a step.
  long bits(long step) {
    return Seed.of(key).bits(step);
  }

  static boolean keeps(int index, long bits, int threshold) {
    int h = mix(index + (int) bits);
    h = mix(h + (int) (bits >>> 32));
    return h >>> 8 >= threshold;
  }

  static int mix(int h) {
    h = (h ^ h >>> 16) * FIRST;
    h = (h ^ h >>> 13) * SECOND;
    return h ^ h >>> 16;
  }
}

package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums of products along pixels, for blocks of 16 channels: `sums[t][c] += sum over i of
/// source[offsets[t] + i][c] target[i][c]`.
///
/// Each value is one chain of fused multiply-adds in the order of i, at any width.
final class DepthwiseSums {
  /// Channels of a block.
  static final int BLOCK = 16;

  private DepthwiseSums() {}

  /// Adds the sums of all taps.
  ///
  /// @param a holds all three
  /// @param source where the source starts
  /// @param offsets from there to what each tap sees, in floats
  /// @param target where the target starts
  /// @param pixels how many are summed
  /// @param sums where the sums start
  static void add(float[] a, int source, int[] offsets, int target, int pixels, int sums) {
    for (int l = 0; l < BLOCK; l += Lanes.N) {
      int t = 0;
      while (sideBySide(offsets, t) && sideBySide(offsets, t + 3) && sideBySide(offsets, t + 6)) {
        nine(a, source + l, offsets, t, target + l, pixels, sums + t * BLOCK + l);
        t += 9;
      }
      for (; t + 3 <= offsets.length; t += 3) {
        three(a, source + l, offsets, t, target + l, pixels, sums + t * BLOCK + l);
      }
      for (; t < offsets.length; t++) {
        one(a, source + l + offsets[t], target + l, pixels, sums + t * BLOCK + l);
      }
    }
  }

  /// Whether three taps see neighbours.
  private static boolean sideBySide(int[] offsets, int t) {
    return t + 3 <= offsets.length
        && offsets[t + 1] - offsets[t] == BLOCK
        && offsets[t + 2] - offsets[t] == 2 * BLOCK;
  }

  /// Three times three neighbours: few addresses, which have room in the registers.
  private static void nine(
      float[] a, int source, int[] offsets, int t, int target, int pixels, int sums) {
    int p = source + offsets[t];
    int q = source + offsets[t + 3];
    int r = source + offsets[t + 6];
    FloatVector s0 = FloatVector.fromArray(Lanes.F, a, sums);
    FloatVector s1 = FloatVector.fromArray(Lanes.F, a, sums + BLOCK);
    FloatVector s2 = FloatVector.fromArray(Lanes.F, a, sums + 2 * BLOCK);
    FloatVector s3 = FloatVector.fromArray(Lanes.F, a, sums + 3 * BLOCK);
    FloatVector s4 = FloatVector.fromArray(Lanes.F, a, sums + 4 * BLOCK);
    FloatVector s5 = FloatVector.fromArray(Lanes.F, a, sums + 5 * BLOCK);
    FloatVector s6 = FloatVector.fromArray(Lanes.F, a, sums + 6 * BLOCK);
    FloatVector s7 = FloatVector.fromArray(Lanes.F, a, sums + 7 * BLOCK);
    FloatVector s8 = FloatVector.fromArray(Lanes.F, a, sums + 8 * BLOCK);
    for (int i = 0; i < pixels; i++) {
      FloatVector y = FloatVector.fromArray(Lanes.F, a, target + i * BLOCK);
      s0 = FloatVector.fromArray(Lanes.F, a, p + i * BLOCK).fma(y, s0);
      s1 = FloatVector.fromArray(Lanes.F, a, p + i * BLOCK + BLOCK).fma(y, s1);
      s2 = FloatVector.fromArray(Lanes.F, a, p + i * BLOCK + 2 * BLOCK).fma(y, s2);
      s3 = FloatVector.fromArray(Lanes.F, a, q + i * BLOCK).fma(y, s3);
      s4 = FloatVector.fromArray(Lanes.F, a, q + i * BLOCK + BLOCK).fma(y, s4);
      s5 = FloatVector.fromArray(Lanes.F, a, q + i * BLOCK + 2 * BLOCK).fma(y, s5);
      s6 = FloatVector.fromArray(Lanes.F, a, r + i * BLOCK).fma(y, s6);
      s7 = FloatVector.fromArray(Lanes.F, a, r + i * BLOCK + BLOCK).fma(y, s7);
      s8 = FloatVector.fromArray(Lanes.F, a, r + i * BLOCK + 2 * BLOCK).fma(y, s8);
    }
    s0.intoArray(a, sums);
    s1.intoArray(a, sums + BLOCK);
    s2.intoArray(a, sums + 2 * BLOCK);
    s3.intoArray(a, sums + 3 * BLOCK);
    s4.intoArray(a, sums + 4 * BLOCK);
    s5.intoArray(a, sums + 5 * BLOCK);
    s6.intoArray(a, sums + 6 * BLOCK);
    s7.intoArray(a, sums + 7 * BLOCK);
    s8.intoArray(a, sums + 8 * BLOCK);
  }

  private static void three(
      float[] a, int source, int[] offsets, int t, int target, int pixels, int sums) {
    int p0 = source + offsets[t];
    int p1 = source + offsets[t + 1];
    int p2 = source + offsets[t + 2];
    FloatVector s0 = FloatVector.fromArray(Lanes.F, a, sums);
    FloatVector s1 = FloatVector.fromArray(Lanes.F, a, sums + BLOCK);
    FloatVector s2 = FloatVector.fromArray(Lanes.F, a, sums + 2 * BLOCK);
    for (int i = 0; i < pixels; i++) {
      FloatVector y = FloatVector.fromArray(Lanes.F, a, target + i * BLOCK);
      s0 = FloatVector.fromArray(Lanes.F, a, p0 + i * BLOCK).fma(y, s0);
      s1 = FloatVector.fromArray(Lanes.F, a, p1 + i * BLOCK).fma(y, s1);
      s2 = FloatVector.fromArray(Lanes.F, a, p2 + i * BLOCK).fma(y, s2);
    }
    s0.intoArray(a, sums);
    s1.intoArray(a, sums + BLOCK);
    s2.intoArray(a, sums + 2 * BLOCK);
  }

  private static void one(float[] a, int source, int target, int pixels, int sums) {
    FloatVector s = FloatVector.fromArray(Lanes.F, a, sums);
    for (int i = 0; i < pixels; i++) {
      s =
          FloatVector.fromArray(Lanes.F, a, source + i * BLOCK)
              .fma(FloatVector.fromArray(Lanes.F, a, target + i * BLOCK), s);
    }
    s.intoArray(a, sums);
  }
}

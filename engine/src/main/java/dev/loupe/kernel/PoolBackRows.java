package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The innermost loops of [PoolBackVector]: one row of windows.
///
/// The gradient of a maximum is found again from x: the number of the winning value is kept in a
/// vector of floats, lane by lane. Adding a 0 to the others changes nothing, since no sum that
/// starts at 0 becomes -0; for the same reason a value that is written and not added is `0 + g`.
final class PoolBackRows {
  private PoolBackRows() {}

  static void max(
      float[] x,
      int ix,
      float[] gy,
      int ig,
      float[] gx,
      int io,
      int from,
      int to,
      boolean tiles,
      int[] starts,
      int[][] offsets,
      int rowKind,
      int[] kinds,
      int first,
      int last,
      int channels) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int w = first; w < last; w++, ig += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = starts[w] * channels;
      if (taps.length == 0) {
        continue;
      }
      for (int c = 0; c < channels; c += Lanes.N) {
        if (taps.length == 4 && c <= channels - Lanes.N) {
          four(x, ix + at + c, gy, ig + c, gx, io + at + c, from, to, tiles, taps);
          continue;
        }
        VectorMask<Float> lanes = Lanes.F.indexInRange(c, channels);
        FloatVector best = FloatVector.fromArray(Lanes.F, x, ix + at + taps[0] + c, lanes);
        FloatVector winner = zero;
        for (int t = 1; t < taps.length; t++) {
          FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + at + taps[t] + c, lanes);
          VectorMask<Float> wins = wins(v, best);
          best = best.blend(v, wins);
          winner = winner.blend((float) t, wins);
        }
        FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig + c, lanes).add(zero);
        for (int t = 0; t < taps.length; t++) {
          int p = io + at + taps[t] + c;
          if (p >= from && p < to) {
            FloatVector own = zero.blend(g, winner.compare(VectorOperators.EQ, (float) t));
            FloatVector sum = tiles ? own : FloatVector.fromArray(Lanes.F, gx, p, lanes).add(own);
            sum.intoArray(gx, p, lanes);
          }
        }
      }
    }
  }

  /// One vector of a window of four values, without the vector of numbers.
  private static void four(
      float[] x,
      int ix,
      float[] gy,
      int ig,
      float[] gx,
      int io,
      int from,
      int to,
      boolean tiles,
      int[] taps) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    FloatVector best = FloatVector.fromArray(Lanes.F, x, ix + taps[0]);
    FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + taps[1]);
    VectorMask<Float> m1 = wins(v, best);
    best = best.blend(v, m1);
    v = FloatVector.fromArray(Lanes.F, x, ix + taps[2]);
    VectorMask<Float> m2 = wins(v, best);
    best = best.blend(v, m2);
    v = FloatVector.fromArray(Lanes.F, x, ix + taps[3]);
    VectorMask<Float> m3 = wins(v, best);
    FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig).add(zero);
    put(zero.blend(g, m3), gx, io + taps[3], from, to, tiles);
    g = g.blend(zero, m3);
    put(zero.blend(g, m2), gx, io + taps[2], from, to, tiles);
    g = g.blend(zero, m2);
    put(zero.blend(g, m1), gx, io + taps[1], from, to, tiles);
    put(g.blend(zero, m1), gx, io + taps[0], from, to, tiles);
  }

  private static void put(FloatVector g, float[] gx, int at, int from, int to, boolean tiles) {
    if (tiles) {
      g.intoArray(gx, at);
    } else if (at >= from && at < to) {
      FloatVector.fromArray(Lanes.F, gx, at).add(g).intoArray(gx, at);
    }
  }

  private static VectorMask<Float> wins(FloatVector v, FloatVector best) {
    return v.compare(VectorOperators.GT, best).or(v.compare(VectorOperators.NE, v));
  }

  static void average(
      float[] gy,
      int ig,
      float[] gx,
      int io,
      int from,
      int to,
      boolean tiles,
      int[] starts,
      int[][] offsets,
      int rowKind,
      int[] kinds,
      int rowCount,
      int[] counts,
      int first,
      int last,
      int channels) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int w = first; w < last; w++, ig += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = io + starts[w] * channels;
      float divisor = rowCount * counts[w];
      int c = 0;
      for (; c <= channels - Lanes.N; c += Lanes.N) {
        FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig + c).div(divisor).add(zero);
        for (int t = 0; t < taps.length; t++) {
          put(g, gx, at + taps[t] + c, from, to, tiles);
        }
      }
      if (c < channels) {
        VectorMask<Float> lanes = Lanes.F.indexInRange(c, channels);
        FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig + c, lanes).div(divisor).add(zero);
        for (int t = 0; t < taps.length; t++) {
          int p = at + taps[t] + c;
          if (p >= from && p < to) {
            FloatVector sum = tiles ? g : FloatVector.fromArray(Lanes.F, gx, p, lanes).add(g);
            sum.intoArray(gx, p, lanes);
          }
        }
      }
    }
  }
}

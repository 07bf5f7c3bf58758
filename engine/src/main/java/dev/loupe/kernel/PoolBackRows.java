package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The innermost loops of [PoolBackVector]: one row of windows.
///
/// The gradient of a maximum is found again from x: the number of the winning value is kept in a
/// vector of floats, lane by lane. Adding a 0 to the others changes nothing, since no sum that
/// starts at 0 becomes -0; for the same reason a value that is written and not added is `0 + g`.
///
/// `from` and `to` bound what may be added to; `room` is the last place in a row of the input from
/// which whole vectors can be written to all values of a window without leaving their rows.
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
      int channels,
      int room) {
    for (int w = first; w < last; w++, ig += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = starts[w] * channels;
      if (taps.length == 0) {
        continue;
      }
      int c = 0;
      for (; c <= channels - Lanes.N; c += Lanes.N) {
        if (taps.length == 4 && tiles) {
          four(x, ix + at + c, gy, ig + c, gx, io + at + c, taps);
        } else {
          any(x, ix + at + c, gy, ig + c, gx, io + at + c, from, to, tiles, taps);
        }
      }
      if (c < channels) {
        int left = channels - c;
        if (taps.length == 4
            && tiles
            && c == 0
            && at <= room
            && ix + at + taps[3] + Lanes.N <= x.length
            && ig + Lanes.N <= gy.length) {
          // The surplus of each vector is overwritten by the next value of its row.
          four(x, ix + at, gy, ig, gx, io + at, taps);
        } else {
          few(x, ix + at + c, gy, ig + c, gx, io + at + c, from, to, tiles, taps, left);
        }
      }
    }
  }

  /// One vector of channels of a window of any number of values.
  private static void any(
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
    FloatVector winner = zero;
    for (int t = 1; t < taps.length; t++) {
      FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + taps[t]);
      VectorMask<Float> wins = wins(v, best);
      best = best.blend(v, wins);
      winner = winner.blend(FloatVector.broadcast(Lanes.F, (float) t), wins);
    }
    FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig).add(zero);
    for (int t = 0; t < taps.length; t++) {
      int p = io + taps[t];
      if (p >= from && p < to) {
        FloatVector own = zero.blend(g, winner.compare(VectorOperators.EQ, (float) t));
        if (tiles) {
          own.intoArray(gx, p);
        } else {
          FloatVector.fromArray(Lanes.F, gx, p).add(own).intoArray(gx, p);
        }
      }
    }
  }

  /// The same for fewer channels than lanes, one by one: masked vectors of windows that few values
  /// meet, such as the last of an array, stayed objects in some programs.
  private static void few(
      float[] x,
      int ix,
      float[] gy,
      int ig,
      float[] gx,
      int io,
      int from,
      int to,
      boolean tiles,
      int[] taps,
      int left) {
    for (int n = 0; n < left; n++) {
      float best = x[ix + taps[0] + n];
      int winner = 0;
      for (int t = 1; t < taps.length; t++) {
        float v = x[ix + taps[t] + n];
        if (v > best || Float.isNaN(v)) {
          best = v;
          winner = t;
        }
      }
      float g = gy[ig + n] + 0f;
      for (int t = 0; t < taps.length; t++) {
        int p = io + taps[t];
        if (p >= from && p < to) {
          float own = t == winner ? g : 0;
          gx[p + n] = tiles ? own : gx[p + n] + own;
        }
      }
    }
  }

  /// One vector of a window of four values that no other window reads: values are written in
  /// ascending order, and not added.
  private static void four(float[] x, int ix, float[] gy, int ig, float[] gx, int io, int[] taps) {
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
    FloatVector g3 = FloatVector.fromArray(Lanes.F, gy, ig).add(zero);
    FloatVector g2 = g3.blend(zero, m3);
    FloatVector g1 = g2.blend(zero, m2);
    g1.blend(zero, m1).intoArray(gx, io + taps[0]);
    zero.blend(g1, m1).intoArray(gx, io + taps[1]);
    zero.blend(g2, m2).intoArray(gx, io + taps[2]);
    zero.blend(g3, m3).intoArray(gx, io + taps[3]);
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
      int channels,
      int room) {
    for (int w = first; w < last; w++, ig += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = io + starts[w] * channels;
      float divisor = rowCount * counts[w];
      int c = 0;
      for (; c <= channels - Lanes.N; c += Lanes.N) {
        if (tiles) {
          write(gy, ig + c, divisor, gx, at + c, taps);
        } else {
          add(gy, ig + c, divisor, gx, at + c, from, to, taps);
        }
      }
      if (c < channels) {
        if (tiles && c == 0 && starts[w] * channels <= room && ig + Lanes.N <= gy.length) {
          // The surplus of each vector is overwritten by the next value of its row.
          write(gy, ig, divisor, gx, at, taps);
        } else {
          addFew(gy, ig + c, divisor, gx, at + c, from, to, tiles, taps, channels - c);
        }
      }
    }
  }

  private static void write(float[] gy, int ig, float divisor, float[] gx, int at, int[] taps) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig).div(divisor).add(zero);
    for (int t = 0; t < taps.length; t++) {
      g.intoArray(gx, at + taps[t]);
    }
  }

  private static void add(
      float[] gy, int ig, float divisor, float[] gx, int at, int from, int to, int[] taps) {
    FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig).div(divisor);
    for (int t = 0; t < taps.length; t++) {
      int p = at + taps[t];
      if (p >= from && p < to) {
        FloatVector.fromArray(Lanes.F, gx, p).add(g).intoArray(gx, p);
      }
    }
  }

  private static void addFew(
      float[] gy,
      int ig,
      float divisor,
      float[] gx,
      int at,
      int from,
      int to,
      boolean tiles,
      int[] taps,
      int left) {
    VectorMask<Float> lanes = Lanes.F.indexInRange(0, left);
    FloatVector zero = FloatVector.zero(Lanes.F);
    FloatVector g = FloatVector.fromArray(Lanes.F, gy, ig, lanes).div(divisor).add(zero);
    for (int t = 0; t < taps.length; t++) {
      int p = at + taps[t];
      if (p >= from && p < to) {
        if (tiles) {
          g.intoArray(gx, p, lanes);
        } else {
          FloatVector.fromArray(Lanes.F, gx, p, lanes).add(g).intoArray(gx, p, lanes);
        }
      }
    }
  }
}

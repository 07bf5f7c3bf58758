package dev.loupe.kernel;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Takes rows of groups of values apart: `out[to + r * pitch + places[j] + q] = in[from + r * line +
/// q * ways + j]`, where `ways` is the number of places. A place below 0 is left out.
///
/// [#join] is the way back. With vectors of 16 lanes, 2, 3, 4, 6 and every 16 ways are permutations of two vectors at a time;
/// else values are moved one by one.
final class Splitter {
  private static final int LANES = 16;
  private static final boolean PERMUTES = Lanes.N == LANES;
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

  // What a permutation takes from two vectors: lanes 0 to 15 of the first, 16 to 31 of the second.
  private static final float[] EVEN = lanes(2, 0, 0);
  private static final float[] ODD = lanes(2, 1, 0);
  private static final float[] LOW = zipped(0);
  private static final float[] HIGH = zipped(LANES / 2);
  // Every third of three vectors: of two, then of the result and the third.
  private static final float[][] THIRDS = {lanes(3, 0, 0), lanes(3, 1, 0), lanes(3, 2, 0)};
  private static final float[][] LAST = {lanes(3, 0, 1), lanes(3, 1, 1), lanes(3, 2, 1)};

  // The way back: of two vectors, then of the result and a third, for each third of what they make.
  private static final float[][] JOINED = {joined(0, 0), joined(1, 0), joined(2, 0)};
  private static final float[][] FILLED = {joined(0, 1), joined(1, 1), joined(2, 1)};

  private final int[] places;
  private final boolean whole;

  Splitter(int[] places) {
    this.places = places.clone();
    this.whole = IntStream.of(places).allMatch(p -> p >= 0);
  }

  /// Every `ways`-th lane, from `first` on: of the first two vectors, or, of what they gave and the
  /// third.
  private static float[] lanes(int ways, int first, int step) {
    float[] lanes = new float[LANES];
    for (int q = 0; q < LANES; q++) {
      int e = q * ways + first;
      boolean third = e >= 2 * LANES;
      lanes[q] = step == 0 ? (third ? 0 : e) : third ? e - LANES : q;
    }
    return lanes;
  }

  /// Where part `part` of three vectors, taken in turn, gets its lanes from.
  private static float[] joined(int part, int step) {
    float[] lanes = new float[LANES];
    for (int l = 0; l < LANES; l++) {
      int e = part * LANES + l;
      int lane = e / 3 + e % 3 * LANES;
      boolean third = e % 3 == 2;
      lanes[l] = step == 0 ? (third ? 0 : lane) : third ? lane - LANES : l;
    }
    return lanes;
  }

  private static float[] zipped(int first) {
    float[] lanes = new float[LANES];
    for (int q = 0; q < LANES; q++) {
      lanes[q] = first + q / 2 + q % 2 * LANES;
    }
    return lanes;
  }

  /// Takes `rows` rows of `count` groups apart.
  ///
  /// @param line from row to row of what is read
  /// @param pitch from row to row of what is written
  void split(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    int ways = places.length;
    if (ways == 1) {
      copy(in, from, line, rows, count, out, to + places[0], pitch);
    } else if (!PERMUTES || !whole || count < LANES) {
      single(in, from, line, rows, count, 0, out, to, pitch);
    } else if (ways == 2) {
      two(in, from, line, rows, count, out, to, pitch);
    } else if (ways == 3) {
      three(in, from, line, rows, count, out, to, pitch);
    } else if (ways == 4) {
      four(in, from, line, rows, count, out, to, pitch);
    } else if (ways == 6) {
      six(in, from, line, rows, count, out, to, pitch);
    } else {
      blocks(in, from, line, rows, count, out, to, pitch);
    }
  }

  private static void copy(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    for (int r = 0; r < rows; r++) {
      int i = from + r * line;
      int o = to + r * pitch;
      if (count < Lanes.N) {
        for (int q = 0; q < count; q++) {
          out[o + q] = in[i + q];
        }
      } else {
        // The last vector is moved back to end with the row; so are those below.
        for (int q = 0; q < count; q += Lanes.N) {
          int at = Math.min(q, count - Lanes.N);
          FloatVector.fromArray(Lanes.F, in, i + at).intoArray(out, o + at);
        }
      }
    }
  }

  private void single(
      float[] in, int from, int line, int rows, int count, int first, float[] out, int to, int pitch) {
    int ways = places.length;
    for (int r = 0; r < rows; r++) {
      for (int j = first; j < ways; j++) {
        if (places[j] >= 0) {
          int i = from + r * line + j;
          int o = to + r * pitch + places[j];
          for (int q = 0; q < count; q++) {
            out[o + q] = in[i + q * ways];
          }
        }
      }
    }
  }

  private void blocks(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    int ways = places.length;
    int done = ways / LANES * LANES;
    for (int r = 0; r < rows; r++) {
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        int i = from + r * line + at * ways;
        for (int j = 0; j < done; j += LANES) {
          sixteen(in, i + j, ways, out, to + r * pitch + at, places, j);
        }
      }
    }
    single(in, from, line, rows, count, done, out, to, pitch);
  }

  private void two(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    FloatVector even = FloatVector.fromArray(F, EVEN, 0);
    FloatVector odd = FloatVector.fromArray(F, ODD, 0);
    for (int r = 0; r < rows; r++) {
      int i = from + r * line;
      int o = to + r * pitch;
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        FloatVector x = FloatVector.fromArray(F, in, i + 2 * at);
        FloatVector y = FloatVector.fromArray(F, in, i + 2 * at + LANES);
        even.selectFrom(x, y).intoArray(out, o + places[0] + at);
        odd.selectFrom(x, y).intoArray(out, o + places[1] + at);
      }
    }
  }

  private void three(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    FloatVector a = FloatVector.fromArray(F, THIRDS[0], 0);
    FloatVector b = FloatVector.fromArray(F, THIRDS[1], 0);
    FloatVector c = FloatVector.fromArray(F, THIRDS[2], 0);
    FloatVector d = FloatVector.fromArray(F, LAST[0], 0);
    FloatVector e = FloatVector.fromArray(F, LAST[1], 0);
    FloatVector f = FloatVector.fromArray(F, LAST[2], 0);
    for (int r = 0; r < rows; r++) {
      int i = from + r * line;
      int o = to + r * pitch;
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        FloatVector x = FloatVector.fromArray(F, in, i + 3 * at);
        FloatVector y = FloatVector.fromArray(F, in, i + 3 * at + LANES);
        FloatVector z = FloatVector.fromArray(F, in, i + 3 * at + 2 * LANES);
        d.selectFrom(a.selectFrom(x, y), z).intoArray(out, o + places[0] + at);
        e.selectFrom(b.selectFrom(x, y), z).intoArray(out, o + places[1] + at);
        f.selectFrom(c.selectFrom(x, y), z).intoArray(out, o + places[2] + at);
      }
    }
  }

  private void four(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    FloatVector even = FloatVector.fromArray(F, EVEN, 0);
    FloatVector odd = FloatVector.fromArray(F, ODD, 0);
    for (int r = 0; r < rows; r++) {
      int i = from + r * line;
      int o = to + r * pitch;
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        int p = i + 4 * at;
        FloatVector x = FloatVector.fromArray(F, in, p);
        FloatVector y = FloatVector.fromArray(F, in, p + LANES);
        FloatVector z = FloatVector.fromArray(F, in, p + 2 * LANES);
        FloatVector u = FloatVector.fromArray(F, in, p + 3 * LANES);
        FloatVector s = even.selectFrom(x, y);
        FloatVector t = even.selectFrom(z, u);
        even.selectFrom(s, t).intoArray(out, o + places[0] + at);
        odd.selectFrom(s, t).intoArray(out, o + places[2] + at);
        s = odd.selectFrom(x, y);
        t = odd.selectFrom(z, u);
        even.selectFrom(s, t).intoArray(out, o + places[1] + at);
        odd.selectFrom(s, t).intoArray(out, o + places[3] + at);
      }
    }
  }

  /// Three ways, then each of those two.
  private void six(
      float[] in, int from, int line, int rows, int count, float[] out, int to, int pitch) {
    FloatVector a = FloatVector.fromArray(F, THIRDS[0], 0);
    FloatVector b = FloatVector.fromArray(F, THIRDS[1], 0);
    FloatVector c = FloatVector.fromArray(F, THIRDS[2], 0);
    FloatVector d = FloatVector.fromArray(F, LAST[0], 0);
    FloatVector e = FloatVector.fromArray(F, LAST[1], 0);
    FloatVector f = FloatVector.fromArray(F, LAST[2], 0);
    FloatVector even = FloatVector.fromArray(F, EVEN, 0);
    FloatVector odd = FloatVector.fromArray(F, ODD, 0);
    for (int r = 0; r < rows; r++) {
      int i = from + r * line;
      int o = to + r * pitch;
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        int p = i + 6 * at;
        FloatVector x = FloatVector.fromArray(F, in, p);
        FloatVector y = FloatVector.fromArray(F, in, p + LANES);
        FloatVector z = FloatVector.fromArray(F, in, p + 2 * LANES);
        FloatVector u = FloatVector.fromArray(F, in, p + 3 * LANES);
        FloatVector v = FloatVector.fromArray(F, in, p + 4 * LANES);
        FloatVector w = FloatVector.fromArray(F, in, p + 5 * LANES);
        FloatVector s = d.selectFrom(a.selectFrom(x, y), z);
        FloatVector t = d.selectFrom(a.selectFrom(u, v), w);
        even.selectFrom(s, t).intoArray(out, o + places[0] + at);
        odd.selectFrom(s, t).intoArray(out, o + places[3] + at);
        s = e.selectFrom(b.selectFrom(x, y), z);
        t = e.selectFrom(b.selectFrom(u, v), w);
        even.selectFrom(s, t).intoArray(out, o + places[1] + at);
        odd.selectFrom(s, t).intoArray(out, o + places[4] + at);
        s = f.selectFrom(c.selectFrom(x, y), z);
        t = f.selectFrom(c.selectFrom(u, v), w);
        even.selectFrom(s, t).intoArray(out, o + places[2] + at);
        odd.selectFrom(s, t).intoArray(out, o + places[5] + at);
      }
    }
  }

  /// Brings `rows` rows of `count` groups together: `out[to + r * line + q * ways + j] = in[from + r
  /// * pitch + places[j] + q]`.
  void join(float[] in, int from, int pitch, int rows, int count, float[] out, int to, int line) {
    int ways = places.length;
    if (ways == 1) {
      copy(in, from + places[0], pitch, rows, count, out, to, line);
    } else if (PERMUTES && whole && count >= LANES && ways == 3) {
      joinThree(in, from, pitch, rows, count, out, to, line);
    } else if (PERMUTES && whole && count >= LANES && ways == 6) {
      joinSix(in, from, pitch, rows, count, out, to, line);
    } else {
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < ways; j++) {
          if (places[j] >= 0) {
            int i = from + r * pitch + places[j];
            int o = to + r * line + j;
            for (int q = 0; q < count; q++) {
              out[o + q * ways] = in[i + q];
            }
          }
        }
      }
    }
  }

  private void joinThree(
      float[] in, int from, int pitch, int rows, int count, float[] out, int to, int line) {
    FloatVector a = FloatVector.fromArray(F, JOINED[0], 0);
    FloatVector b = FloatVector.fromArray(F, JOINED[1], 0);
    FloatVector c = FloatVector.fromArray(F, JOINED[2], 0);
    FloatVector d = FloatVector.fromArray(F, FILLED[0], 0);
    FloatVector e = FloatVector.fromArray(F, FILLED[1], 0);
    FloatVector f = FloatVector.fromArray(F, FILLED[2], 0);
    for (int r = 0; r < rows; r++) {
      int i = from + r * pitch;
      int o = to + r * line;
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        FloatVector x = FloatVector.fromArray(F, in, i + places[0] + at);
        FloatVector y = FloatVector.fromArray(F, in, i + places[1] + at);
        FloatVector z = FloatVector.fromArray(F, in, i + places[2] + at);
        d.selectFrom(a.selectFrom(x, y), z).intoArray(out, o + 3 * at);
        e.selectFrom(b.selectFrom(x, y), z).intoArray(out, o + 3 * at + LANES);
        f.selectFrom(c.selectFrom(x, y), z).intoArray(out, o + 3 * at + 2 * LANES);
      }
    }
  }

  /// Pairs, then three ways.
  private void joinSix(
      float[] in, int from, int pitch, int rows, int count, float[] out, int to, int line) {
    FloatVector low = FloatVector.fromArray(F, LOW, 0);
    FloatVector high = FloatVector.fromArray(F, HIGH, 0);
    FloatVector a = FloatVector.fromArray(F, JOINED[0], 0);
    FloatVector b = FloatVector.fromArray(F, JOINED[1], 0);
    FloatVector c = FloatVector.fromArray(F, JOINED[2], 0);
    FloatVector d = FloatVector.fromArray(F, FILLED[0], 0);
    FloatVector e = FloatVector.fromArray(F, FILLED[1], 0);
    FloatVector f = FloatVector.fromArray(F, FILLED[2], 0);
    for (int r = 0; r < rows; r++) {
      int i = from + r * pitch;
      for (int q = 0; q < count; q += LANES) {
        int at = Math.min(q, count - LANES);
        int o = to + r * line + 6 * at;
        FloatVector s = FloatVector.fromArray(F, in, i + places[0] + at);
        FloatVector t = FloatVector.fromArray(F, in, i + places[3] + at);
        FloatVector x = low.selectFrom(s, t);
        FloatVector u = high.selectFrom(s, t);
        s = FloatVector.fromArray(F, in, i + places[1] + at);
        t = FloatVector.fromArray(F, in, i + places[4] + at);
        FloatVector y = low.selectFrom(s, t);
        FloatVector v = high.selectFrom(s, t);
        s = FloatVector.fromArray(F, in, i + places[2] + at);
        t = FloatVector.fromArray(F, in, i + places[5] + at);
        FloatVector z = low.selectFrom(s, t);
        FloatVector w = high.selectFrom(s, t);
        d.selectFrom(a.selectFrom(x, y), z).intoArray(out, o);
        e.selectFrom(b.selectFrom(x, y), z).intoArray(out, o + LANES);
        f.selectFrom(c.selectFrom(x, y), z).intoArray(out, o + 2 * LANES);
        d.selectFrom(a.selectFrom(u, v), w).intoArray(out, o + 3 * LANES);
        e.selectFrom(b.selectFrom(u, v), w).intoArray(out, o + 4 * LANES);
        f.selectFrom(c.selectFrom(u, v), w).intoArray(out, o + 5 * LANES);
      }
    }
  }

  /// Transposes 16 groups of 16 values, `ways` apart: zipping the upper half of the vectors with
  /// the lower one four times does it.
  private static void sixteen(
      float[] in, int from, int ways, float[] out, int to, int[] places, int first) {
    FloatVector low = FloatVector.fromArray(F, LOW, 0);
    FloatVector high = FloatVector.fromArray(F, HIGH, 0);
    FloatVector a0 = FloatVector.fromArray(F, in, from);
    FloatVector a1 = FloatVector.fromArray(F, in, from + ways);
    FloatVector a2 = FloatVector.fromArray(F, in, from + 2 * ways);
    FloatVector a3 = FloatVector.fromArray(F, in, from + 3 * ways);
    FloatVector a4 = FloatVector.fromArray(F, in, from + 4 * ways);
    FloatVector a5 = FloatVector.fromArray(F, in, from + 5 * ways);
    FloatVector a6 = FloatVector.fromArray(F, in, from + 6 * ways);
    FloatVector a7 = FloatVector.fromArray(F, in, from + 7 * ways);
    FloatVector a8 = FloatVector.fromArray(F, in, from + 8 * ways);
    FloatVector a9 = FloatVector.fromArray(F, in, from + 9 * ways);
    FloatVector a10 = FloatVector.fromArray(F, in, from + 10 * ways);
    FloatVector a11 = FloatVector.fromArray(F, in, from + 11 * ways);
    FloatVector a12 = FloatVector.fromArray(F, in, from + 12 * ways);
    FloatVector a13 = FloatVector.fromArray(F, in, from + 13 * ways);
    FloatVector a14 = FloatVector.fromArray(F, in, from + 14 * ways);
    FloatVector a15 = FloatVector.fromArray(F, in, from + 15 * ways);
    FloatVector b0 = low.selectFrom(a0, a8);
    FloatVector b1 = high.selectFrom(a0, a8);
    FloatVector b2 = low.selectFrom(a1, a9);
    FloatVector b3 = high.selectFrom(a1, a9);
    FloatVector b4 = low.selectFrom(a2, a10);
    FloatVector b5 = high.selectFrom(a2, a10);
    FloatVector b6 = low.selectFrom(a3, a11);
    FloatVector b7 = high.selectFrom(a3, a11);
    FloatVector b8 = low.selectFrom(a4, a12);
    FloatVector b9 = high.selectFrom(a4, a12);
    FloatVector b10 = low.selectFrom(a5, a13);
    FloatVector b11 = high.selectFrom(a5, a13);
    FloatVector b12 = low.selectFrom(a6, a14);
    FloatVector b13 = high.selectFrom(a6, a14);
    FloatVector b14 = low.selectFrom(a7, a15);
    FloatVector b15 = high.selectFrom(a7, a15);
    FloatVector c0 = low.selectFrom(b0, b8);
    FloatVector c1 = high.selectFrom(b0, b8);
    FloatVector c2 = low.selectFrom(b1, b9);
    FloatVector c3 = high.selectFrom(b1, b9);
    FloatVector c4 = low.selectFrom(b2, b10);
    FloatVector c5 = high.selectFrom(b2, b10);
    FloatVector c6 = low.selectFrom(b3, b11);
    FloatVector c7 = high.selectFrom(b3, b11);
    FloatVector c8 = low.selectFrom(b4, b12);
    FloatVector c9 = high.selectFrom(b4, b12);
    FloatVector c10 = low.selectFrom(b5, b13);
    FloatVector c11 = high.selectFrom(b5, b13);
    FloatVector c12 = low.selectFrom(b6, b14);
    FloatVector c13 = high.selectFrom(b6, b14);
    FloatVector c14 = low.selectFrom(b7, b15);
    FloatVector c15 = high.selectFrom(b7, b15);
    FloatVector d0 = low.selectFrom(c0, c8);
    FloatVector d1 = high.selectFrom(c0, c8);
    FloatVector d2 = low.selectFrom(c1, c9);
    FloatVector d3 = high.selectFrom(c1, c9);
    FloatVector d4 = low.selectFrom(c2, c10);
    FloatVector d5 = high.selectFrom(c2, c10);
    FloatVector d6 = low.selectFrom(c3, c11);
    FloatVector d7 = high.selectFrom(c3, c11);
    FloatVector d8 = low.selectFrom(c4, c12);
    FloatVector d9 = high.selectFrom(c4, c12);
    FloatVector d10 = low.selectFrom(c5, c13);
    FloatVector d11 = high.selectFrom(c5, c13);
    FloatVector d12 = low.selectFrom(c6, c14);
    FloatVector d13 = high.selectFrom(c6, c14);
    FloatVector d14 = low.selectFrom(c7, c15);
    FloatVector d15 = high.selectFrom(c7, c15);
    FloatVector e0 = low.selectFrom(d0, d8);
    FloatVector e1 = high.selectFrom(d0, d8);
    FloatVector e2 = low.selectFrom(d1, d9);
    FloatVector e3 = high.selectFrom(d1, d9);
    FloatVector e4 = low.selectFrom(d2, d10);
    FloatVector e5 = high.selectFrom(d2, d10);
    FloatVector e6 = low.selectFrom(d3, d11);
    FloatVector e7 = high.selectFrom(d3, d11);
    FloatVector e8 = low.selectFrom(d4, d12);
    FloatVector e9 = high.selectFrom(d4, d12);
    FloatVector e10 = low.selectFrom(d5, d13);
    FloatVector e11 = high.selectFrom(d5, d13);
    FloatVector e12 = low.selectFrom(d6, d14);
    FloatVector e13 = high.selectFrom(d6, d14);
    FloatVector e14 = low.selectFrom(d7, d15);
    FloatVector e15 = high.selectFrom(d7, d15);
    e0.intoArray(out, to + places[first]);
    e1.intoArray(out, to + places[first + 1]);
    e2.intoArray(out, to + places[first + 2]);
    e3.intoArray(out, to + places[first + 3]);
    e4.intoArray(out, to + places[first + 4]);
    e5.intoArray(out, to + places[first + 5]);
    e6.intoArray(out, to + places[first + 6]);
    e7.intoArray(out, to + places[first + 7]);
    e8.intoArray(out, to + places[first + 8]);
    e9.intoArray(out, to + places[first + 9]);
    e10.intoArray(out, to + places[first + 10]);
    e11.intoArray(out, to + places[first + 11]);
    e12.intoArray(out, to + places[first + 12]);
    e13.intoArray(out, to + places[first + 13]);
    e14.intoArray(out, to + places[first + 14]);
    e15.intoArray(out, to + places[first + 15]);
  }
}

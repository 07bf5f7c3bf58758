package dev.loupe.kernel;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Takes rows of groups of values apart.
///
/// `out[to + r * pitch + places[j] + q] = in[from + r * line + q * ways + j]`, where `ways` is the
/// number of places. A place below 0 is left out. [#join] is the way back.
///
/// With vectors of 16 lanes, 2, 3, 4, 6 and every 16 ways are permutations of two vectors at a
/// time; else values are moved one by one. Shorter vectors: [ShortSplitter].
final class Splitter {
  private static final int LANES = 16;
  private static final int SQUARE = LANES * LANES;
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

  // A square of 16 x 16 values.
  private static final int[] ROWS = IntStream.range(0, LANES).map(i -> i * LANES).toArray();

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
  /// @param room where floats for [#room] are in `out`
  void split(
      float[] in,
      int from,
      int line,
      int rows,
      int count,
      float[] out,
      int to,
      int pitch,
      int room) {
    int ways = places.length;
    if (ways == 1) {
      copy(in, from, line, rows, count, out, to + places[0], pitch);
    } else if (!PERMUTES) {
      ShortSplitter.split(places, whole, in, from, line, rows, count, out, to, pitch, room);
    } else if (whole && ways >= LANES) {
      blocks(in, from, line, rows, count, out, to, pitch, room);
    } else if (!whole || count < LANES) {
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
      single(in, from, line, rows, count, 0, out, to, pitch);
    }
  }

  private static void copy(
      float[] in, int from, int fromStep, int rows, int count, float[] out, int to, int toStep) {
    for (int r = 0; r < rows; r++) {
      int i = from + r * fromStep;
      int o = to + r * toStep;
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
      float[] in,
      int from,
      int line,
      int rows,
      int count,
      int first,
      float[] out,
      int to,
      int pitch) {
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
      float[] in,
      int from,
      int line,
      int rows,
      int count,
      float[] out,
      int to,
      int pitch,
      int room) {
    int ways = places.length;
    int done = ways / LANES * LANES;
    int tile = room + LANES * ways;
    int result = tile + SQUARE;
    for (int r = 0; r < rows; r++) {
      for (int q = 0; q < count; q += LANES) {
        int at = Math.max(0, Math.min(q, count - LANES));
        int some = Math.min(LANES, count - at);
        // Read in order, which the processor foresees; what lies behind is whatever was there.
        copy(in, from + r * line + at * ways, 0, 1, some * ways, out, room, 0);
        for (int j = 0; j < done; j += LANES) {
          int to16 = to + r * pitch + at;
          zipTwice(out, room + j, ways, tile, ROWS, 0);
          if (some == LANES) {
            zipTwice(out, tile, LANES, to16, places, j);
            continue;
          }
          VectorMask<Float> real = F.indexInRange(0, some);
          zipTwice(out, tile, LANES, result, ROWS, 0);
          for (int l = 0; l < LANES; l++) {
            FloatVector row = FloatVector.fromArray(F, out, result + l * LANES);
            row.intoArray(out, to16 + places[j + l], real);
          }
        }
      }
    }
    single(in, from, line, rows, count, done, out, to, pitch);
  }

  /// Floats of room that [#split] needs.
  int room() {
    if (!PERMUTES) {
      return 1;
    }
    return whole && places.length >= LANES ? LANES * places.length + 2 * SQUARE : 0;
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

  /// Brings `rows` rows of `count` groups together.
  ///
  /// `out[to + r * line + q * ways + j] = in[from + r * pitch + places[j] + q]`
  void join(float[] in, int from, int pitch, int rows, int count, float[] out, int to, int line) {
    int ways = places.length;
    if (ways == 1) {
      copy(in, from + places[0], pitch, rows, count, out, to, line);
    } else if (!PERMUTES) {
      ShortSplitter.join(places, in, from, pitch, rows, count, out, to, line);
    } else if (whole && count >= LANES && ways == 3) {
      joinThree(in, from, pitch, rows, count, out, to, line);
    } else if (whole && count >= LANES && ways == 6) {
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

  /// Zips the lower half of 16 vectors, `step` apart, with the upper one, twice. Doing so four
  /// times transposes them; here only twice, since methods that are too long aren't compiled well.
  private static void zipTwice(float[] a, int from, int step, int to, int[] places, int first) {
    FloatVector low = FloatVector.fromArray(F, LOW, 0);
    FloatVector high = FloatVector.fromArray(F, HIGH, 0);
    FloatVector a0 = FloatVector.fromArray(F, a, from);
    FloatVector a1 = FloatVector.fromArray(F, a, from + step);
    FloatVector a2 = FloatVector.fromArray(F, a, from + 2 * step);
    FloatVector a3 = FloatVector.fromArray(F, a, from + 3 * step);
    FloatVector a4 = FloatVector.fromArray(F, a, from + 4 * step);
    FloatVector a5 = FloatVector.fromArray(F, a, from + 5 * step);
    FloatVector a6 = FloatVector.fromArray(F, a, from + 6 * step);
    FloatVector a7 = FloatVector.fromArray(F, a, from + 7 * step);
    FloatVector a8 = FloatVector.fromArray(F, a, from + 8 * step);
    FloatVector a9 = FloatVector.fromArray(F, a, from + 9 * step);
    FloatVector a10 = FloatVector.fromArray(F, a, from + 10 * step);
    FloatVector a11 = FloatVector.fromArray(F, a, from + 11 * step);
    FloatVector a12 = FloatVector.fromArray(F, a, from + 12 * step);
    FloatVector a13 = FloatVector.fromArray(F, a, from + 13 * step);
    FloatVector a14 = FloatVector.fromArray(F, a, from + 14 * step);
    FloatVector a15 = FloatVector.fromArray(F, a, from + 15 * step);
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
    c0.intoArray(a, to + places[first]);
    c1.intoArray(a, to + places[first + 1]);
    c2.intoArray(a, to + places[first + 2]);
    c3.intoArray(a, to + places[first + 3]);
    c4.intoArray(a, to + places[first + 4]);
    c5.intoArray(a, to + places[first + 5]);
    c6.intoArray(a, to + places[first + 6]);
    c7.intoArray(a, to + places[first + 7]);
    c8.intoArray(a, to + places[first + 8]);
    c9.intoArray(a, to + places[first + 9]);
    c10.intoArray(a, to + places[first + 10]);
    c11.intoArray(a, to + places[first + 11]);
    c12.intoArray(a, to + places[first + 12]);
    c13.intoArray(a, to + places[first + 13]);
    c14.intoArray(a, to + places[first + 14]);
    c15.intoArray(a, to + places[first + 15]);
  }
}

package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// What [Splitter] does where vectors have fewer than 16 lanes: such machines have no permutation
/// of two vectors.
///
/// With 8 lanes, 4 values of 8 groups at a time. Halves of vectors are brought together by reading
/// each from where it lies in its place; then pairs of lanes and single ones change places between
/// two vectors, with one permutation for both. Else values are moved one by one, of three places in
/// a loop: the lines of the cache are then written and read once.
final class ShortSplitter {
  private static final int LANES = 8;
  private static final int FOUR = 4;
  private static final int THREE = 3;
  // Ways from which on fours are faster than threes.
  private static final int MANY = 8;
  // How many groups further on is read ahead.
  private static final int AHEAD = 16;
  private static final int LINE = 16;
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_256;

  private static final VectorMask<Float> UPPER = VectorMask.fromLong(F, 0xf0);
  private static final VectorMask<Float> PAIRS = VectorMask.fromLong(F, 0xcc);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(F, 0xaa);
  private static final VectorShuffle<Float> OTHER_PAIR =
      VectorShuffle.fromValues(F, 2, 3, 0, 1, 6, 7, 4, 5);
  private static final VectorShuffle<Float> OTHER =
      VectorShuffle.fromValues(F, 1, 0, 3, 2, 5, 4, 7, 6);

  private ShortSplitter() {}

  /// Takes rows of groups apart, as [Splitter#split].
  static void split(
      int[] places,
      boolean whole,
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
    boolean many = Lanes.N == LANES && whole && ways >= MANY && count >= LANES;
    for (int r = 0; r < rows; r++) {
      int i = from + r * line;
      int o = to + r * pitch;
      int j = 0;
      if (many) {
        out[room] = fours(in, i, count, places, out, o);
        j = ways / FOUR * FOUR;
      }
      while (j < ways) {
        if (three(places, j)) {
          int y = o + places[j + 1];
          splitThree(in, i + j, ways, count, out, o + places[j], y, o + places[j + 2]);
          j += THREE;
        } else {
          if (places[j] >= 0) {
            splitOne(in, i + j, ways, count, out, o + places[j]);
          }
          j++;
        }
      }
    }
  }

  /// Brings rows of groups together, as [Splitter#join].
  static void join(
      int[] places,
      float[] in,
      int from,
      int pitch,
      int rows,
      int count,
      float[] out,
      int to,
      int line) {
    int ways = places.length;
    for (int r = 0; r < rows; r++) {
      int i = from + r * pitch;
      int o = to + r * line;
      int j = 0;
      while (j < ways) {
        if (three(places, j)) {
          int y = i + places[j + 1];
          joinThree(in, i + places[j], y, i + places[j + 2], count, out, o + j, ways);
          j += THREE;
        } else {
          if (places[j] >= 0) {
            joinOne(in, i + places[j], count, out, o + j, ways);
          }
          j++;
        }
      }
    }
  }

  /// Whether three places from `first` on are used.
  private static boolean three(int[] places, int first) {
    return first + THREE <= places.length
        && Math.min(places[first], Math.min(places[first + 1], places[first + 2])) >= 0;
  }

  private static void splitThree(
      float[] in, int from, int step, int count, float[] out, int x, int y, int z) {
    for (int q = 0; q < count; q++) {
      int i = from + q * step;
      out[x + q] = in[i];
      out[y + q] = in[i + 1];
      out[z + q] = in[i + 2];
    }
  }

  private static void splitOne(float[] in, int from, int step, int count, float[] out, int to) {
    for (int q = 0; q < count; q++) {
      out[to + q] = in[from + q * step];
    }
  }

  private static void joinThree(
      float[] in, int x, int y, int z, int count, float[] out, int to, int step) {
    for (int q = 0; q < count; q++) {
      int o = to + q * step;
      out[o] = in[x + q];
      out[o + 1] = in[y + q];
      out[o + 2] = in[z + q];
    }
  }

  private static void joinOne(float[] in, int from, int count, float[] out, int to, int step) {
    for (int q = 0; q < count; q++) {
      out[to + q * step] = in[from + q];
    }
  }

  /// Takes a row of groups apart, but only whole fours of their values.
  ///
  /// @param count how many groups, 8 at least
  /// @return something of what was read ahead
  private static float fours(float[] in, int from, int count, int[] places, float[] out, int to) {
    int ways = places.length;
    float sum = 0;
    for (int q = 0; q < count; q += LANES) {
      // The last groups go back over those before.
      int at = Math.min(q, count - LANES);
      int i0 = from + at * ways;
      int i1 = i0 + ways;
      int i2 = i1 + ways;
      int i3 = i2 + ways;
      // What is read in front of upper groups and behind lower ones is other groups', not used.
      int i4 = i3 + ways - FOUR;
      int i5 = i4 + ways;
      int i6 = i5 + ways;
      int i7 = i6 + ways;
      int o = to + at;
      // Lines of later groups are read in order, which the processor foresees: two a round.
      int ahead = (int) Math.min(i0 + (long) AHEAD * ways, in.length - (long) LANES * ways);
      for (int j = 0; j < ways - (FOUR - 1); j += FOUR) {
        sum += in[ahead + LANES * j] + in[ahead + LANES * j + LINE];
        FloatVector a0 = FloatVector.fromArray(F, in, i0 + j);
        a0 = a0.blend(FloatVector.fromArray(F, in, i4 + j), UPPER);
        FloatVector a1 = FloatVector.fromArray(F, in, i1 + j);
        a1 = a1.blend(FloatVector.fromArray(F, in, i5 + j), UPPER);
        FloatVector a2 = FloatVector.fromArray(F, in, i2 + j);
        a2 = a2.blend(FloatVector.fromArray(F, in, i6 + j), UPPER);
        FloatVector a3 = FloatVector.fromArray(F, in, i3 + j);
        a3 = a3.blend(FloatVector.fromArray(F, in, i7 + j), UPPER);
        FloatVector s = a2.blend(a0, PAIRS).rearrange(OTHER_PAIR);
        a0 = a0.blend(s, PAIRS);
        a2 = s.blend(a2, PAIRS);
        FloatVector t = a3.blend(a1, PAIRS).rearrange(OTHER_PAIR);
        a1 = a1.blend(t, PAIRS);
        a3 = t.blend(a3, PAIRS);
        FloatVector u = a1.blend(a0, ODD).rearrange(OTHER);
        a0 = a0.blend(u, ODD);
        a1 = u.blend(a1, ODD);
        FloatVector v = a3.blend(a2, ODD).rearrange(OTHER);
        a2 = a2.blend(v, ODD);
        a3 = v.blend(a3, ODD);
        a0.intoArray(out, o + places[j]);
        a1.intoArray(out, o + places[j + 1]);
        a2.intoArray(out, o + places[j + 2]);
        a3.intoArray(out, o + places[j + 3]);
      }
    }
    return sum;
  }
}

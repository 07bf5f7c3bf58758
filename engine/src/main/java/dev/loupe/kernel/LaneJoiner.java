package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Brings the values of several lines side by side, with vectors of 16 lanes: `out[to + i ways + t]
/// = in[from + starts[t] + i]`, where `ways` is the number of lines.
final class LaneJoiner {
  static final int LANES = 16;
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

  private final int[] starts;
  // For each vector of a block of 16 and each line but the first: lanes 0 to 15 of what the lines
  // before gave, 16 to 31 of the line.
  private final float[] lanes;

  /// @param starts where each line starts; 2 at least
  LaneJoiner(int[] starts) {
    int ways = starts.length;
    this.starts = starts.clone();
    this.lanes = new float[ways * ways * LANES];
    for (int i = 0; i < lanes.length; i++) {
      int lane = i % LANES;
      int line = i / LANES % ways;
      int value = i / LANES / ways * LANES + lane;
      int own = value % ways;
      int place = value / ways;
      lanes[i] = own == line ? LANES + place : line == 1 && own == 0 ? place : lane;
    }
  }

  /// Joins `count` values of each line, 16 at least.
  void join(float[] in, int from, int count, float[] out, int to) {
    int ways = starts.length;
    for (int i = 0; i < count; i += LANES) {
      // The last vector goes back over the one before.
      int place = Math.min(i, count - LANES);
      int at = to + place * ways;
      switch (ways) {
        case 3 -> three(in, from, place, out, at);
        case 5 -> five(in, from, place, out, at);
        case 9 -> nine(in, from, place, out, at);
        default -> any(in, from, place, out, at);
      }
    }
  }

  private void three(float[] in, int from, int place, float[] out, int to) {
    int p0 = from + starts[0];
    int p1 = from + starts[1];
    int p2 = from + starts[2];
    for (int j = 0; j < 3; j++) {
      FloatVector x = FloatVector.fromArray(F, in, p0 + place);
      int at = j * 48;
      x =
          FloatVector.fromArray(F, lanes, at + LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p1 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 2 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p2 + place));
      x.intoArray(out, to + j * LANES);
    }
  }

  private void five(float[] in, int from, int place, float[] out, int to) {
    int p0 = from + starts[0];
    int p1 = from + starts[1];
    int p2 = from + starts[2];
    int p3 = from + starts[3];
    int p4 = from + starts[4];
    for (int j = 0; j < 5; j++) {
      FloatVector x = FloatVector.fromArray(F, in, p0 + place);
      int at = j * 80;
      x =
          FloatVector.fromArray(F, lanes, at + LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p1 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 2 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p2 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 3 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p3 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 4 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p4 + place));
      x.intoArray(out, to + j * LANES);
    }
  }

  private void nine(float[] in, int from, int place, float[] out, int to) {
    int p0 = from + starts[0];
    int p1 = from + starts[1];
    int p2 = from + starts[2];
    int p3 = from + starts[3];
    int p4 = from + starts[4];
    int p5 = from + starts[5];
    int p6 = from + starts[6];
    int p7 = from + starts[7];
    int p8 = from + starts[8];
    for (int j = 0; j < 9; j++) {
      FloatVector x = FloatVector.fromArray(F, in, p0 + place);
      int at = j * 144;
      x =
          FloatVector.fromArray(F, lanes, at + LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p1 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 2 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p2 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 3 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p3 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 4 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p4 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 5 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p5 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 6 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p6 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 7 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p7 + place));
      x =
          FloatVector.fromArray(F, lanes, at + 8 * LANES)
              .selectFrom(x, FloatVector.fromArray(F, in, p8 + place));
      x.intoArray(out, to + j * LANES);
    }
  }

  private void any(float[] in, int from, int place, float[] out, int to) {
    int ways = starts.length;
    for (int j = 0; j < ways; j++) {
      FloatVector x = FloatVector.fromArray(F, in, from + place + starts[0]);
      for (int t = 1; t < ways; t++) {
        FloatVector y = FloatVector.fromArray(F, in, from + place + starts[t]);
        x = FloatVector.fromArray(F, lanes, (j * ways + t) * LANES).selectFrom(x, y);
      }
      x.intoArray(out, to + j * LANES);
    }
  }
}

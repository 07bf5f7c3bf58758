package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// What the kernels of attention do with blocks of 32 queries in scratch memory. Rows of a head's
/// channels have the length [#padded]; scores lie as `[key][query]`.
///
/// @param g the problem
record AttentionRows(AttentionGeometry g) {
  /// Queries of a block: a multiple of the columns of a tile at every width.
  static final int BLOCK = 32;

  /// The channels of a head, filled up with zeros to whole panels.
  int padded() {
    return Pieces.parts(g.size(), Tile.COLUMNS) * Tile.COLUMNS;
  }

  /// Where each key's scores begin.
  static int[] offsets(int keys) {
    int[] off = new int[keys];
    for (int j = 0; j < keys; j++) {
      off[j] = j * BLOCK;
    }
    return off;
  }

  /// Copies rows of a head next to each other, filled up with zeros.
  void copy(float[] x, int from, int step, int count, float[] s, int at) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(x, from + i * step, s, at, g.size());
      Arrays.fill(s, at + g.size(), at + padded(), 0);
      at += padded();
    }
  }

  /// Turns up to 32 rows of a head to `[channel][row]`, times a factor; missing rows are zeros.
  void turn(float[] x, int from, int step, int count, float factor, float[] s, int at) {
    for (int c = 0; c < g.size(); c++) {
      for (int i = 0; i < count; i++) {
        s[at + i] = factor * x[from + i * step + c];
      }
      Arrays.fill(s, at + count, at + BLOCK, 0);
      at += BLOCK;
    }
  }

  /// The products of `count` rows with 32 turned ones, as `[row][turned]`.
  void scores(float[] s, int rowsAt, int count, int turnedAt, int into) {
    RowTile.rows(
        false,
        s,
        rowsAt,
        padded(),
        count,
        g.size(),
        s,
        turnedAt,
        BLOCK,
        s,
        into,
        BLOCK,
        BLOCK / Tile.COLUMNS);
  }

  /// For 32 queries: the sum over keys of their weight, `[key][query]`, times a row of the key.
  void sum(boolean add, float[] s, int weights, int[] off, int keys, int rowsAt, int into) {
    if (Lanes.N < 16) {
      for (int c = 0; c < padded(); c += Tile.COLUMNS) {
        HeadTileShort.heads(add, s, weights, off, keys, rowsAt + c, padded(), into + c);
      }
      return;
    }
    for (int m = 0; m < BLOCK; m += Tile.ROWS) {
      for (int c = 0; c < padded(); c += Tile.COLUMNS) {
        int to = into + m * padded() + c;
        Tile.rows8x2(add, s, weights + m, off, keys, s, rowsAt + c, padded(), s, to, padded());
      }
    }
  }

  /// Makes scores to exponentials of what they lie below the largest so far, and adds these.
  ///
  /// @param states the largest score of each query, before and after
  /// @param sums the sums of the exponentials, before and after
  /// @param factors what earlier sums were multiplied by
  static void softmax(float[] s, int scores, int count, int states, int sums, int factors) {
    for (int v = 0; v < BLOCK; v += Lanes.N) {
      FloatVector old = FloatVector.fromArray(Lanes.F, s, states + v);
      FloatVector max = old;
      for (int j = 0; j < count; j++) {
        max = max.max(FloatVector.fromArray(Lanes.F, s, scores + j * BLOCK + v));
      }
      FloatVector factor = VectorMath.exp(old.sub(max));
      factor.intoArray(s, factors + v);
      max.intoArray(s, states + v);
      FloatVector sum = FloatVector.fromArray(Lanes.F, s, sums + v).mul(factor);
      exponentials(s, scores + v, count, max, sum).intoArray(s, sums + v);
    }
  }

  private static FloatVector exponentials(
      float[] s, int at, int count, FloatVector max, FloatVector sum) {
    for (int j = 0; j < count; j++) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(Lanes.F, s, at).sub(max));
      e.intoArray(s, at);
      sum = sum.add(e);
      at += BLOCK;
    }
    return sum;
  }

  /// Multiplies each of 32 rows by its factor.
  void scale(float[] s, int at, int factors) {
    for (int m = 0; m < BLOCK; m++) {
      FloatVector factor = FloatVector.broadcast(Lanes.F, s[factors + m]);
      for (int c = 0; c < padded(); c += Lanes.N) {
        FloatVector.fromArray(Lanes.F, s, at + c).mul(factor).intoArray(s, at + c);
      }
      at += padded();
    }
  }

  /// Divides each of `count` rows by its sum.
  void divide(float[] s, int at, int sums, int count) {
    for (int m = 0; m < count; m++) {
      FloatVector sum = FloatVector.broadcast(Lanes.F, s[sums + m]);
      for (int c = 0; c < padded(); c += Lanes.N) {
        FloatVector.fromArray(Lanes.F, s, at + c).div(sum).intoArray(s, at + c);
      }
      at += padded();
    }
  }
}

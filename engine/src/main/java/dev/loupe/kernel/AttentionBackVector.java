package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The gradient of attention, 32 queries at a time: their scores for all keys, `[key][query]`, are
/// computed anew, their softmax, and what it gives to the queries, keys and values.
///
/// Pieces: the heads of the samples. A piece keeps the keys, the values and the sums of their
/// gradients next to each other in scratch memory, which grows with the number of tokens.
///
/// Source: Dao et al., FlashAttention, NeurIPS 2022, algorithm 4.
public final class AttentionBackVector implements Kernel {
  private final AttentionGeometry g;
  private final AttentionRows rows;
  private final int[] off;
  private final int keysAt = Lanes.ALIGNED;
  private final int valuesAt;
  private final int keySumsAt;
  private final int valueSumsAt;
  private final int weightsAt;
  private final int slopesAt;
  private final int queriesAt;
  private final int upstreamAt;
  private final int querySumsAt;
  private final int turnedAt;
  private final int statesAt;

  /// @param g the problem
  public AttentionBackVector(AttentionGeometry g) {
    this.g = g;
    this.rows = new AttentionRows(g);
    this.off = AttentionRows.offsets(g.tokens());
    int all = g.tokens() * rows.padded();
    int block = AttentionRows.BLOCK * rows.padded();
    int scores = g.tokens() * AttentionRows.BLOCK;
    this.valuesAt = keysAt + all;
    this.keySumsAt = valuesAt + all;
    this.valueSumsAt = keySumsAt + all;
    this.weightsAt = valueSumsAt + all;
    this.slopesAt = weightsAt + scores;
    this.queriesAt = slopesAt + scores;
    this.upstreamAt = queriesAt + block;
    this.querySumsAt = upstreamAt + block;
    this.turnedAt = querySumsAt + block;
    this.statesAt = turnedAt + g.size() * AttentionRows.BLOCK;
  }

  @Override
  public int pieces(int phase) {
    return g.batch() * g.heads();
  }

  @Override
  public int scratch() {
    return statesAt + 3 * AttentionRows.BLOCK + RowMath.PARTS;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] s) {
    int head = piece % g.heads();
    int n = piece / g.heads();
    float[] x = o.array(0);
    int x0 = o.offset(0);
    int step = 3 * g.width();
    rows.copy(x, x0 + g.key(n, head, 0), step, g.tokens(), s, keysAt);
    rows.copy(x, x0 + g.value(n, head, 0), step, g.tokens(), s, valuesAt);
    Arrays.fill(s, keySumsAt, weightsAt, 0);
    for (int i = 0; i < g.tokens(); i += AttentionRows.BLOCK) {
      block(o, n, head, i, Math.min(AttentionRows.BLOCK, g.tokens() - i), s);
    }
    write(s, keySumsAt, g.tokens(), o, g.key(n, head, 0));
    write(s, valueSumsAt, g.tokens(), o, g.value(n, head, 0));
  }

  private void block(Operands o, int n, int head, int i, int count, float[] s) {
    float[] x = o.array(0);
    int query = o.offset(0) + g.query(n, head, i);
    int step = 3 * g.width();
    int upstream = o.offset(2) + g.row(n, head, i);
    rows.copy(x, query, step, count, s, queriesAt);
    rows.copy(o.array(2), upstream, g.width(), count, s, upstreamAt);
    rows.turn(x, query, step, count, g.scale(), s, turnedAt);
    weights(s);
    means(o, upstream, o.offset(1) + g.row(n, head, i), count, s);
    rows.turn(o.array(2), upstream, g.width(), count, 1, s, turnedAt);
    rows.scores(s, valuesAt, g.tokens(), turnedAt, slopesAt);
    slopes(s, weightsAt, slopesAt, g.tokens(), statesAt, g.scale());
    keys(s, weightsAt, upstreamAt, valueSumsAt, count);
    keys(s, slopesAt, queriesAt, keySumsAt, count);
    rows.sum(false, s, slopesAt, off, g.tokens(), keysAt, querySumsAt);
    write(s, querySumsAt, count, o, g.query(n, head, i));
  }

  /// The softmax of the scores.
  private void weights(float[] s) {
    int block = AttentionRows.BLOCK;
    int sums = statesAt + block;
    rows.scores(s, keysAt, g.tokens(), turnedAt, weightsAt);
    Arrays.fill(s, statesAt, sums, Float.NEGATIVE_INFINITY);
    Arrays.fill(s, sums, sums + block, 0);
    AttentionRows.softmax(s, weightsAt, g.tokens(), statesAt, sums, sums + block);
    quotients(s, weightsAt, g.tokens(), sums);
  }

  /// The product of each query's output and its gradient, in place of its state.
  private void means(Operands o, int upstream, int output, int count, float[] s) {
    int parts = statesAt + 3 * AttentionRows.BLOCK;
    for (int m = 0; m < AttentionRows.BLOCK; m++) {
      s[statesAt + m] =
          m < count
              ? RowMath.dot(
                  o.array(2),
                  upstream + m * g.width(),
                  o.array(1),
                  output + m * g.width(),
                  g.size(),
                  s,
                  parts)
              : 0;
    }
  }

  private static void quotients(float[] s, int at, int keys, int sums) {
    for (int v = 0; v < AttentionRows.BLOCK; v += Lanes.N) {
      FloatVector sum = FloatVector.fromArray(Lanes.F, s, sums + v);
      for (int j = 0; j < keys; j++) {
        int to = at + j * AttentionRows.BLOCK + v;
        FloatVector.fromArray(Lanes.F, s, to).div(sum).intoArray(s, to);
      }
    }
  }

  /// `slope = scale (weight (slope - mean))`
  private static void slopes(float[] s, int weights, int slopes, int keys, int means, float scale) {
    for (int v = 0; v < AttentionRows.BLOCK; v += Lanes.N) {
      FloatVector mean = FloatVector.fromArray(Lanes.F, s, means + v);
      for (int j = 0; j < keys; j++) {
        int at = j * AttentionRows.BLOCK + v;
        FloatVector d = FloatVector.fromArray(Lanes.F, s, slopes + at).sub(mean);
        FloatVector p = FloatVector.fromArray(Lanes.F, s, weights + at);
        p.mul(d).mul(scale).intoArray(s, slopes + at);
      }
    }
  }

  /// Adds, for each key, the sum over queries of their weight times their row.
  private void keys(float[] s, int weights, int rowsAt, int into, int count) {
    RowTile.rows(
        true,
        s,
        weights,
        AttentionRows.BLOCK,
        g.tokens(),
        count,
        s,
        rowsAt,
        rows.padded(),
        s,
        into,
        rows.padded(),
        rows.padded() / Tile.COLUMNS);
  }

  private void write(float[] s, int from, int count, Operands o, int to) {
    VectorRows.copy(
        s, from, rows.padded(), o.output(), o.outputOffset() + to, 3 * g.width(), count, g.size());
  }
}

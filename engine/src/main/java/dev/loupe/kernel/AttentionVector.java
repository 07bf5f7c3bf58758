package dev.loupe.kernel;

import java.util.Arrays;

/// Attention in tiles of 32 queries and 128 keys: the scores of a tile lie as `[key][query]`, so
/// that queries are the lanes and each sum runs over keys in their order. The softmax runs along:
/// where a later tile has a larger score, what was summed so far is scaled down.
///
/// Pieces: the heads of the samples, where they are few also ranges of their queries. A piece
/// copies its keys and values next to each other.
///
/// Source: Milakov and Gimelshein, Online Normalizer Calculation for Softmax, 2018; Dao et al.,
/// FlashAttention, NeurIPS 2022, algorithm 1.
public final class AttentionVector implements Kernel {
  private static final int KEYS = 128;
  private static final int LEAST_PIECES = 16;

  private final AttentionGeometry g;
  private final AttentionRows rows;
  private final Pieces queries;
  private final int[] off = AttentionRows.offsets(KEYS);
  private final int keysAt = Lanes.ALIGNED;
  private final int valuesAt;
  private final int turnedAt;
  private final int scoresAt;
  private final int sumsAt;
  private final int statesAt;

  /// @param g the problem
  public AttentionVector(AttentionGeometry g) {
    this.g = g;
    this.rows = new AttentionRows(g);
    int blocks = Pieces.parts(g.tokens(), AttentionRows.BLOCK);
    int heads = g.batch() * g.heads();
    int ranges = Math.min(blocks, Pieces.parts(LEAST_PIECES, heads));
    this.queries = new Pieces(g.tokens(), Pieces.parts(blocks, ranges) * AttentionRows.BLOCK);
    this.valuesAt = keysAt + g.tokens() * rows.padded();
    this.turnedAt = valuesAt + g.tokens() * rows.padded();
    this.scoresAt = turnedAt + g.size() * AttentionRows.BLOCK;
    this.sumsAt = scoresAt + KEYS * AttentionRows.BLOCK;
    this.statesAt = sumsAt + AttentionRows.BLOCK * rows.padded();
  }

  @Override
  public int pieces(int phase) {
    return g.batch() * g.heads() * queries.count();
  }

  @Override
  public int scratch() {
    return statesAt + 3 * AttentionRows.BLOCK;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int range = piece % queries.count();
    int head = piece / queries.count() % g.heads();
    int n = piece / queries.count() / g.heads();
    float[] x = o.array(0);
    int x0 = o.offset(0);
    int step = 3 * g.width();
    rows.copy(x, x0 + g.key(n, head, 0), step, g.tokens(), scratch, keysAt);
    rows.copy(x, x0 + g.value(n, head, 0), step, g.tokens(), scratch, valuesAt);
    for (int i = queries.from(range); i < queries.to(range); i += AttentionRows.BLOCK) {
      int count = Math.min(AttentionRows.BLOCK, g.tokens() - i);
      int from = x0 + g.query(n, head, i);
      rows.turn(x, from, step, count, g.scale(), scratch, turnedAt);
      block(scratch);
      int to = o.outputOffset() + g.row(n, head, i);
      rows.divide(scratch, sumsAt, statesAt + AttentionRows.BLOCK, count);
      VectorRows.copy(scratch, sumsAt, rows.padded(), o.output(), to, g.width(), count, g.size());
    }
  }

  /// Sums the values of all keys for 32 queries.
  private void block(float[] s) {
    int block = AttentionRows.BLOCK;
    int sums = statesAt + block;
    int factors = sums + block;
    Arrays.fill(s, statesAt, sums, Float.NEGATIVE_INFINITY);
    Arrays.fill(s, sums, factors, 0);
    for (int j = 0; j < g.tokens(); j += KEYS) {
      int count = Math.min(KEYS, g.tokens() - j);
      int keys = keysAt + j * rows.padded();
      rows.scores(s, keys, count, turnedAt, scoresAt);
      AttentionRows.softmax(s, scoresAt, count, statesAt, sums, factors);
      if (j > 0) {
        rows.scale(s, sumsAt, factors);
      }
      rows.sum(j > 0, s, scoresAt, off, count, valuesAt + j * rows.padded(), sumsAt);
    }
  }
}

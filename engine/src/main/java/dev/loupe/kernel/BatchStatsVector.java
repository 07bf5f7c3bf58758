package dev.loupe.kernel;

import java.util.Arrays;

/// Mean and biased variance of each channel.
///
/// Phase 0: each piece of rows takes its own mean, then the deviations from it while the piece is
/// in the L2 cache. Phase 1: the pieces are joined in order, channel by channel.
public final class BatchStatsVector implements Kernel {
  private final ChannelGeometry g;
  private final int channels;
  private final int width;
  private final Pieces rows;
  private final Pieces joins;

  /// @param g rows and channels
  public BatchStatsVector(ChannelGeometry g) {
    this.g = g;
    this.channels = g.channels();
    this.width = g.width();
    this.rows = g.sums();
    this.joins = Pieces.of(channels, 16L * rows.count());
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? rows.count() : joins.count();
  }

  @Override
  public long workspace() {
    return 3L * channels * rows.count();
  }

  @Override
  public int scratch() {
    return 3 * width;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    if (phase == 0) {
      part(piece, o, t);
      return;
    }
    int out = o.outputOffset();
    for (int c = joins.from(piece); c < joins.to(piece); c++) {
      Moments.join(
          o.workspace(),
          o.workspaceOffset() + c,
          channels,
          rows.count(),
          rows.size(),
          g.rows(),
          o.output(),
          out + c,
          out + channels + c);
    }
  }

  // Scratch: means, sums, sums of squares.
  private void part(int piece, Operands o, float[] t) {
    int count = rows.to(piece) - rows.from(piece);
    int n = count * channels;
    int ix = o.offset(0) + rows.from(piece) * channels;
    Arrays.fill(t, width, 2 * width, 0);
    Columns.add(o.array(0), ix, n, width, t, width);
    float[] w = o.workspace();
    int at = o.workspaceOffset() + 3 * channels * piece;
    for (int c = 0; c < channels; c++) {
      t[c] = (float) (Columns.fold(t, width, width, channels, c, 1) / count);
      w[at + c] = t[c];
    }
    Columns.repeat(t, 0, channels, width);
    Arrays.fill(t, width, 3 * width, 0);
    Columns.deviations(o.array(0), ix, n, width, t, width);
    for (int c = 0; c < channels; c++) {
      w[at + channels + c] = (float) Columns.fold(t, width, width, channels, c, 1);
      w[at + 2 * channels + c] = (float) Columns.fold(t, 2 * width, width, channels, c, 1);
    }
  }
}

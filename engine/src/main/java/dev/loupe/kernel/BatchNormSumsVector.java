package dev.loupe.kernel;

import java.util.Arrays;

/// For each channel the sum of the gradient, and of the gradient times the normalised value.
///
/// Phase 0: sums of each piece of rows. Phase 1: added up in order, channel by channel.
public final class BatchNormSumsVector implements Kernel {
  private final int channels;
  private final int width;
  private final float epsilon;
  private final boolean joined;
  private final Pieces rows;
  private final Pieces joins;

  /// @param g rows and channels
  /// @param epsilon added to the variance
  /// @param joined whether mean and variance are the two rows of one input
  public BatchNormSumsVector(ChannelGeometry g, float epsilon, boolean joined) {
    this.channels = g.channels();
    this.width = g.width();
    this.epsilon = epsilon;
    this.joined = joined;
    this.rows = g.sums();
    this.joins = Pieces.of(channels, 2L * rows.count());
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
    return 2L * channels * rows.count();
  }

  @Override
  public int scratch() {
    return 3 * width;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    if (phase == 0) {
      part(piece, o, t);
    } else {
      join(piece, o);
    }
  }

  // Scratch: means, sums, sums of products.
  private void part(int piece, Operands o, float[] t) {
    int gy = joined ? 2 : 3;
    int from = rows.from(piece) * channels;
    int n = rows.to(piece) * channels - from;
    System.arraycopy(o.array(1), o.offset(1), t, 0, channels);
    Columns.repeat(t, 0, channels, width);
    Arrays.fill(t, width, 3 * width, 0);
    Columns.products(
        o.array(gy), o.offset(gy) + from, o.array(0), o.offset(0) + from, n, width, t, width);
    int at = o.workspaceOffset() + 2 * channels * piece;
    for (int c = 0; c < channels; c++) {
      o.workspace()[at + c] = (float) Columns.fold(t, width, width, channels, c, 1);
      o.workspace()[at + channels + c] = (float) Columns.fold(t, 2 * width, width, channels, c, 1);
    }
  }

  private void join(int piece, Operands o) {
    int v = joined ? 1 : 2;
    int variances = o.offset(v) + (joined ? channels : 0);
    float[] w = o.workspace();
    int out = o.outputOffset();
    for (int c = joins.from(piece); c < joins.to(piece); c++) {
      double sum = 0;
      double products = 0;
      int at = o.workspaceOffset() + c;
      for (int p = 0; p < rows.count(); p++) {
        sum += w[at + 2 * p * channels];
        products += w[at + (2 * p + 1) * channels];
      }
      double deviation = Math.sqrt((double) o.array(v)[variances + c] + epsilon);
      o.output()[out + c] = (float) sum;
      o.output()[out + channels + c] = (float) (products / deviation);
    }
  }
}

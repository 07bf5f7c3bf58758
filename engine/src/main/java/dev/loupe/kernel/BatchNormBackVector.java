package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// `gx = (x - mean) slope + (gy scale + shift)`, row after row, with the channels' factors in
/// tables as wide as some rows that each piece makes for itself.
public final class BatchNormBackVector implements Kernel {
  private final int channels;
  private final int width;
  private final Pieces rows;
  private final float epsilon;
  private final float share;

  /// @param g rows and channels
  /// @param epsilon added to the variance
  public BatchNormBackVector(ChannelGeometry g, float epsilon) {
    this.channels = g.channels();
    this.width = g.width();
    this.rows = g.values();
    this.epsilon = epsilon;
    this.share = (float) (1.0 / g.rows());
  }

  @Override
  public int pieces(int phase) {
    return rows.count();
  }

  @Override
  public int scratch() {
    return 4 * width;
  }

  @Override
  public long outputStart(int piece) {
    return (long) rows.from(piece) * channels;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    System.arraycopy(o.array(2), o.offset(2), t, 0, channels);
    factors(
        o.array(1), o.offset(1), o.array(2), o.offset(2) + channels, o.array(3), o.offset(3), t);
    for (int table = 0; table < 4; table++) {
      Columns.repeat(t, table * width, channels, width);
    }
    int from = rows.from(piece) * channels;
    int n = rows.to(piece) * channels - from;
    ColumnAffine.backward(
        o.array(0),
        o.offset(0) + from,
        o.array(4),
        o.offset(4) + from,
        n,
        width,
        t,
        0,
        o.output(),
        o.outputOffset() + from);
  }

  private void factors(
      float[] gamma, int ig, float[] variance, int iv, float[] sums, int is, float[] t) {
    int bound = Lanes.F.loopBound(channels);
    int c = 0;
    for (; c < bound; c += Lanes.N) {
      FloatVector deviation = FloatVector.fromArray(Lanes.F, variance, iv + c).add(epsilon).sqrt();
      FloatVector scale = FloatVector.fromArray(Lanes.F, gamma, ig + c).div(deviation);
      FloatVector sum = FloatVector.fromArray(Lanes.F, sums, is + c).mul(share);
      FloatVector products = FloatVector.fromArray(Lanes.F, sums, is + channels + c).mul(share);
      scale.intoArray(t, width + c);
      scale.neg().mul(sum).intoArray(t, 2 * width + c);
      scale.div(deviation).neg().mul(products).intoArray(t, 3 * width + c);
    }
    for (; c < channels; c++) {
      float deviation = (float) Math.sqrt(variance[iv + c] + epsilon);
      float scale = gamma[ig + c] / deviation;
      t[width + c] = scale;
      t[2 * width + c] = BatchNormBackReference.shift(scale, sums[is + c], share);
      t[3 * width + c] =
          BatchNormBackReference.slope(scale, deviation, sums[is + channels + c], share);
    }
  }
}

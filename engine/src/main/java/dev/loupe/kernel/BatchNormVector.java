package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// `y = x scale + shift`, row after row, with the channels' factors in a table as wide as some rows
/// that each piece makes for itself.
public final class BatchNormVector implements Kernel {
  private final int channels;
  private final int width;
  private final Pieces rows;
  private final float epsilon;
  private final boolean joined;

  /// @param g rows and channels
  /// @param epsilon added to the variance
  /// @param joined whether mean and variance are the two rows of one input
  public BatchNormVector(ChannelGeometry g, float epsilon, boolean joined) {
    this.channels = g.channels();
    this.width = g.width();
    this.rows = g.values();
    this.epsilon = epsilon;
    this.joined = joined;
  }

  @Override
  public int pieces(int phase) {
    return rows.count();
  }

  @Override
  public int scratch() {
    return 2 * width;
  }

  @Override
  public long outputStart(int piece) {
    return (long) rows.from(piece) * channels;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    int v = joined ? 3 : 4;
    int variance = o.offset(v) + (joined ? channels : 0);
    scales(o.array(1), o.offset(1), o.array(v), variance, epsilon, channels, t, 0);
    shifts(o, t);
    Columns.repeat(t, 0, channels, width);
    Columns.repeat(t, width, channels, width);
    int from = rows.from(piece) * channels;
    int n = rows.to(piece) * channels - from;
    ColumnAffine.scaleShift(
        o.array(0), o.offset(0) + from, n, width, t, 0, o.output(), o.outputOffset() + from);
  }

  /// `gamma / sqrt(variance + epsilon)`
  static void scales(
      float[] gamma, int ig, float[] variance, int iv, float epsilon, int n, float[] to, int it) {
    int bound = Lanes.F.loopBound(n);
    int c = 0;
    for (; c < bound; c += Lanes.N) {
      FloatVector deviation = FloatVector.fromArray(Lanes.F, variance, iv + c).add(epsilon).sqrt();
      FloatVector.fromArray(Lanes.F, gamma, ig + c).div(deviation).intoArray(to, it + c);
    }
    for (; c < n; c++) {
      to[it + c] = BatchNormReference.scale(gamma[ig + c], variance[iv + c], epsilon);
    }
  }

  private void shifts(Operands o, float[] t) {
    float[] beta = o.array(2);
    float[] mean = o.array(3);
    int ib = o.offset(2);
    int im = o.offset(3);
    int bound = Lanes.F.loopBound(channels);
    int c = 0;
    for (; c < bound; c += Lanes.N) {
      FloatVector.fromArray(Lanes.F, mean, im + c)
          .neg()
          .fma(FloatVector.fromArray(Lanes.F, t, c), FloatVector.fromArray(Lanes.F, beta, ib + c))
          .intoArray(t, width + c);
    }
    for (; c < channels; c++) {
      t[width + c] = BatchNormReference.shift(beta[ib + c], mean[im + c], t[c]);
    }
  }
}

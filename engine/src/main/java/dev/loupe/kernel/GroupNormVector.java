package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// `y = (x - mean) (gamma / sqrt(variance + epsilon)) + beta`, chunk after chunk.
///
/// With spatial extent the factors of a sample's channels lie in tables as wide as some rows;
/// without, a group has one mean and deviation, which stay in registers.
public final class GroupNormVector implements Kernel {
  private final GroupGeometry g;
  private final GroupChunks c;
  private final int width;
  private final float epsilon;
  private final Pieces items;

  /// @param g samples, places, channels and groups
  /// @param epsilon added to the variance
  public GroupNormVector(GroupGeometry g, float epsilon) {
    this.g = g;
    this.c = new GroupChunks(g);
    this.width = g.width();
    this.epsilon = epsilon;
    this.items = g.pieces();
  }

  @Override
  public int pieces(int phase) {
    return items.count();
  }

  @Override
  public int scratch() {
    return g.runs() ? 0 : 3 * width;
  }

  @Override
  public long outputStart(int piece) {
    int last = items.count();
    return piece == last ? (long) g.units() * g.unitValues() : c.start(items.from(piece));
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    for (int item = items.from(piece); item < items.to(piece); item++) {
      if (g.runs()) {
        run(item, o);
      } else {
        rows(item, o, t);
      }
    }
  }

  private void rows(int item, Operands o, float[] t) {
    int statistics = o.offset(3) + c.unit(item) * 2 * g.groups();
    int own = c.own;
    for (int group = 0; group < g.groups(); group++) {
      float mean = o.array(3)[statistics + 2 * group];
      float inverse = GroupNormReference.inverse(o.array(3)[statistics + 2 * group + 1], epsilon);
      int end = (group + 1) * own;
      Arrays.fill(t, group * own, end, mean);
      for (int i = group * own; i < end; i++) {
        t[width + i] = o.array(1)[o.offset(1) + i] * inverse;
      }
    }
    System.arraycopy(o.array(2), o.offset(2), t, 2 * width, g.channels());
    for (int table = 0; table < 3; table++) {
      Columns.repeat(t, table * width, g.channels(), width);
    }
    int at = c.start(item);
    ColumnAffine.centred(
        o.array(0),
        o.offset(0) + at,
        c.length(item),
        width,
        t,
        0,
        o.output(),
        o.outputOffset() + at);
  }

  private void run(int item, Operands o) {
    int unit = c.unit(item);
    int at = c.start(item);
    // The channel of the chunk's first value.
    int channel = c.channel(at);
    float mean = o.array(3)[o.offset(3) + 2 * unit];
    float inverse = GroupNormReference.inverse(o.array(3)[o.offset(3) + 2 * unit + 1], epsilon);
    row(
        o.array(0),
        o.offset(0) + at,
        o.array(1),
        o.offset(1) + channel,
        o.array(2),
        o.offset(2) + channel,
        mean,
        inverse,
        o.output(),
        o.outputOffset() + at,
        c.length(item));
  }

  private static void row(
      float[] x,
      int ix,
      float[] gamma,
      int ig,
      float[] beta,
      int ib,
      float mean,
      float inverse,
      float[] y,
      int iy,
      int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector scale = FloatVector.fromArray(Lanes.F, gamma, ig + i).mul(inverse);
      FloatVector.fromArray(Lanes.F, x, ix + i)
          .sub(mean)
          .fma(scale, FloatVector.fromArray(Lanes.F, beta, ib + i))
          .intoArray(y, iy + i);
    }
    for (; i < n; i++) {
      y[iy + i] = Math.fma(x[ix + i] - mean, gamma[ig + i] * inverse, beta[ib + i]);
    }
  }
}

package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// `gx = (x - mean) slope + (gy scale + shift)`.
///
/// Phase 0 takes the sums of each chunk; phase 1 adds up those of its unit, in order, and writes
/// the chunk. Where units have one chunk, both happen at once, the second while the chunk is in
/// cache.
public final class GroupNormBackVector implements Kernel {
  private final GroupGeometry g;
  private final GroupChunks c;
  private final int width;
  private final int groups;
  private final int chunks;
  // Where the tables start in the scratch memory, behind a chunk's sums.
  private final int tables;
  private final float epsilon;
  private final Pieces items;

  /// @param g samples, places, channels and groups
  /// @param epsilon added to the variance
  public GroupNormBackVector(GroupGeometry g, float epsilon) {
    this.g = g;
    this.c = new GroupChunks(g);
    this.width = g.width();
    this.groups = g.unitGroups();
    this.chunks = c.count;
    this.tables = 2 * groups;
    this.epsilon = epsilon;
    this.items = g.pieces();
  }

  @Override
  public int phases() {
    return chunks == 1 ? 1 : 2;
  }

  @Override
  public int pieces(int phase) {
    return items.count();
  }

  @Override
  public long workspace() {
    return chunks == 1 ? 0 : 2L * groups * g.units() * chunks;
  }

  @Override
  public int scratch() {
    return tables + 4 * width;
  }

  @Override
  public long outputStart(int piece) {
    return piece == items.count() ? (long) g.units() * g.unitValues() : c.start(items.from(piece));
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    for (int item = items.from(piece); item < items.to(piece); item++) {
      if (chunks == 1) {
        sums(item, o, t, t, 0);
        write(item, o, t, t, 0);
      } else if (phase == 0) {
        sums(item, o, t, o.workspace(), o.workspaceOffset() + 2 * groups * item);
      } else {
        int first = item / chunks * chunks;
        write(item, o, t, o.workspace(), o.workspaceOffset() + 2 * groups * first);
      }
    }
  }

  // Tables with spatial extent: gamma, means, sums, products; without: sums, products.
  private void sums(int item, Operands o, float[] t, float[] w, int at) {
    int start = c.start(item);
    int ix = o.offset(0) + start;
    int ig = o.offset(3) + start;
    int n = c.length(item);
    if (g.runs()) {
      float mean = o.array(2)[o.offset(2) + 2 * c.unit(item)];
      int channel = o.offset(1) + c.channel(start);
      Arrays.fill(t, tables, tables + 2 * width, 0);
      for (int i = 0; i < n; i += width) {
        int count = Math.min(width, n - i);
        runSums(o.array(3), ig + i, o.array(1), channel + i, o.array(0), ix + i, mean, count, t);
      }
      w[at] = Columns.tree(t, tables, width);
      w[at + 1] = Columns.tree(t, tables + width, width);
      return;
    }
    System.arraycopy(o.array(1), o.offset(1), t, tables, g.channels());
    Columns.repeat(t, tables, g.channels(), width);
    means(c.unit(item), o, t, tables + width);
    int sums = tables + 2 * width;
    Arrays.fill(t, sums, sums + 2 * width, 0);
    Columns.weighted(o.array(3), ig, o.array(0), ix, n, width, t, sums);
    int own = c.own;
    for (int i = 0; i < groups; i++) {
      w[at + i] = (float) Columns.fold(t, sums, width, g.channels(), i * own, own);
      w[at + groups + i] = (float) Columns.fold(t, sums + width, width, g.channels(), i * own, own);
    }
  }

  private void means(int sample, Operands o, float[] t, int at) {
    int own = c.own;
    for (int i = 0; i < groups; i++) {
      float mean = o.array(2)[o.offset(2) + 2 * (sample * groups + i)];
      Arrays.fill(t, at + i * own, at + (i + 1) * own, mean);
    }
    Columns.repeat(t, at, g.channels(), width);
  }

  private void runSums(
      float[] g, int ig, float[] gamma, int ic, float[] x, int ix, float mean, int n, float[] t) {
    runSums(g, ig, gamma, ic, x, ix, mean, n, t, tables, tables + width);
  }

  private static void runSums(
      float[] g,
      int ig,
      float[] gamma,
      int ic,
      float[] x,
      int ix,
      float mean,
      int n,
      float[] t,
      int is,
      int iq) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector v =
          FloatVector.fromArray(Lanes.F, g, ig + i)
              .mul(FloatVector.fromArray(Lanes.F, gamma, ic + i));
      v.add(FloatVector.fromArray(Lanes.F, t, is + i)).intoArray(t, is + i);
      v.fma(
              FloatVector.fromArray(Lanes.F, x, ix + i).sub(mean),
              FloatVector.fromArray(Lanes.F, t, iq + i))
          .intoArray(t, iq + i);
    }
    for (; i < n; i++) {
      float v = g[ig + i] * gamma[ic + i];
      t[is + i] += v;
      t[iq + i] = Math.fma(v, x[ix + i] - mean, t[iq + i]);
    }
  }

  // Tables with spatial extent: mean, scale, shift, slope.
  private void write(int item, Operands o, float[] t, float[] w, int at) {
    int unit = c.unit(item);
    int start = c.start(item);
    int own = c.own;
    for (int i = 0; i < groups; i++) {
      double sum = 0;
      double products = 0;
      for (int chunk = 0; chunk < chunks; chunk++) {
        sum += w[at + 2 * groups * chunk + i];
        products += w[at + 2 * groups * chunk + groups + i];
      }
      int statistics = o.offset(2) + 2 * (unit * groups + i);
      float inverse = GroupNormReference.inverse(o.array(2)[statistics + 1], epsilon);
      float shift = GroupNormBackReference.shift(inverse, sum, g.groupValues());
      float slope = GroupNormBackReference.slope(inverse, products, g.groupValues());
      if (g.runs()) {
        run(item, o, o.array(2)[statistics], inverse, shift, slope);
        return;
      }
      int from = tables + i * own;
      for (int j = from; j < from + own; j++) {
        t[width + j] = o.array(1)[o.offset(1) + j - tables] * inverse;
      }
      Arrays.fill(t, 2 * width + from, 2 * width + from + own, shift);
      Arrays.fill(t, 3 * width + from, 3 * width + from + own, slope);
    }
    means(unit, o, t, tables);
    for (int table = 1; table < 4; table++) {
      Columns.repeat(t, tables + table * width, g.channels(), width);
    }
    ColumnAffine.backward(
        o.array(0),
        o.offset(0) + start,
        o.array(3),
        o.offset(3) + start,
        c.length(item),
        width,
        t,
        tables,
        o.output(),
        o.outputOffset() + start);
  }

  private void run(int item, Operands o, float mean, float inverse, float shift, float slope) {
    int start = c.start(item);
    float[] x = o.array(0);
    float[] gamma = o.array(1);
    float[] gradient = o.array(3);
    float[] y = o.output();
    int ix = o.offset(0) + start;
    int ic = o.offset(1) + c.channel(start);
    int ig = o.offset(3) + start;
    int iy = o.outputOffset() + start;
    int n = c.length(item);
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    FloatVector shifts = FloatVector.broadcast(Lanes.F, shift);
    for (; i < bound; i += Lanes.N) {
      FloatVector scale = FloatVector.fromArray(Lanes.F, gamma, ic + i).mul(inverse);
      FloatVector v = FloatVector.fromArray(Lanes.F, gradient, ig + i).fma(scale, shifts);
      FloatVector d = FloatVector.fromArray(Lanes.F, x, ix + i).sub(mean);
      d.fma(FloatVector.broadcast(Lanes.F, slope), v).intoArray(y, iy + i);
    }
    for (; i < n; i++) {
      float v = Math.fma(gradient[ig + i], gamma[ic + i] * inverse, shift);
      y[iy + i] = Math.fma(x[ix + i] - mean, slope, v);
    }
  }
}

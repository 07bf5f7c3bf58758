package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Pooling with channels in the lanes.
///
/// Loop order: window, channels, values under the window. A window is its first value and a table
/// of offsets, so that clipped, dilated and adaptive windows take the same path; four values (2x2)
/// are unrolled, and wide rows keep four vectors of channels in registers. Pieces: runs of windows.
public final class PoolVector implements Kernel {
  private final PoolKind kind;
  private final PoolGeometry g;
  private final PoolTables tables;
  private final Pieces pieces;

  /// @param kind what to make of a window
  /// @param g where the windows lie
  public PoolVector(PoolKind kind, PoolGeometry g) {
    this.kind = kind;
    this.g = g;
    this.tables = new PoolTables(g);
    this.pieces = Pieces.of(g.batch() * g.windows(), (long) g.taps() * g.channels());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int to = pieces.to(piece);
    int width = g.width().output();
    int at = pieces.from(piece);
    while (at < to) {
      int w = at % width;
      int count = Math.min(width - w, to - at);
      row(o, at / width, w, w + count, at * g.channels());
      at += count;
    }
  }

  private void row(Operands o, int row, int from, int to, int out) {
    int oh = row % g.height().output();
    int rest = row / g.height().output();
    int od = rest % g.depth().output();
    int sample = rest / g.depth().output();
    int base = o.offset(0) + sample * g.inputSize() + tables.rowStart(od, oh);
    int rowKind = tables.rowKind(od, oh);
    if (kind == PoolKind.MAX) {
      max(
          o.array(0),
          base,
          g.width().starts(),
          tables.offsets(),
          rowKind,
          tables.widthKinds(),
          from,
          to,
          g.channels(),
          o.output(),
          o.outputOffset() + out);
    } else {
      average(
          o.array(0),
          base,
          g.width().starts(),
          tables.offsets(),
          rowKind,
          tables.widthKinds(),
          g.depth().counts()[od] * g.height().counts()[oh],
          g.width().counts(),
          from,
          to,
          g.channels(),
          o.output(),
          o.outputOffset() + out);
    }
  }

  private static void max(
      float[] x,
      int base,
      int[] starts,
      int[][] offsets,
      int rowKind,
      int[] kinds,
      int from,
      int to,
      int channels,
      float[] y,
      int out) {
    FloatVector start = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    for (int w = from; w < to; w++, out += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = base + starts[w] * channels;
      int c = 0;
      if (taps.length == 4 && channels >= Lanes.N) {
        int a = at + taps[0];
        int b = at + taps[1];
        int d = at + taps[2];
        int e = at + taps[3];
        while (c < channels) {
          c = Math.min(c, channels - Lanes.N);
          FloatVector.fromArray(Lanes.F, x, a + c)
              .max(FloatVector.fromArray(Lanes.F, x, b + c))
              .max(FloatVector.fromArray(Lanes.F, x, d + c))
              .max(FloatVector.fromArray(Lanes.F, x, e + c))
              .intoArray(y, out + c);
          c += Lanes.N;
        }
        continue;
      }
      for (; c <= channels - 4 * Lanes.N; c += 4 * Lanes.N) {
        FloatVector v0 = start;
        FloatVector v1 = start;
        FloatVector v2 = start;
        FloatVector v3 = start;
        for (int t = 0; t < taps.length; t++) {
          int p = at + taps[t] + c;
          v0 = v0.max(FloatVector.fromArray(Lanes.F, x, p));
          v1 = v1.max(FloatVector.fromArray(Lanes.F, x, p + Lanes.N));
          v2 = v2.max(FloatVector.fromArray(Lanes.F, x, p + 2 * Lanes.N));
          v3 = v3.max(FloatVector.fromArray(Lanes.F, x, p + 3 * Lanes.N));
        }
        v0.intoArray(y, out + c);
        v1.intoArray(y, out + c + Lanes.N);
        v2.intoArray(y, out + c + 2 * Lanes.N);
        v3.intoArray(y, out + c + 3 * Lanes.N);
      }
      for (; channels >= Lanes.N && c < channels; c += Lanes.N) {
        // The last vector goes back over channels that are done, to end with the row.
        c = Math.min(c, channels - Lanes.N);
        FloatVector v = start;
        for (int t = 0; t < taps.length; t++) {
          v = v.max(FloatVector.fromArray(Lanes.F, x, at + taps[t] + c));
        }
        v.intoArray(y, out + c);
      }
      if (c < channels) {
        VectorMask<Float> few = Lanes.F.indexInRange(0, channels);
        FloatVector v = start;
        for (int t = 0; t < taps.length; t++) {
          v = v.max(FloatVector.fromArray(Lanes.F, x, at + taps[t], few));
        }
        v.intoArray(y, out, few);
      }
    }
  }

  private static void average(
      float[] x,
      int base,
      int[] starts,
      int[][] offsets,
      int rowKind,
      int[] kinds,
      int rowCount,
      int[] counts,
      int from,
      int to,
      int channels,
      float[] y,
      int out) {
    FloatVector start = FloatVector.zero(Lanes.F);
    for (int w = from; w < to; w++, out += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = base + starts[w] * channels;
      float divisor = rowCount * counts[w];
      int c = 0;
      if (taps.length == 4 && channels >= Lanes.N) {
        int a = at + taps[0];
        int b = at + taps[1];
        int d = at + taps[2];
        int e = at + taps[3];
        while (c < channels) {
          c = Math.min(c, channels - Lanes.N);
          start
              .add(FloatVector.fromArray(Lanes.F, x, a + c))
              .add(FloatVector.fromArray(Lanes.F, x, b + c))
              .add(FloatVector.fromArray(Lanes.F, x, d + c))
              .add(FloatVector.fromArray(Lanes.F, x, e + c))
              .div(divisor)
              .intoArray(y, out + c);
          c += Lanes.N;
        }
        continue;
      }
      for (; c <= channels - 4 * Lanes.N; c += 4 * Lanes.N) {
        FloatVector v0 = start;
        FloatVector v1 = start;
        FloatVector v2 = start;
        FloatVector v3 = start;
        for (int t = 0; t < taps.length; t++) {
          int p = at + taps[t] + c;
          v0 = v0.add(FloatVector.fromArray(Lanes.F, x, p));
          v1 = v1.add(FloatVector.fromArray(Lanes.F, x, p + Lanes.N));
          v2 = v2.add(FloatVector.fromArray(Lanes.F, x, p + 2 * Lanes.N));
          v3 = v3.add(FloatVector.fromArray(Lanes.F, x, p + 3 * Lanes.N));
        }
        v0.div(divisor).intoArray(y, out + c);
        v1.div(divisor).intoArray(y, out + c + Lanes.N);
        v2.div(divisor).intoArray(y, out + c + 2 * Lanes.N);
        v3.div(divisor).intoArray(y, out + c + 3 * Lanes.N);
      }
      for (; channels >= Lanes.N && c < channels; c += Lanes.N) {
        // The last vector goes back over channels that are done, to end with the row.
        c = Math.min(c, channels - Lanes.N);
        FloatVector v = start;
        for (int t = 0; t < taps.length; t++) {
          v = v.add(FloatVector.fromArray(Lanes.F, x, at + taps[t] + c));
        }
        v.div(divisor).intoArray(y, out + c);
      }
      if (c < channels) {
        VectorMask<Float> few = Lanes.F.indexInRange(0, channels);
        FloatVector v = start;
        for (int t = 0; t < taps.length; t++) {
          v = v.add(FloatVector.fromArray(Lanes.F, x, at + taps[t], few));
        }
        v.div(divisor).intoArray(y, out, few);
      }
    }
  }
}

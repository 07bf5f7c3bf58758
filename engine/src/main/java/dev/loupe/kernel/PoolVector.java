package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Pooling with channels in the lanes.
///
/// Loop order: window, channels, values under the window. A window is its first value and a table
/// of offsets, so that clipped, dilated and adaptive windows take the same path; four values (2x2)
/// are unrolled, and wide rows keep four vectors of channels in registers. Fewer channels than
/// lanes: a whole vector is written, whose surplus the next windows overwrite; the last windows are
/// masked. The methods are small, so that the compiler is done with them early. Pieces: runs of
/// windows.
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
    int end = out + (to - from) * channels;
    for (int w = from; w < to; w++, out += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = base + starts[w] * channels;
      int c = 0;
      if (taps.length == 4) {
        for (; c <= channels - Lanes.N; c += Lanes.N) {
          max4(x, at + c, taps, y, out + c);
        }
      } else {
        for (; c <= channels - 4 * Lanes.N; c += 4 * Lanes.N) {
          maxWide(x, at + c, taps, y, out + c);
        }
        for (; c <= channels - Lanes.N; c += Lanes.N) {
          maxOne(x, at + c, taps, y, out + c);
        }
      }
      if (c < channels) {
        // The last vector goes back over channels that are done, to end with the row.
        int back = Math.min(0, channels - c - Lanes.N);
        if (c > 0) {
          maxOne(x, at + c + back, taps, y, out + c + back);
        } else if (spare(x, at, taps, out, end)) {
          maxOne(x, at, taps, y, out);
        } else {
          maxFew(x, at, taps, y, out, channels);
        }
      }
    }
  }

  private static void max4(float[] x, int at, int[] taps, float[] y, int out) {
    FloatVector.fromArray(Lanes.F, x, at + taps[0])
        .max(FloatVector.fromArray(Lanes.F, x, at + taps[1]))
        .max(FloatVector.fromArray(Lanes.F, x, at + taps[2]))
        .max(FloatVector.fromArray(Lanes.F, x, at + taps[3]))
        .intoArray(y, out);
  }

  private static void maxOne(float[] x, int at, int[] taps, float[] y, int out) {
    FloatVector v = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    for (int t = 0; t < taps.length; t++) {
      v = v.max(FloatVector.fromArray(Lanes.F, x, at + taps[t]));
    }
    v.intoArray(y, out);
  }

  private static void maxWide(float[] x, int at, int[] taps, float[] y, int out) {
    FloatVector v0 = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    FloatVector v1 = v0;
    FloatVector v2 = v0;
    FloatVector v3 = v0;
    for (int t = 0; t < taps.length; t++) {
      int p = at + taps[t];
      v0 = v0.max(FloatVector.fromArray(Lanes.F, x, p));
      v1 = v1.max(FloatVector.fromArray(Lanes.F, x, p + Lanes.N));
      v2 = v2.max(FloatVector.fromArray(Lanes.F, x, p + 2 * Lanes.N));
      v3 = v3.max(FloatVector.fromArray(Lanes.F, x, p + 3 * Lanes.N));
    }
    v0.intoArray(y, out);
    v1.intoArray(y, out + Lanes.N);
    v2.intoArray(y, out + 2 * Lanes.N);
    v3.intoArray(y, out + 3 * Lanes.N);
  }

  private static void maxFew(float[] x, int at, int[] taps, float[] y, int out, int channels) {
    VectorMask<Float> few = Lanes.F.indexInRange(0, channels);
    FloatVector v = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    for (int t = 0; t < taps.length; t++) {
      v = v.max(FloatVector.fromArray(Lanes.F, x, at + taps[t], few));
    }
    v.intoArray(y, out, few);
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
    int end = out + (to - from) * channels;
    for (int w = from; w < to; w++, out += channels) {
      int[] taps = offsets[rowKind + kinds[w]];
      int at = base + starts[w] * channels;
      float divisor = rowCount * counts[w];
      int c = 0;
      if (taps.length == 4) {
        for (; c <= channels - Lanes.N; c += Lanes.N) {
          average4(x, at + c, taps, y, out + c, divisor);
        }
      } else {
        for (; c <= channels - 4 * Lanes.N; c += 4 * Lanes.N) {
          averageWide(x, at + c, taps, y, out + c, divisor);
        }
        for (; c <= channels - Lanes.N; c += Lanes.N) {
          averageOne(x, at + c, taps, y, out + c, divisor);
        }
      }
      if (c < channels) {
        // The last vector goes back over channels that are done, to end with the row.
        int back = Math.min(0, channels - c - Lanes.N);
        if (c > 0) {
          averageOne(x, at + c + back, taps, y, out + c + back, divisor);
        } else if (spare(x, at, taps, out, end)) {
          averageOne(x, at, taps, y, out, divisor);
        } else {
          averageFew(x, at, taps, y, out, divisor, channels);
        }
      }
    }
  }

  private static void average4(float[] x, int at, int[] taps, float[] y, int out, float divisor) {
    FloatVector.zero(Lanes.F)
        .add(FloatVector.fromArray(Lanes.F, x, at + taps[0]))
        .add(FloatVector.fromArray(Lanes.F, x, at + taps[1]))
        .add(FloatVector.fromArray(Lanes.F, x, at + taps[2]))
        .add(FloatVector.fromArray(Lanes.F, x, at + taps[3]))
        .div(divisor)
        .intoArray(y, out);
  }

  private static void averageOne(float[] x, int at, int[] taps, float[] y, int out, float divisor) {
    FloatVector v = FloatVector.broadcast(Lanes.F, 0);
    for (int t = 0; t < taps.length; t++) {
      v = v.add(FloatVector.fromArray(Lanes.F, x, at + taps[t]));
    }
    v.div(divisor).intoArray(y, out);
  }

  private static void averageWide(
      float[] x, int at, int[] taps, float[] y, int out, float divisor) {
    FloatVector v0 = FloatVector.broadcast(Lanes.F, 0);
    FloatVector v1 = v0;
    FloatVector v2 = v0;
    FloatVector v3 = v0;
    for (int t = 0; t < taps.length; t++) {
      int p = at + taps[t];
      v0 = v0.add(FloatVector.fromArray(Lanes.F, x, p));
      v1 = v1.add(FloatVector.fromArray(Lanes.F, x, p + Lanes.N));
      v2 = v2.add(FloatVector.fromArray(Lanes.F, x, p + 2 * Lanes.N));
      v3 = v3.add(FloatVector.fromArray(Lanes.F, x, p + 3 * Lanes.N));
    }
    v0.div(divisor).intoArray(y, out);
    v1.div(divisor).intoArray(y, out + Lanes.N);
    v2.div(divisor).intoArray(y, out + 2 * Lanes.N);
    v3.div(divisor).intoArray(y, out + 3 * Lanes.N);
  }

  private static void averageFew(
      float[] x, int at, int[] taps, float[] y, int out, float divisor, int channels) {
    VectorMask<Float> few = Lanes.F.indexInRange(0, channels);
    FloatVector v = FloatVector.broadcast(Lanes.F, 0);
    for (int t = 0; t < taps.length; t++) {
      v = v.add(FloatVector.fromArray(Lanes.F, x, at + taps[t], few));
    }
    v.div(divisor).intoArray(y, out, few);
  }

  /// Whether whole vectors can be read from the window and written before the end.
  private static boolean spare(float[] x, int at, int[] taps, int out, int end) {
    return out + Lanes.N <= end
        && taps.length > 0
        && at + taps[taps.length - 1] + Lanes.N <= x.length;
  }
}

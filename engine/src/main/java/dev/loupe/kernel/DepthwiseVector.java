package dev.loupe.kernel;

import dev.loupe.kernel.ConvolutionReference.Direction;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Convolutions in which each channel has a filter of its own: lanes are channels, one
/// multiply-add a tap and pixel.
///
/// Forward and backward data: a piece is a row of the output; each pixel gathers its taps.
/// Backward weights: a piece is a share of the samples, with a partial sum in the workspace; phase
/// 1 adds the shares in order.
final class DepthwiseVector implements Kernel {
  private static final int MOST_SHARES = 32;

  private final ConvolutionGeometry g;
  private final Direction direction;
  private final int channels;
  private final int shares;
  private final int rows;

  DepthwiseVector(ConvolutionGeometry g, Direction direction) {
    this.g = g;
    this.direction = direction;
    this.channels = g.sourceChannels();
    this.shares = Math.min(g.batch(), MOST_SHARES);
    var sizes = direction == Direction.FORWARD ? g.targetSizes() : g.sourceSizes();
    this.rows = g.batch() * sizes.get(0) * sizes.get(1);
  }

  @Override
  public int phases() {
    return direction == Direction.BACK_WEIGHTS ? 2 : 1;
  }

  @Override
  public int pieces(int phase) {
    if (direction == Direction.BACK_WEIGHTS) {
      return phase == 0 ? shares : 1;
    }
    return rows;
  }

  @Override
  public long workspace() {
    return direction == Direction.BACK_WEIGHTS ? (long) shares * g.weights() : 0;
  }

  @Override
  public long outputStart(int piece) {
    return switch (direction) {
      case FORWARD -> (long) piece * g.targetSizes().get(2) * channels;
      case BACK_DATA -> (long) piece * g.sourceSizes().get(2) * channels;
      case BACK_WEIGHTS -> -1;
    };
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    switch (direction) {
      case FORWARD -> forwardRow(o, piece);
      case BACK_DATA -> backRow(o, piece);
      case BACK_WEIGHTS -> {
        if (phase == 0) {
          weights(o, piece);
        } else {
          int at = o.workspaceOffset();
          System.arraycopy(o.workspace(), at, o.output(), o.outputOffset(), g.weights());
          for (int s = 1; s < shares; s++) {
            VectorSum.add(
                o.workspace(), at + s * g.weights(), o.output(), o.outputOffset(), g.weights());
          }
        }
      }
    }
  }

  private void forwardRow(Operands o, int row) {
    int th = row % g.targetSizes().get(1);
    int td = row / g.targetSizes().get(1) % g.targetSizes().get(0);
    int n = row / g.targetSizes().get(1) / g.targetSizes().get(0);
    int width = g.targetSizes().get(2);
    for (int tw = 0; tw < width; tw++) {
      int out = o.outputOffset() + (row * width + tw) * channels;
      Arrays.fill(o.output(), out, out + channels, 0);
      for (int tap = 0; tap < g.taps(); tap++) {
        int from = source(n, td, th, tw, tap);
        if (from >= 0) {
          multiplyAdd(
              o.array(0),
              o.offset(0) + from,
              o.array(1),
              o.offset(1) + tap * channels,
              o.output(),
              out,
              channels);
        }
      }
    }
  }

  private void backRow(Operands o, int row) {
    int sh = row % g.sourceSizes().get(1);
    int sd = row / g.sourceSizes().get(1) % g.sourceSizes().get(0);
    int n = row / g.sourceSizes().get(1) / g.sourceSizes().get(0);
    int width = g.sourceSizes().get(2);
    for (int sw = 0; sw < width; sw++) {
      int out = o.outputOffset() + (row * width + sw) * channels;
      Arrays.fill(o.output(), out, out + channels, 0);
      for (int tap = 0; tap < g.taps(); tap++) {
        int from = target(n, sd, sh, sw, tap);
        if (from >= 0) {
          multiplyAdd(
              o.array(0),
              o.offset(0) + from,
              o.array(1),
              o.offset(1) + tap * channels,
              o.output(),
              out,
              channels);
        }
      }
    }
  }

  private void weights(Operands o, int share) {
    int out = o.workspaceOffset() + share * g.weights();
    Arrays.fill(o.workspace(), out, out + g.weights(), 0);
    int from = (int) ((long) g.batch() * share / shares);
    int to = (int) ((long) g.batch() * (share + 1) / shares);
    for (int n = from; n < to; n++) {
      int target = o.offset(1) + n * g.targetSample();
      for (int td = 0; td < g.targetSizes().get(0); td++) {
        for (int th = 0; th < g.targetSizes().get(1); th++) {
          for (int tw = 0; tw < g.targetSizes().get(2); tw++) {
            for (int tap = 0; tap < g.taps(); tap++) {
              int s = source(n, td, th, tw, tap);
              if (s >= 0) {
                multiplyAdd(
                    o.array(0),
                    o.offset(0) + s,
                    o.array(1),
                    target,
                    o.workspace(),
                    out + tap * channels,
                    channels);
              }
            }
            target += channels;
          }
        }
      }
    }
  }

  /// `out[i] += a[i] b[i]`
  private static void multiplyAdd(
      float[] a, int ia, float[] b, int ib, float[] out, int io, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, a, ia + i)
          .fma(
              FloatVector.fromArray(Lanes.F, b, ib + i),
              FloatVector.fromArray(Lanes.F, out, io + i))
          .intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = Math.fma(a[ia + i], b[ib + i], out[io + i]);
    }
  }

  /// Where the source value of a target value and tap lies, or -1 in the padding.
  private int source(int n, int td, int th, int tw, int tap) {
    int sw = sourceIndex(2, tw, tap % g.axes().get(2).kernel());
    tap /= g.axes().get(2).kernel();
    int sh = sourceIndex(1, th, tap % g.axes().get(1).kernel());
    int sd = sourceIndex(0, td, tap / g.axes().get(1).kernel());
    if (sd < 0 || sh < 0 || sw < 0) {
      return -1;
    }
    int plane = (n * g.sourceSizes().get(0) + sd) * g.sourceSizes().get(1) + sh;
    return (plane * g.sourceSizes().get(2) + sw) * channels;
  }

  private int sourceIndex(int axis, int target, int tap) {
    Axis a = g.axes().get(axis);
    int s = target * a.stride() - a.before() + tap * a.dilation();
    return s >= g.sourceSizes().get(axis) ? -1 : s;
  }

  /// Where the target value that a tap takes from a source value lies, or -1 if there is none.
  private int target(int n, int sd, int sh, int sw, int tap) {
    int tw = targetIndex(2, sw, tap % g.axes().get(2).kernel());
    tap /= g.axes().get(2).kernel();
    int th = targetIndex(1, sh, tap % g.axes().get(1).kernel());
    int td = targetIndex(0, sd, tap / g.axes().get(1).kernel());
    if (td < 0 || th < 0 || tw < 0) {
      return -1;
    }
    int plane = (n * g.targetSizes().get(0) + td) * g.targetSizes().get(1) + th;
    return (plane * g.targetSizes().get(2) + tw) * channels;
  }

  private int targetIndex(int axis, int source, int tap) {
    Axis a = g.axes().get(axis);
    int t = source + a.before() - tap * a.dilation();
    if (t < 0 || t % a.stride() != 0 || t / a.stride() >= g.targetSizes().get(axis)) {
      return -1;
    }
    return t / a.stride();
  }
}

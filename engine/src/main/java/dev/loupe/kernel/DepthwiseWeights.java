package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The weights' gradient of convolutions in which each channel has a filter of its own: lanes are
/// channels.
///
/// Phase 0: a piece is a share of the samples and 64 channels, with a partial sum in the workspace.
/// It goes through the rows of the target; of each row, the sums of three neighbouring taps stay in
/// registers while the row is read. Phase 1 adds the shares in order.
final class DepthwiseWeights implements Kernel {
  private static final int MOST_SHARES = 32;
  private static final int CHANNELS = 64;
  private static final int TOGETHER = 3;

  private final ConvolutionGeometry g;
  private final int channels;
  private final int shares;
  private final int blocks;
  private final TapAxis depth;
  private final TapAxis height;
  private final TapAxis width;

  DepthwiseWeights(ConvolutionGeometry g) {
    this.g = g;
    this.channels = g.sourceChannels();
    this.shares = Math.min(g.batch(), MOST_SHARES);
    this.blocks = Pieces.parts(channels, CHANNELS);
    TapGrid grid = TapGrid.forward(g).get(0);
    this.depth = grid.depth();
    this.height = grid.height();
    this.width = grid.width();
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? shares * blocks : 1;
  }

  @Override
  public long workspace() {
    return (long) shares * g.weights();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      sum(o, piece / blocks, piece % blocks * CHANNELS);
      return;
    }
    int at = o.workspaceOffset();
    System.arraycopy(o.workspace(), at, o.output(), o.outputOffset(), g.weights());
    for (int s = 1; s < shares; s++) {
      VectorSum.add(o.workspace(), at + s * g.weights(), o.output(), o.outputOffset(), g.weights());
    }
  }

  private void sum(Operands o, int share, int channel) {
    int sums = o.workspaceOffset() + share * g.weights() + channel;
    int count = Math.min(CHANNELS, channels - channel);
    for (int tap = 0; tap < g.taps(); tap++) {
      Arrays.fill(o.workspace(), sums + tap * channels, sums + tap * channels + count, 0);
    }
    int first = (int) ((long) g.batch() * share / shares);
    int end = (int) ((long) g.batch() * (share + 1) / shares);
    for (int n = first; n < end; n++) {
      for (int d = 0; d < depth.count(); d++) {
        for (int h = 0; h < height.count(); h++) {
          rows(o, n, d, h, channel, count, sums);
        }
      }
    }
  }

  /// One row of the target with all rows of the kernel.
  private void rows(Operands o, int n, int d, int h, int channel, int count, int sums) {
    int line = ((n * depth.count() + d) * height.count() + h) * width.count();
    int target = o.offset(1) + line * channels + channel;
    int depths = g.sourceSizes().get(0);
    int heights = g.sourceSizes().get(1);
    int widths = g.sourceSizes().get(2);
    for (int kd = 0; kd < depth.shifts().length; kd++) {
      int sd = d * depth.sourceStep() + depth.shifts()[kd];
      for (int kh = 0; kh < height.shifts().length; kh++) {
        int sh = h * height.sourceStep() + height.shifts()[kh];
        if (sd < 0 || sd >= depths || sh < 0 || sh >= heights) {
          continue;
        }
        int row = ((n * depths + sd) * heights + sh) * widths;
        int source = o.offset(0) + row * channels + channel;
        int taps = (kd * height.shifts().length + kh) * width.shifts().length;
        row(o, source, target, count, sums + taps * channels);
      }
    }
  }

  /// One row of the target with one row of the kernel.
  private void row(Operands o, int source, int target, int count, int sums) {
    int kernel = width.shifts().length;
    for (int k = 0; k < kernel; k += TOGETHER) {
      int last = Math.min(kernel, k + TOGETHER);
      int begin = 0;
      int end = width.count();
      for (int i = k; i < last; i++) {
        begin = Math.max(begin, first(i));
        end = Math.min(end, end(i));
      }
      boolean all = last - k == TOGETHER && begin < end;
      for (int i = k; i < last; i++) {
        int sum = sums + i * channels;
        one(o, source, target, i, first(i), all ? begin : end(i), count, sum);
      }
      if (all) {
        three(o, source, target, k, begin, end, count, sums + k * channels);
        for (int i = k; i < last; i++) {
          one(o, source, target, i, end, end(i), count, sums + i * channels);
        }
      }
    }
  }

  /// The first place of the target's row where a tap lies inside of the source.
  private int first(int tap) {
    return width.firstInside(width.shifts()[tap], 0, width.count());
  }

  /// The end of those places.
  private int end(int tap) {
    int size = g.sourceSizes().get(2);
    return width.endInside(width.shifts()[tap], size, first(tap), width.count());
  }

  private void one(
      Operands o, int source, int target, int tap, int from, int to, int count, int sums) {
    int step = width.sourceStep() * channels;
    int x = source + (from * width.sourceStep() + width.shifts()[tap]) * channels;
    int y = target + from * channels;
    for (int c = 0; c < count && from < to; c += Lanes.N) {
      VectorMask<Float> real = Lanes.F.indexInRange(c, count);
      one(
          o.array(0),
          x + c,
          step,
          o.array(1),
          y + c,
          channels,
          to - from,
          real,
          o.workspace(),
          sums + c);
    }
  }

  private void three(
      Operands o, int source, int target, int tap, int from, int to, int count, int sums) {
    int step = width.sourceStep() * channels;
    int dilation = (width.shifts()[tap + 1] - width.shifts()[tap]) * channels;
    int x = source + (from * width.sourceStep() + width.shifts()[tap]) * channels;
    int y = target + from * channels;
    int c = 0;
    for (; c + Lanes.N <= count; c += Lanes.N) {
      three(
          o.array(0),
          x + c,
          dilation,
          step,
          o.array(1),
          y + c,
          channels,
          to - from,
          o.workspace(),
          sums + c);
    }
    for (int i = 0; i < TOGETHER && c < count; i++) {
      VectorMask<Float> real = Lanes.F.indexInRange(c, count);
      one(
          o.array(0),
          x + i * dilation + c,
          step,
          o.array(1),
          y + c,
          channels,
          to - from,
          real,
          o.workspace(),
          sums + i * channels + c);
    }
  }

  private static void one(
      float[] x,
      int ix,
      int xStep,
      float[] y,
      int iy,
      int yStep,
      int pixels,
      VectorMask<Float> real,
      float[] sums,
      int at) {
    FloatVector s = FloatVector.fromArray(Lanes.F, sums, at, real);
    for (int i = 0; i < pixels; i++) {
      s =
          FloatVector.fromArray(Lanes.F, x, ix, real)
              .fma(FloatVector.fromArray(Lanes.F, y, iy, real), s);
      ix += xStep;
      iy += yStep;
    }
    s.intoArray(sums, at, real);
  }

  /// Three taps, `dilation` apart in the source; their sums lie `yStep` apart, as many as channels.
  private static void three(
      float[] x,
      int ix,
      int dilation,
      int xStep,
      float[] y,
      int iy,
      int yStep,
      int pixels,
      float[] sums,
      int at) {
    FloatVector a = FloatVector.fromArray(Lanes.F, sums, at);
    FloatVector b = FloatVector.fromArray(Lanes.F, sums, at + yStep);
    FloatVector c = FloatVector.fromArray(Lanes.F, sums, at + 2 * yStep);
    for (int i = 0; i < pixels; i++) {
      FloatVector t = FloatVector.fromArray(Lanes.F, y, iy);
      a = FloatVector.fromArray(Lanes.F, x, ix).fma(t, a);
      b = FloatVector.fromArray(Lanes.F, x, ix + dilation).fma(t, b);
      c = FloatVector.fromArray(Lanes.F, x, ix + 2 * dilation).fma(t, c);
      ix += xStep;
      iy += yStep;
    }
    a.intoArray(sums, at);
    b.intoArray(sums, at + yStep);
    c.intoArray(sums, at + 2 * yStep);
  }
}

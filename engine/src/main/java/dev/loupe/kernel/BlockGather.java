package dev.loupe.kernel;

/// Copies what lies under the taps of a [TapGrid]'s values as `[tap, block of 16
/// channels][value][16]`: the rows of a [BlockTile].
///
/// Values are numbered on and on through the samples. They are taken by runs along the width, so
/// that what is inside of the source is decided once a run and tap.
final class BlockGather {
  private static final int BLOCK = BlockTile.BLOCK;

  private final TapAxis depth;
  private final TapAxis height;
  private final TapAxis width;
  private final int depths;
  private final int heights;
  private final int widths;
  private final int taps;
  private final int channels;
  private final int pixel;
  private final boolean pointwise;

  /// @param fromChannels channels of one group
  BlockGather(GridSpace space) {
    this.depth = space.grid().depth();
    this.height = space.grid().height();
    this.width = space.grid().width();
    this.depths = space.fromSizes().get(0);
    this.heights = space.fromSizes().get(1);
    this.widths = space.fromSizes().get(2);
    this.taps = space.grid().taps();
    this.channels = space.fromChannels();
    this.pointwise = single(depth, depths) && single(height, heights) && single(width, widths);
    this.pixel = space.groups() * channels;
  }

  /// Whether value q reads source value q alone.
  private static boolean single(TapAxis axis, int size) {
    return axis.shifts().length == 1
        && axis.shifts()[0] == 0
        && axis.sourceStep() == 1
        && axis.count() == size;
  }

  /// Copies the values `first .. first + count` with all taps and channels.
  ///
  /// @param in the tensor that is read
  /// @param start its first value, for the group
  /// @param at where the first block's first row goes
  /// @param step from block to block
  void gather(float[] in, int start, int first, int count, float[] out, int at, int step) {
    gather(in, start, first, count, 0, taps, channels, out, at, step);
  }

  /// Copies some taps and channels of the values `first .. first + count`.
  ///
  /// @param in the tensor that is read
  /// @param start its first value, for the group and the first channel
  /// @param tap0 the first tap
  /// @param taps how many
  /// @param channels how many
  /// @param at where the first block's first row goes
  /// @param step from block to block
  void gather(
      float[] in,
      int start,
      int first,
      int count,
      int tap0,
      int taps,
      int channels,
      float[] out,
      int at,
      int step) {
    if (pointwise) {
      BlockRows.copy(in, start + first * pixel, pixel, count, channels, out, at, step);
      return;
    }
    int w = first % width.count();
    int row = first / width.count();
    while (count > 0) {
      int run = Math.min(count, width.count() - w);
      int h = row % height.count();
      int rest = row / height.count();
      int d = rest % depth.count();
      int n = rest / depth.count();
      int to = at;
      for (int t = tap0; t < tap0 + taps; t++) {
        tap(in, start, n, d, h, w, run, t, channels, out, to, step);
        to += (channels + BLOCK - 1) / BLOCK * step;
      }
      at += run * BLOCK;
      count -= run;
      w = 0;
      row++;
    }
  }

  /// Copies one tap of a run along the width.
  private void tap(
      float[] in,
      int start,
      int n,
      int d,
      int h,
      int w,
      int run,
      int t,
      int channels,
      float[] out,
      int at,
      int step) {
    int shiftW = width.shifts()[t % width.shifts().length];
    int rest = t / width.shifts().length;
    int sh = h * height.sourceStep() + height.shifts()[rest % height.shifts().length];
    int sd = d * depth.sourceStep() + depth.shifts()[rest / height.shifts().length];
    if (sd < 0 || sd >= depths || sh < 0 || sh >= heights) {
      BlockRows.clear(run, channels, out, at, step);
      return;
    }
    int begin = width.firstInside(shiftW, w, w + run);
    int end = width.endInside(shiftW, widths, begin, w + run);
    int line = ((n * depths + sd) * heights + sh) * widths;
    int from = start + (line + begin * width.sourceStep() + shiftW) * pixel;
    int fromStep = width.sourceStep() * pixel;
    if (begin > w) {
      BlockRows.clear(begin - w, channels, out, at, step);
    }
    BlockRows.copy(in, from, fromStep, end - begin, channels, out, at + (begin - w) * BLOCK, step);
    if (end < w + run) {
      BlockRows.clear(w + run - end, channels, out, at + (end - w) * BLOCK, step);
    }
  }
}

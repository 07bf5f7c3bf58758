package dev.loupe.kernel;

import java.util.Arrays;

/// The weights' gradient of convolutions in which each channel has a filter of its own: lanes are
/// channels.
///
/// Phase 0: a piece is a share of the samples and up to 128 channels, with a partial sum in the
/// workspace. Some rows at a time, the source is copied with its padding, a row and column phase
/// for each stride, and the target with as much room between its rows, filled with zeros. Then
/// every tap is one sum over both at a constant distance, of which [DepthwiseSums] keeps nine in
/// registers. Phase 1 adds the shares in order.
final class DepthwiseWeights implements Kernel {
  private static final int MOST_SHARES = 32;
  private static final int BLOCK = DepthwiseSums.BLOCK;
  // Blocks of a piece: so that what is read lies together.
  private static final int MOST_BLOCKS = 8;
  // Floats of source at a time.
  private static final int COPIED = 1 << 17;

  private final ConvolutionGeometry g;
  private final Axis depth;
  private final Axis height;
  private final Axis width;
  private final int channels;
  private final int shares;
  private final int blocks;
  private final int blocksOfPiece;
  private final int groups;
  private final int targetHeight;
  private final int targetWidth;
  private final int rowPhases;
  private final int columnPhases;
  private final int pitch;
  private final int rows;
  private final int planeSize;
  private final int[] offsets;
  private final int sourceAt;
  private final int sourceStep;
  private final int targetAt;
  private final int targetStep;

  DepthwiseWeights(ConvolutionGeometry g) {
    this.g = g;
    this.depth = g.axes().get(0);
    this.height = g.axes().get(1);
    this.width = g.axes().get(2);
    this.channels = g.sourceChannels();
    this.shares = Math.min(g.batch(), MOST_SHARES);
    this.blocks = Pieces.parts(channels, BLOCK);
    this.blocksOfPiece = Pieces.even(blocks, MOST_BLOCKS);
    this.groups = Pieces.parts(blocks, blocksOfPiece);
    this.targetHeight = g.targetSizes().get(1);
    this.targetWidth = g.targetSizes().get(2);
    this.rowPhases = Math.min(height.stride(), height.extent());
    this.columnPhases = Math.min(width.stride(), width.extent());
    this.pitch = targetWidth + (width.extent() - 1) / width.stride();
    int halo = (height.extent() - 1) / height.stride();
    int row = pitch * rowPhases * columnPhases * blocksOfPiece * BLOCK;
    this.rows = Math.clamp(COPIED / row - halo, 1, targetHeight);
    this.planeSize = (rows + halo) * pitch * BLOCK;
    this.offsets = new int[height.kernel() * width.kernel()];
    for (int t = 0; t < offsets.length; t++) {
      int h = t / width.kernel() * height.dilation();
      int w = t % width.kernel() * width.dilation();
      int phase = h % height.stride() * columnPhases + w % width.stride();
      int place = h / height.stride() * pitch + w / width.stride();
      offsets[t] = phase * planeSize + place * BLOCK;
    }
    this.sourceAt = Lanes.ALIGNED + blocksOfPiece * g.taps() * BLOCK;
    this.sourceStep = rowPhases * columnPhases * planeSize + BLOCK;
    this.targetAt = sourceAt + blocksOfPiece * sourceStep;
    this.targetStep = rows * pitch * BLOCK + BLOCK;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? shares * groups : 1;
  }

  @Override
  public long workspace() {
    return (long) shares * g.weights();
  }

  @Override
  public int scratch() {
    return targetAt + blocksOfPiece * targetStep;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int at = o.workspaceOffset();
    if (phase == 0) {
      int share = piece / groups;
      int channel = piece % groups * blocksOfPiece * BLOCK;
      int real = Math.min(blocksOfPiece * BLOCK, channels - channel);
      sum(o, share, channel, real, scratch);
      for (int c = 0; c < real; c += BLOCK) {
        for (int tap = 0; tap < g.taps(); tap++) {
          int from = Lanes.ALIGNED + (c / BLOCK * g.taps() + tap) * BLOCK;
          int to = at + share * g.weights() + tap * channels + channel + c;
          System.arraycopy(scratch, from, o.workspace(), to, Math.min(BLOCK, real - c));
        }
      }
      return;
    }
    System.arraycopy(o.workspace(), at, o.output(), o.outputOffset(), g.weights());
    for (int s = 1; s < shares; s++) {
      VectorSum.add(o.workspace(), at + s * g.weights(), o.output(), o.outputOffset(), g.weights());
    }
  }

  /// Sums over the samples of a share.
  private void sum(Operands o, int share, int channel, int real, float[] scratch) {
    Arrays.fill(scratch, Lanes.ALIGNED, sourceAt, 0);
    int first = (int) ((long) g.batch() * share / shares);
    int end = (int) ((long) g.batch() * (share + 1) / shares);
    int depths = g.targetSizes().get(0);
    for (int plane = first * depths; plane < end * depths; plane++) {
      for (int h = 0; h < targetHeight; h += rows) {
        int count = Math.min(rows, targetHeight - h);
        copyTarget(o, plane * targetHeight + h, count, channel, real, scratch);
        for (int kd = 0; kd < depth.kernel(); kd++) {
          int sd = plane % depths * depth.stride() - depth.before() + kd * depth.dilation();
          if (sd >= 0 && sd < g.sourceSizes().get(0)) {
            int from = plane / depths * g.sourceSizes().get(0) + sd;
            copySource(o, from, h, count, channel, real, scratch);
            int pixels = (count - 1) * pitch + targetWidth;
            for (int block = 0; block * BLOCK < real; block++) {
              int sums = Lanes.ALIGNED + (block * g.taps() + kd * offsets.length) * BLOCK;
              int source = sourceAt + block * sourceStep;
              int target = targetAt + block * targetStep;
              DepthwiseSums.add(scratch, source, offsets, target, pixels, sums);
            }
          }
        }
      }
    }
  }

  /// Copies rows of the target, with zeros between them.
  private void copyTarget(Operands o, int row, int count, int channel, int real, float[] scratch) {
    int from = o.offset(1) + row * targetWidth * channels + channel;
    int to = targetAt;
    for (int r = 0; r < count; r++) {
      copy(o.array(1), from, channels, 0, targetWidth, real, scratch, to, targetStep);
      from += targetWidth * channels;
      to += pitch * BLOCK;
    }
  }

  /// Copies what some rows of the target see of a plane of the source.
  private void copySource(
      Operands o, int plane, int h, int count, int channel, int real, float[] scratch) {
    int sourceHeight = g.sourceSizes().get(1);
    int sourceWidth = g.sourceSizes().get(2);
    int stride = width.stride();
    int lines = count + (height.extent() - 1) / height.stride();
    for (int phase = 0; phase < rowPhases * columnPhases; phase++) {
      int shift = phase % columnPhases - width.before();
      // The columns that lie inside of the source.
      int begin = Math.clamp(Math.ceilDiv(-shift, stride), 0, pitch);
      int end = Math.clamp(Math.ceilDiv(sourceWidth - shift, stride), begin, pitch);
      int to = sourceAt + phase * planeSize;
      for (int line = 0; line < lines; line++) {
        int sh = (h + line) * height.stride() + phase / columnPhases - height.before();
        boolean inside = sh >= 0 && sh < sourceHeight;
        int first = inside ? begin : 0;
        int last = inside ? end : 0;
        int column = first * stride + shift;
        int from =
            o.offset(0) + ((plane * sourceHeight + sh) * sourceWidth + column) * channels + channel;
        copy(o.array(0), from, stride * channels, first, last, real, scratch, to, sourceStep);
        to += pitch * BLOCK;
      }
    }
  }

  /// Copies the channels of a row, with zeros outside of `begin .. end`.
  private void copy(
      float[] in,
      int from,
      int fromStep,
      int begin,
      int end,
      int real,
      float[] out,
      int at,
      int step) {
    for (int c = 0; c < real; c += BLOCK) {
      int to = at + c / BLOCK * step;
      Arrays.fill(out, to, to + begin * BLOCK, 0);
      Arrays.fill(out, to + end * BLOCK, to + pitch * BLOCK, 0);
    }
    BlockRows.copy(in, from, fromStep, end - begin, real, out, at + begin * BLOCK, step);
  }
}

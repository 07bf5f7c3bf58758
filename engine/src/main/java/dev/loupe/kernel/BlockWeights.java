package dev.loupe.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The weights' gradient as matrix products over gathered pixels: `weights[tap, c][k] = sum over
/// pixels of source[pixel + tap][c] target[pixel][k]`.
///
/// Phase 0: a piece is a share of the pixels, a group of rows (several taps, or some channels of
/// one) and a group of panels of target channels, so small that its sums stay in the second-level
/// cache. It runs over its pixels 128 at a time: the source under its taps is gathered as
/// `[tap, block][pixel][16]`, the target as `[panel][pixel][width]`, and multiplied on
/// [PixelTile]s. Phase 1 adds the shares in order and writes the weights.
final class BlockWeights implements Kernel {
  private static final int BLOCK = PixelTile.BLOCK;
  private static final int WANTED_PIECES = 16;
  private static final int PIXELS = 128;
  // Blocks of rows of a piece.
  private static final int MOST_BLOCKS = 16;
  // Columns of a piece.
  private static final int MOST_COLUMNS = 512;
  // Floats of partial sums above which fewer shares are taken.
  private static final int WORKSPACE = 4 << 20;

  private final ConvolutionGeometry g;
  private final int pixels;
  private final int channelBlocks;
  private final BlockGather gather;
  private final ColumnPanels panels;
  private final int tapsOfPiece;
  private final int tapGroups;
  private final int blocksOfPiece;
  private final int blockGroups;
  private final int panelsOfPiece;
  private final int panelGroups;
  private final int shares;
  private final int partial;
  private final int rows;
  private final int step;
  private final int panelStep;
  private final int targetAt;
  private final Pieces combine;

  BlockWeights(ConvolutionGeometry g) {
    this.g = g;
    TapGrid grid = TapGrid.forward(g).get(0);
    int channels = g.groupSource();
    int columns = g.groupTarget();
    GridSpace space =
        new GridSpace(
            grid, g.batch(), g.groups(), g.sourceSizes(), channels, g.targetSizes(), columns, 0);
    this.gather = new BlockGather(space);
    this.pixels = g.batch() * grid.pixels();
    this.channelBlocks = Pieces.parts(channels, BLOCK);
    this.panels = new ColumnPanels(columns);
    this.blocksOfPiece = Pieces.even(channelBlocks, MOST_BLOCKS);
    this.blockGroups = Pieces.parts(channelBlocks, blocksOfPiece);
    this.tapsOfPiece = Pieces.even(g.taps(), Math.max(1, MOST_BLOCKS / blocksOfPiece));
    this.tapGroups = Pieces.parts(g.taps(), tapsOfPiece);
    this.panelsOfPiece =
        Pieces.even(panels.count(), Math.max(1, MOST_COLUMNS / (ColumnPanels.WIDEST * Lanes.N)));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.partial = g.groups() * g.taps() * channelBlocks * BLOCK * panels.padded();
    int others = g.groups() * tapGroups * blockGroups * panelGroups;
    int wanted = Math.min(Pieces.parts(WANTED_PIECES, others), WORKSPACE / partial);
    this.shares = Math.clamp(wanted, 1, Pieces.parts(pixels, PIXELS));
    this.rows = Math.min(PIXELS, pixels);
    // An odd number of cache lines apart: blocks then lie in different sets of the cache.
    this.step = (rows | 1) * BLOCK;
    this.panelStep = rows * ColumnPanels.WIDEST * Lanes.N + BLOCK;
    this.targetAt = Lanes.ALIGNED + tapsOfPiece * blocksOfPiece * step;
    long cost = (long) Math.min(BLOCK, channels) * panels.padded() * shares;
    this.combine = Pieces.of(g.groups() * g.taps() * channelBlocks, cost);
  }

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    return BlockConvolution.refusal(g);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 1
        ? combine.count()
        : shares * g.groups() * tapGroups * blockGroups * panelGroups;
  }

  @Override
  public long workspace() {
    return (long) shares * partial;
  }

  @Override
  public int scratch() {
    return targetAt + panelsOfPiece * panelStep;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      for (int block = combine.from(piece); block < combine.to(piece); block++) {
        combine(o, block);
      }
      return;
    }
    int panel0 = piece % panelGroups * panelsOfPiece;
    int rest = piece / panelGroups;
    int block0 = rest % blockGroups * blocksOfPiece;
    rest /= blockGroups;
    int tap0 = rest % tapGroups * tapsOfPiece;
    rest /= tapGroups;
    int group = rest % g.groups();
    int share = rest / g.groups();
    int first = (int) ((long) pixels * share / shares);
    int end = (int) ((long) pixels * (share + 1) / shares);
    for (int p = first; p < end; p += rows) {
      int count = Math.min(rows, end - p);
      multiply(o, share, group, tap0, block0, panel0, p, count, p > first, scratch);
    }
  }

  /// Adds some pixels to the sums of a piece.
  private void multiply(
      Operands o,
      int share,
      int group,
      int tap0,
      int block0,
      int panel0,
      int first,
      int count,
      boolean add,
      float[] scratch) {
    int taps = Math.min(tapsOfPiece, g.taps() - tap0);
    int blocks = Math.min(blocksOfPiece, channelBlocks - block0);
    int channels = Math.min(blocks * BLOCK, g.groupSource() - block0 * BLOCK);
    int panel1 = Math.min(panels.count(), panel0 + panelsOfPiece);
    int source = o.offset(0) + group * g.groupSource() + block0 * BLOCK;
    gather.gather(
        o.array(0), source, first, count, tap0, taps, channels, scratch, Lanes.ALIGNED, step);
    packTarget(o, group, first, count, panel0, panel1, scratch);
    float[] c = o.workspace();
    for (int panel = panel0; panel < panel1; panel++) {
      int vectors = panels.vectors(panel);
      int width = panels.width(panel);
      int b = targetAt + (panel - panel0) * panelStep;
      for (int t = 0; t < taps; t++) {
        for (int k = 0; k < blocks; k++) {
          int a = Lanes.ALIGNED + (t * blocks + k) * step;
          int at = sums(o, share, group, tap0 + t, block0 + k, panel);
          PixelTile.multiply(vectors, add, scratch, a, count, scratch, b, c, at, width);
        }
      }
    }
  }

  /// Where the sums of a block of rows and a panel start.
  private int sums(Operands o, int share, int group, int tap, int block, int panel) {
    int blockOfAll = (group * g.taps() + tap) * channelBlocks + block;
    return o.workspaceOffset()
        + share * partial
        + blockOfAll * BLOCK * panels.padded()
        + panels.first(panel) * BLOCK;
  }

  /// Copies the target's channels of some pixels panel by panel, filled up with zeros.
  private void packTarget(
      Operands o, int group, int first, int count, int panel0, int panel1, float[] out) {
    float[] in = o.array(1);
    int pixel = g.targetChannels();
    int from = o.offset(1) + first * pixel + group * g.groupTarget();
    for (int p = 0; p < count; p++) {
      for (int panel = panel0; panel < panel1; panel++) {
        int width = panels.width(panel);
        int real = panels.real(panel);
        int start = from + p * pixel + panels.first(panel);
        int at = targetAt + (panel - panel0) * panelStep + p * width;
        if (real == width) {
          VectorRows.copy(in, start, out, at, width);
        } else {
          System.arraycopy(in, start, out, at, real);
          Arrays.fill(out, at + real, at + width, 0);
        }
      }
    }
  }

  /// Adds the shares of a block of rows and writes them to the weights.
  private void combine(Operands o, int blockOfAll) {
    int block = blockOfAll % channelBlocks;
    int tap = blockOfAll / channelBlocks % g.taps();
    int group = blockOfAll / channelBlocks / g.taps();
    int channels = Math.min(BLOCK, g.groupSource() - block * BLOCK);
    float[] in = o.workspace();
    float[] out = o.output();
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.width(panel);
      int real = panels.real(panel);
      int from = sums(o, 0, group, tap, block, panel);
      for (int m = 0; m < channels; m++) {
        int row = tap * g.groupSource() + block * BLOCK + m;
        int to =
            o.outputOffset()
                + row * g.targetChannels()
                + group * g.groupTarget()
                + panels.first(panel);
        System.arraycopy(in, from + m * width, out, to, real);
        for (int s = 1; s < shares; s++) {
          VectorSum.add(in, from + m * width + s * partial, out, to, real);
        }
      }
    }
  }
}

package dev.loupe.kernel;

import java.util.Arrays;

/// The weights' gradient of a convolution by the adjoint of [WinogradConvolution]'s maps: source
/// tiles and target gradients are transformed, multiplied position by position and summed over
/// tiles, and the sums are transformed to taps.
///
/// A piece is a depth tap, some blocks of source channels, a panel of target channels and a share
/// of the tiles, all in scratch. The shares, cut by shape alone, are added in order in phase 1.
final class WinogradWeights implements Kernel {
  private static final int BLOCK = BlockTile.BLOCK;
  // Tiles whose factors are held at once.
  private static final int MOST_ROWS = 64;
  private static final int BLOCKS_OF_PIECE = 4;
  private static final int WANTED_PIECES = 16;

  private final WinogradSpace s;
  private final WinogradSource source;
  private final ColumnPanels panels;
  private final int taps;
  private final int tileRowsOfRange;
  private final int planesOfRange;
  private final int rangeColumns;
  private final int ranges;
  private final int rows;
  private final int blocks;
  private final int blockGroups;
  private final int shares;
  private final int length;
  private final int factorsAt;
  private final int sumsAt;
  private final int roomAt;
  private final int roomSize;
  private final int[] off;
  private final Pieces combine;

  WinogradWeights(ConvolutionGeometry g) {
    this.s = WinogradSpace.forward(g);
    this.taps = s.height().taps() * s.width().taps();
    this.panels = new ColumnPanels(s.toChannels());
    int columns = s.tileColumns();
    this.tileRowsOfRange = Pieces.even(s.tileRows(), Math.max(1, MOST_ROWS / columns));
    this.planesOfRange =
        tileRowsOfRange < s.tileRows()
            ? 1
            : Math.min(s.planes(), Math.max(1, MOST_ROWS / (s.tileRows() * columns)));
    this.rangeColumns = (s.tileRows() + tileRowsOfRange - 1) / tileRowsOfRange;
    this.ranges = (s.planes() + planesOfRange - 1) / planesOfRange * rangeColumns;
    this.rows = planesOfRange * tileRowsOfRange * columns;
    this.blocks = Math.min(BLOCKS_OF_PIECE, s.fromBlocks());
    this.blockGroups = (s.fromBlocks() + blocks - 1) / blocks;
    int parts = blockGroups * panels.count() * s.depthTaps();
    this.shares = Math.min(ranges, (WANTED_PIECES + parts - 1) / parts);
    this.length = s.depthTaps() * taps * s.fromChannels() * s.toChannels();
    this.source = new WinogradSource(s, blocks, rows);
    this.factorsAt = Lanes.ALIGNED + source.size();
    this.sumsAt = factorsAt + s.positions() * WinogradSpace.spread(rows * panels.widest());
    this.roomAt = sumsAt + s.positions() * WinogradSpace.spread(blocks * BLOCK * panels.widest());
    int lines = s.height().inputs() + s.height().outputs();
    this.roomSize =
        Math.max(
            Math.max(source.scratch(), 2 * s.positions() * panels.widest()),
            lines * columns * s.width().outputs() * panels.widest());
    this.off = new int[rows];
    for (int i = 0; i < rows; i++) {
      off[i] = i * BLOCK;
    }
    this.combine = Pieces.of(length, shares);
  }

  @Override
  public int phases() {
    return shares > 1 ? 2 : 1;
  }

  @Override
  public int pieces(int phase) {
    return phase == 1 ? combine.count() : shares * s.depthTaps() * blockGroups * panels.count();
  }

  @Override
  public long workspace() {
    return shares > 1 ? (long) shares * length : 0;
  }

  @Override
  public int scratch() {
    return roomAt + roomSize;
  }

  @Override
  public double rounding() {
    return s.rounding();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      combine(o, combine.from(piece), combine.to(piece));
      return;
    }
    int panel = piece % panels.count();
    int rest = piece / panels.count();
    int group = rest % blockGroups;
    rest /= blockGroups;
    int d = rest % s.depthTaps();
    int share = rest / s.depthTaps();
    int first = group * blocks;
    int count = Math.min(blocks, s.fromBlocks() - first);
    int sums = s.positions() * WinogradSpace.spread(blocks * BLOCK * panels.width(panel));
    Arrays.fill(scratch, sumsAt, sumsAt + sums, 0);
    int from = (int) ((long) ranges * share / shares);
    int to = (int) ((long) ranges * (share + 1) / shares);
    for (int range = from; range < to; range++) {
      int tiles = pack(o, range, d, first, panel, scratch);
      multiply(tiles, count, panel, scratch);
    }
    write(o, share, d, first, panel, scratch);
  }

  /// The factors of a range of tiles; says how many tiles it has.
  private int pack(Operands o, int range, int d, int block, int panel, float[] scratch) {
    int plane0 = range / rangeColumns * planesOfRange;
    int plane1 = Math.min(s.planes(), plane0 + planesOfRange);
    int row0 = range % rangeColumns * tileRowsOfRange;
    int row1 = Math.min(s.tileRows(), row0 + tileRowsOfRange);
    int tiles = (row1 - row0) * s.tileColumns();
    int depth = s.toSizes().get(0);
    int width = panels.width(panel);
    for (int plane = plane0; plane < plane1; plane++) {
      int row = (plane - plane0) * tiles;
      int n = plane / depth;
      int sd = plane % depth + d - s.before().get(0);
      source.pack(
          o.array(0),
          o.offset(0),
          n,
          sd,
          row0,
          row1,
          block,
          scratch,
          Lanes.ALIGNED + row * BLOCK,
          scratch,
          roomAt);
      for (int th = row0; th < row1; th++) {
        packTarget(o, plane, th, panel, scratch, factorsAt + row * width);
        row += s.tileColumns();
      }
    }
    return (plane1 - plane0) * tiles;
  }

  /// The factors of a row of target tiles.
  private void packTarget(Operands o, int plane, int th, int panel, float[] scratch, int to) {
    WinogradAxis high = s.height();
    WinogradAxis wide = s.width();
    int width = panels.width(panel);
    int real = panels.real(panel);
    int sizeH = s.toSizes().get(1);
    int sizeW = s.toSizes().get(2);
    int channels = s.toChannels();
    int columns = s.tileColumns() * wide.outputs();
    int line = columns * width;
    int from =
        o.offset(1)
            + (plane * sizeH + th * high.outputs()) * sizeW * channels
            + panels.first(panel);
    float[] in = o.array(1);
    int step = sizeW * channels;
    int pixel = channels;
    int valid = Math.min(high.outputs(), sizeH - th * high.outputs());
    if (valid < high.outputs() || real < width) {
      int copy = roomAt + high.inputs() * line;
      for (int i = 0; i < high.outputs(); i++) {
        copyLine(in, from + i * step, i < valid ? real : 0, width, scratch, copy + i * line);
      }
      in = scratch;
      from = copy;
      step = line;
      pixel = width;
    }
    for (int w = 0; w < sizeW; w++) {
      int at = roomAt + w * width;
      WinogradMaps.outputAdjoint(high, in, from + w * pixel, step, width, scratch, at, line);
    }
    int factorStep = WinogradSpace.spread(rows * width);
    for (int i = 0; i < high.inputs(); i++) {
      int start = roomAt + i * line;
      Arrays.fill(scratch, start + sizeW * width, start + line, 0);
      for (int t = 0; t < s.tileColumns(); t++) {
        int at = start + t * wide.outputs() * width;
        int factor = to + i * wide.inputs() * factorStep + t * width;
        WinogradMaps.outputAdjoint(wide, scratch, at, width, width, scratch, factor, factorStep);
      }
    }
  }

  private void copyLine(float[] in, int from, int real, int width, float[] out, int to) {
    for (int w = 0; w < s.toSizes().get(2); w++) {
      int at = to + w * width;
      if (real > 0) {
        System.arraycopy(in, from + w * s.toChannels(), out, at, real);
      }
      Arrays.fill(out, at + real, at + width, 0);
    }
  }

  /// Adds the products of a range to the sums `[position][source channel][width]`.
  private void multiply(int tiles, int count, int panel, float[] scratch) {
    int width = panels.width(panel);
    int step = Lanes.N < 16 || width == Lanes.N ? BLOCK : Tile.ROWS;
    for (int p = 0; p < s.positions(); p++) {
      int b0 = factorsAt + p * WinogradSpace.spread(rows * width);
      for (int m = 0; m < count * BLOCK; m += step) {
        int block = p * source.positionStep() + m / BLOCK * source.blockStep();
        int a0 = Lanes.ALIGNED + block + m % BLOCK;
        int c0 = sumsAt + p * WinogradSpace.spread(blocks * BLOCK * width) + m * width;
        if (Lanes.N < 16) {
          PixelTile.multiply(
              width / Lanes.N,
              BLOCK,
              true,
              scratch,
              a0,
              tiles,
              scratch,
              b0,
              width,
              scratch,
              c0,
              width);
        } else if (width == Lanes.N) {
          Tile.rows16x1(true, scratch, a0, off, tiles, scratch, b0, width, scratch, c0, width);
        } else {
          for (int n = 0; n < width; n += Tile.COLUMNS) {
            Tile.rows8x2(
                true, scratch, a0, off, tiles, scratch, b0 + n, width, scratch, c0 + n, width);
          }
        }
      }
    }
  }

  /// The gradients of the taps, from their sums.
  private void write(Operands o, int share, int d, int block, int panel, float[] scratch) {
    float[] out = shares > 1 ? o.workspace() : o.output();
    int start = shares > 1 ? o.workspaceOffset() + share * length : o.outputOffset();
    int width = panels.width(panel);
    int real = panels.real(panel);
    int sumStep = WinogradSpace.spread(blocks * BLOCK * width);
    int wide = s.width().inputs();
    int tapsWide = s.width().taps();
    int tapStep = s.fromChannels() * s.toChannels();
    int room = roomAt + s.positions() * width;
    int channels = Math.min(blocks * BLOCK, s.fromChannels() - block * BLOCK);
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < wide; j++) {
        int from = sumsAt + j * sumStep + i * width;
        int middle = roomAt + j * width;
        WinogradMaps.weightsAdjoint(
            s.height(), scratch, from, wide * sumStep, width, scratch, middle, wide * width);
      }
      int to =
          start
              + (d * taps * s.fromChannels() + block * BLOCK + i) * s.toChannels()
              + panels.first(panel);
      for (int k = 0; k < s.height().taps(); k++) {
        int from = roomAt + k * wide * width;
        int at = to + k * tapsWide * tapStep;
        if (real == width) {
          WinogradMaps.weightsAdjoint(s.width(), scratch, from, width, width, out, at, tapStep);
        } else {
          WinogradMaps.weightsAdjoint(s.width(), scratch, from, width, width, scratch, room, width);
          for (int t = 0; t < tapsWide; t++) {
            System.arraycopy(scratch, room + t * width, out, at + t * tapStep, real);
          }
        }
      }
    }
  }

  private void combine(Operands o, int from, int to) {
    float[] in = o.workspace();
    int at = o.workspaceOffset();
    int out = o.outputOffset();
    System.arraycopy(in, at + from, o.output(), out + from, to - from);
    for (int share = 1; share < shares; share++) {
      VectorSum.add(in, at + share * length + from, o.output(), out + from, to - from);
    }
  }
}

package dev.loupe.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Forward convolution and backward data where all taps lie along the width and the stride is 1.
///
/// Phase 0 packs the weights ([BlockPanels]). Phase 1: a piece is some lines of the output, or a
/// part of a long one. What its taps see of a line of the source is copied once, with the padding,
/// as `[block][pixel][16]`: each tap then is the same rows of a [BlockTile], some pixels further
/// on. The last tile of a line goes back over rows of the one before.
final class LineConvolution implements Kernel {
  private static final int BLOCK = BlockTile.BLOCK;
  private static final int WANTED_PIECES = 16;
  // Values of a line of the output that the highest tiles need.
  private static final int SHORT = 8;
  private static final int NARROW_SHORT = 16;
  // Values of a part of a line.
  private static final int LONG = 48;
  private static final int LONGEST = 128;
  // Floats of a panel, which is read for each tile.
  private static final int PANEL = 1 << 15;

  private final ConvolutionGeometry g;
  private final boolean back;
  private final int pixel;
  private final int fromChannels;
  private final int fromWidth;
  private final int toChannels;
  private final int toWidth;
  private final TapAxis width;
  private final ColumnPanels panels;
  private final BlockPanels packer;
  private final int lines;
  private final int linesOfPiece;
  private final int parts;
  private final int valuesOfPart;
  private final int blockStep;
  private final int[] off;

  /// The target from the source and the weights.
  static Kernel forward(ConvolutionGeometry g) {
    return new LineConvolution(g, false, g.targetChannels());
  }

  /// The source's gradient from the target's and the weights.
  static Kernel backData(ConvolutionGeometry g) {
    return new LineConvolution(g, true, g.sourceChannels());
  }

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (g.groups() != 1) {
      return "the channels are grouped";
    }
    Axis width = g.axes().get(2);
    if (width.kernel() == 1 || g.taps() != width.kernel()) {
      return "the taps don't lie along the width";
    }
    for (int i = 0; i < g.axes().size(); i++) {
      if (g.axes().get(i).stride() != 1) {
        return "the stride is not 1";
      }
      if (i < 2 && !g.sourceSizes().get(i).equals(g.targetSizes().get(i))) {
        return "there is padding beside lines";
      }
    }
    int channels = Math.min(g.sourceChannels(), g.targetChannels());
    if (channels < BLOCK || g.sourceChannels() % BLOCK + g.targetChannels() % BLOCK > 0) {
      return "the channels don't fill blocks of 16";
    }
    boolean narrow = g.sourceChannels() % (2 * BLOCK) + g.targetChannels() % (2 * BLOCK) > 0;
    int values = Math.min(g.sourceSizes().get(2), g.targetSizes().get(2));
    if (values < (narrow ? NARROW_SHORT : SHORT)) {
      return "lines are shorter than tiles";
    }
    int most = Math.max(g.sourceChannels(), g.targetChannels());
    return g.taps() * most * Math.min(most, 4 * BLOCK) > PANEL
        ? "panels of weights don't stay in the second-level cache"
        : null;
  }

  private LineConvolution(ConvolutionGeometry g, boolean back, int pixel) {
    this.g = g;
    this.back = back;
    this.pixel = pixel;
    this.fromChannels = back ? g.targetChannels() : g.sourceChannels();
    this.fromWidth = (back ? g.targetSizes() : g.sourceSizes()).get(2);
    this.toChannels = back ? g.sourceChannels() : g.targetChannels();
    this.toWidth = (back ? g.sourceSizes() : g.targetSizes()).get(2);
    TapGrid grid = (back ? TapGrid.backward(g) : TapGrid.forward(g)).get(0);
    this.width = grid.width();
    this.panels = new ColumnPanels(toChannels);
    this.packer = new BlockPanels(g, grid, panels, back);
    this.lines = g.batch() * g.targetSizes().get(0) * g.targetSizes().get(1);
    int wanted = Math.max(Pieces.parts(WANTED_PIECES, lines), Pieces.parts(toWidth, LONGEST));
    this.parts = Math.clamp(toWidth / LONG, 1, wanted);
    this.valuesOfPart = Pieces.parts(toWidth, parts);
    this.linesOfPiece = parts > 1 ? 1 : Math.max(1, lines / WANTED_PIECES);
    int blocks = fromChannels / BLOCK;
    // An odd number of cache lines apart: blocks then lie in different sets of the cache.
    this.blockStep = (valuesOfPart + width.spread() | 1) * BLOCK;
    this.off = new int[grid.taps() * blocks];
    for (int i = 0; i < off.length; i++) {
      int shift = width.shifts()[i / blocks] - width.least();
      off[i] = i % blocks * blockStep + shift * BLOCK;
    }
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? panels.count() * g.taps() : Pieces.parts(lines, linesOfPiece) * parts;
  }

  @Override
  public long workspace() {
    return packer.start(1, 0);
  }

  @Override
  public int scratch() {
    return Lanes.ALIGNED + fromChannels / BLOCK * blockStep;
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public Optional<Kernel> spaced(int step) {
    return back ? Optional.empty() : Optional.of(new LineConvolution(g, false, step));
  }

  @Override
  public long outputStart(int piece) {
    int line = Math.min(lines, piece / parts * linesOfPiece);
    return (long) (line * toWidth + first(piece % parts)) * toChannels;
  }

  /// The first value of a part of a line.
  private int first(int part) {
    return part * toWidth / parts;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      packer.pack(o, piece % g.taps(), 0, piece / g.taps(), o.workspaceOffset());
      return;
    }
    int w0 = first(piece % parts);
    int count = first(piece % parts + 1) - w0;
    int line0 = piece / parts * linesOfPiece;
    int line1 = Math.min(lines, line0 + linesOfPiece);
    for (int line = line0; line < line1; line++) {
      copy(o, line, w0, count, scratch);
      for (int panel = 0; panel < panels.count(); panel++) {
        multiply(o, line * toWidth + w0, count, panel, scratch);
      }
    }
  }

  /// Copies what the taps of some values of a line see, with the padding.
  private void copy(Operands o, int line, int w0, int count, float[] scratch) {
    int first = w0 + width.least();
    int all = count + width.spread();
    int begin = Math.clamp(-first, 0, all);
    int end = Math.clamp(fromWidth - first, begin, all);
    int at = Lanes.ALIGNED;
    BlockRows.clear(begin, fromChannels, scratch, at, blockStep);
    int from = o.offset(0) + (line * fromWidth + first + begin) * fromChannels;
    int to = at + begin * BLOCK;
    float[] in = o.array(0);
    BlockRows.copy(in, from, fromChannels, end - begin, fromChannels, scratch, to, blockStep);
    BlockRows.clear(all - end, fromChannels, scratch, at + end * BLOCK, blockStep);
  }

  /// Computes a panel of some values.
  private void multiply(Operands o, int value, int count, int panel, float[] scratch) {
    int vectors = panels.vectors(panel);
    int b0 = o.workspaceOffset() + packer.start(0, panel);
    int to = o.outputOffset() + value * pixel + panels.first(panel);
    int height;
    for (int m = 0; m < count; m += height) {
      height = BlockTile.exactRows(vectors, count - m);
      int row = Math.min(m, count - height);
      int a = Lanes.ALIGNED + row * BLOCK;
      int c = to + row * pixel;
      BlockTile.tile(
          vectors,
          height,
          false,
          scratch,
          a,
          off,
          0,
          off.length,
          o.workspace(),
          b0,
          o.output(),
          c,
          pixel);
    }
  }
}

package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The weights' gradient where there are many weights: each piece computes some of them from all
/// pixels, and nothing is added up between pieces.
///
/// A piece is a tap, some source channels (rows) and some panels of target channels (columns). Its
/// sums stay in scratch. It takes its pixels a chunk at a time; operands whose pixels would fall
/// into few sets of the cache are copied side by side, and all [RunTile]s go over the chunk. A tap
/// leaves out the pixels for which it lies in the padding.
final class LargeWeights implements Kernel {
  private static final int LEAST = 16;
  private static final int PIXELS = 128;
  // Pixels of a chunk, and of all where they are copied.
  private static final int LEAST_PIXELS = 32;
  private static final int LEAST_COPIED = 256;
  private static final int WANTED_PIECES = 16;
  // Rows and columns of a piece.
  private static final int FEW_ROWS = 48;
  private static final int MOST_ROWS = 96;
  private static final int PANEL = 64;
  private static final int MOST_COLUMNS = 512;
  private static final int FEW_PIXELS = 2048;
  // Tiles of any width have heights that divide this.
  private static final int TALL = 12;

  private final ConvolutionGeometry g;
  private final TapGrid grid;
  private final PixelChunks chunks;
  private final PixelSteps source;
  private final PixelSteps target;
  private final int rows;
  private final int columns;
  private final int rowsOfPiece;
  private final int rowGroups;
  private final RunPanels panels;
  private final RunPanels lastPanels;
  private final int panelsOfPiece;
  private final int panelGroups;
  // Whether rows and columns are copied for tiles of their own, or what falls into few sets of
  // the cache.
  private final boolean copied;
  private final boolean rowsCopied;
  private final boolean columnsCopied;
  private final int rowStep;
  private final int sums;
  private final int rowsAt;
  private final int columnsAt;
  private final int scratch;

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (Math.min(g.groupSource(), g.groupTarget()) < LEAST) {
      return "there are fewer than 16 channels";
    }
    boolean copied = distant(g.sourceChannels()) || distant(g.targetChannels());
    // Pixels that are read in place share few sets of the cache: worse than fewer pieces.
    if (most(g) < (copied ? WANTED_PIECES / 2 : WANTED_PIECES)) {
      return "there are so few weights that pieces share them";
    }
    int pixels = g.batch() * ConvolutionGeometry.pixels(g.targetSizes());
    if (pixels > (copied ? FEW_PIXELS / 2 : FEW_PIXELS)) {
      return "there are so many pixels that pieces share them";
    }
    boolean padded = g.axes().stream().anyMatch(a -> a.before() + a.after() > 0);
    boolean few = PixelChunks.of(g, PIXELS).pixels() < LEAST_PIXELS;
    if (!padded && (few || (copied && pixels < LEAST_COPIED))) {
      return "there are so few pixels that loading sums or copying takes long";
    }
    return null;
  }

  /// How many pieces there can be.
  private static int most(ConvolutionGeometry g) {
    int matrices = g.groups() * g.taps();
    return matrices * rowGroups(g, FEW_ROWS) * Pieces.parts(g.groupTarget(), PANEL);
  }

  private static int rowGroups(ConvolutionGeometry g, int rows) {
    return Math.max(1, g.groupSource() / rows);
  }

  /// Whether the same channels of pixels fall into a few of the 64 sets of a first-level cache.
  private static boolean distant(int channels) {
    return channels % 256 == 0;
  }

  LargeWeights(ConvolutionGeometry g) {
    this.g = g;
    this.grid = TapGrid.forward(g).get(0);
    this.chunks = PixelChunks.of(g, PIXELS);
    this.source = PixelSteps.source(chunks, grid, g);
    this.target = PixelSteps.target(chunks, g);
    this.rows = g.groupSource();
    this.columns = g.groupTarget();
    // By shape alone, whatever the length of a vector.
    int matrices = g.groups() * g.taps();
    int wide = Pieces.parts(columns, MOST_COLUMNS);
    int wanted = Pieces.parts(WANTED_PIECES, matrices * wide);
    int most = Math.clamp(rows / wanted, FEW_ROWS, MOST_ROWS);
    int even = Pieces.parts(Pieces.even(rows, most), TALL) * TALL;
    this.rowsOfPiece = Math.min(rows, even);
    this.rowGroups = Math.max(1, Pieces.parts(rows - RunTile.LOWEST + 1, rowsOfPiece));
    this.copied = RunCopies.used(rowsOfPiece, columns, chunks.columnsEach());
    this.panels =
        copied ? RunPanels.copied(rowsOfPiece, columns) : RunPanels.of(rowsOfPiece, columns);
    this.lastPanels = panels.of(rows - (rowGroups - 1) * rowsOfPiece);
    int more = Pieces.parts(WANTED_PIECES, matrices * rowGroups);
    int fit = MOST_COLUMNS / (RunPanels.WIDEST * Lanes.N);
    int together = Math.clamp(panels.count() / more, 1, fit);
    this.panelsOfPiece = Pieces.even(panels.count(), together);
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.rowsCopied = !copied && distant(g.sourceChannels());
    this.columnsCopied = !copied && distant(g.targetChannels());
    // An odd number of cache lines apart: pixels then lie in different sets of the cache.
    this.rowStep = (Pieces.parts(rowsOfPiece, Lanes.N) * Lanes.N / 16 | 1) * 16;
    int size = 0;
    for (int p = 0; p < panels.count(); p += panelsOfPiece) {
      int end = Math.min(panels.count(), p + panelsOfPiece);
      size = Math.max(size, panels.start(end) - panels.start(p));
      size = Math.max(size, lastPanels.start(end) - lastPanels.start(p));
    }
    this.sums = size;
    int pixels = chunks.pixels();
    this.rowsAt = Lanes.ALIGNED + sums;
    this.columnsAt = rowsAt + (rowsCopied ? pixels * rowStep : 0);
    int copies = Math.max(RunCopies.size(panels, pixels), RunCopies.size(lastPanels, pixels));
    this.scratch =
        copied
            ? rowsAt + copies
            : columnsAt + (columnsCopied ? pixels * RunPanels.WIDEST * Lanes.N : 0);
  }

  @Override
  public int pieces(int phase) {
    return g.groups() * g.taps() * rowGroups * panelGroups;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int panel0 = piece % panelGroups * panelsOfPiece;
    int rest = piece / panelGroups;
    int row0 = rest % rowGroups * rowsOfPiece;
    RunPanels cut = rest % rowGroups == rowGroups - 1 ? lastPanels : panels;
    rest /= rowGroups;
    int tap = rest % g.taps();
    int group = rest / g.taps();
    int panel1 = Math.min(panels.count(), panel0 + panelsOfPiece);
    int end = Lanes.ALIGNED + cut.start(panel1) - cut.start(panel0);
    Arrays.fill(scratch, Lanes.ALIGNED, end, 0);
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      add(o, group, tap, row0, cut, panel0, panel1, chunk, scratch);
    }
    write(o, group, tap, row0, cut, panel0, panel1, scratch);
  }

  /// Adds a chunk of pixels to the sums of a piece.
  private void add(
      Operands o,
      int group,
      int tap,
      int row0,
      RunPanels cut,
      int panel0,
      int panel1,
      int chunk,
      float[] scratch) {
    TapAxis depth = grid.depth();
    TapAxis height = grid.height();
    TapAxis width = grid.width();
    int shiftW = width.shifts()[tap % width.shifts().length];
    int shiftH = height.shifts()[tap / width.shifts().length % height.shifts().length];
    int shiftD = depth.shifts()[tap / width.shifts().length / height.shifts().length];
    int plane = chunks.plane(chunk);
    int sd = plane % chunks.depths() * depth.sourceStep() + shiftD;
    int h1 = chunks.rowEnd(chunk);
    int h0 = height.firstInside(shiftH, chunks.row(chunk), h1);
    int lines = height.endInside(shiftH, chunks.sourceHeight(), h0, h1) - h0;
    int w1 = chunks.columnEnd(chunk);
    int w0 = width.firstInside(shiftW, chunks.column(chunk), w1);
    int count = width.endInside(shiftW, chunks.sourceWidth(), w0, w1) - w0;
    if (sd < 0 || sd >= chunks.sourceDepth() || lines <= 0 || count <= 0) {
      return;
    }
    int planes = chunks.planes(chunk);
    int line = (plane / chunks.depths() * chunks.sourceDepth() + sd) * chunks.sourceHeight();
    line += h0 * height.sourceStep() + shiftH;
    int pixel = line * chunks.sourceWidth() + w0 * width.sourceStep() + shiftW;
    int aPlane = source.plane();
    int aLine = source.line();
    int aStep = source.pixel();
    float[] a = o.array(0);
    int a0 = o.offset(0) + group * rows + row0 + pixel * g.sourceChannels();
    if (copied) {
      int b0 = target(o, group, plane, h0, w0);
      int sums = Lanes.ALIGNED - cut.start(panel0);
      RunCopies.add(
          cut,
          panel0,
          panel1,
          a,
          a0,
          source,
          o.array(1),
          b0,
          target,
          planes,
          lines,
          count,
          scratch,
          sums,
          scratch,
          rowsAt);
      return;
    }
    if (rowsCopied) {
      int n = cut.rows();
      copy(a, a0, aPlane, aLine, aStep, planes, lines, count, n, scratch, rowsAt, rowStep);
      a = scratch;
      a0 = rowsAt;
      aStep = rowStep;
      aLine = count * aStep;
      aPlane = lines * aLine;
    }
    int bPlane = target.plane();
    int bLine = target.line();
    int bStep = target.pixel();
    int b0 = target(o, group, plane, h0, w0);
    int at = Lanes.ALIGNED;
    for (int p = panel0; p < panel1; p++) {
      int first = b0 + cut.first(p);
      if (columnsCopied) {
        int n = cut.vectors(p) * Lanes.N;
        float[] b = o.array(1);
        copy(b, first, bPlane, bLine, bStep, planes, lines, count, n, scratch, columnsAt, n);
        int next = lines * count * n;
        at =
            tiles(
                cut, p, a, a0, aPlane, aLine, aStep, scratch, columnsAt, next, count * n, n, planes,
                lines, count, scratch, at);
      } else {
        at =
            tiles(
                cut,
                p,
                a,
                a0,
                aPlane,
                aLine,
                aStep,
                o.array(1),
                first,
                bPlane,
                bLine,
                bStep,
                planes,
                lines,
                count,
                scratch,
                at);
      }
    }
  }

  /// Where the target's channels of a pixel start.
  private int target(Operands o, int group, int plane, int h, int w) {
    int pixel = (plane * chunks.height() + h) * target.line() + w * target.pixel();
    return o.offset(1) + group * columns + pixel;
  }

  /// Copies some channels of pixels to pixels `step` apart.
  private static void copy(
      float[] in,
      int from,
      int plane,
      int line,
      int pixel,
      int planes,
      int lines,
      int count,
      int channels,
      float[] out,
      int to,
      int step) {
    int four = 4 * Lanes.N;
    for (int j = 0; j < planes * lines; j++) {
      int at = from + j / lines * plane + j % lines * line;
      int n = 0;
      for (; n + four <= channels; n += four) {
        copyFour(in, at + n, pixel, count, out, to + n, step);
      }
      for (; n < channels; n += Lanes.N) {
        // The last vector goes back over the one before.
        int last = Math.min(n, channels - Lanes.N);
        copyOne(in, at + last, pixel, count, out, to + last, step);
      }
      to += count * step;
    }
  }

  /// Copies four vectors of each pixel.
  private static void copyFour(
      float[] in, int from, int pixel, int count, float[] out, int to, int step) {
    int n = Lanes.N;
    for (int i = 0; i < count; i++) {
      int p = from + i * pixel;
      int q = to + i * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, in, p);
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p + n);
      FloatVector z = FloatVector.fromArray(Lanes.F, in, p + 2 * n);
      FloatVector w = FloatVector.fromArray(Lanes.F, in, p + 3 * n);
      x.intoArray(out, q);
      y.intoArray(out, q + n);
      z.intoArray(out, q + 2 * n);
      w.intoArray(out, q + 3 * n);
    }
  }

  /// Copies a vector of each pixel.
  private static void copyOne(
      float[] in, int from, int pixel, int count, float[] out, int to, int step) {
    for (int i = 0; i < count; i++) {
      FloatVector.fromArray(Lanes.F, in, from + i * pixel).intoArray(out, to + i * step);
    }
  }

  /// Adds runs of pixels to all tiles of a panel and tells where the next panel's sums start.
  private static int tiles(
      RunPanels cut,
      int panel,
      float[] a,
      int a0,
      int aPlane,
      int aLine,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bLine,
      int bStep,
      int planes,
      int lines,
      int count,
      float[] c,
      int c0) {
    int vectors = cut.vectors(panel);
    int height = cut.height(panel);
    for (int tile = 0; tile < cut.tiles(panel); tile++) {
      int at = a0 + cut.row(panel, tile);
      RunTile.tile(
          vectors, height, a, at, aPlane, aLine, aStep, b, b0, bPlane, bLine, bStep, planes, lines,
          count, c, c0);
      c0 += height * vectors * Lanes.N;
    }
    return c0;
  }

  /// Writes the sums of a piece to the weights, each once.
  private void write(
      Operands o,
      int group,
      int tap,
      int row0,
      RunPanels cut,
      int panel0,
      int panel1,
      float[] scratch) {
    int step = g.targetChannels();
    int to = o.outputOffset() + (tap * rows + row0) * step + group * columns;
    for (int p = panel0; p < panel1; p++) {
      int width = cut.vectors(p) * Lanes.N;
      int first = cut.first(p);
      // What the panel before has too.
      int skipped = p == 0 ? 0 : cut.first(p - 1) + cut.vectors(p - 1) * Lanes.N - first;
      int at = Lanes.ALIGNED + cut.start(p) - cut.start(panel0) + skipped;
      for (int row = 0; row < cut.rows(); row++) {
        int from = at + cut.slot(p, row) * width;
        int target = to + row * step + first + skipped;
        System.arraycopy(scratch, from, o.output(), target, width - skipped);
      }
    }
  }
}

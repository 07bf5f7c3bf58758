package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The weights' gradient as sums over runs of pixels, both operands read where they lie: for
/// target channels that fill vectors.
///
/// Phase 0: a piece is a share of the pixels and some taps and panels of columns. It takes its
/// pixels a chunk at a time, so that the columns stay in the first-level cache while all [RunTile]s
/// go over them; a tap leaves out the pixels for which it lies in the padding. Phase 1 adds the
/// shares in order and writes the weights.
///
/// Rows are the source's channels and columns the target's, or, where that fills the vectors
/// better, the other way round. Of few channels all that lies under a row of taps are the rows,
/// read from copied [SourceLines].
final class RunWeights implements Kernel {
  private static final int LEAST = 16;
  private static final int WANTED_PIECES = 16;
  private static final int PIXELS = 128;
  // Rows and columns of a piece.
  private static final int MOST_ROWS = 256;
  private static final int MOST_COLUMNS = 512;
  // Floats of partial sums above which fewer shares are taken.
  private static final int WORKSPACE = 4 << 20;
  // Floats that don't stay in a third-level cache.
  private static final int FAR = 3 << 20;
  // Channels of which tiles read a part at a time.
  private static final int WIDE = 64;
  // Floats that a second-level cache doesn't hold: short tiles wait for those too.
  private static final int NOT_NEAR = 1 << 20;
  // Floats of a cache line.
  private static final int LINE = 16;
  // Pixels of a share at least; longer sums would round too much for the golden networks.
  private static final int SHARE = 128;

  private final ConvolutionGeometry g;
  private final TapGrid grid;
  private final PixelChunks chunks;
  private final boolean merged;
  private final SourceLines lines;
  private final int taps;
  private final boolean swapped;
  private final int rows;
  private final int columns;
  private final PixelSteps rowSteps;
  private final PixelSteps columnSteps;
  private final RunPanels panels;
  private final int tapsOfPiece;
  private final int tapGroups;
  private final int panelsOfPiece;
  private final int panelGroups;
  private final int shares;
  private final int partial;
  private final boolean touched;
  private final boolean copied;
  private final Pieces combine;

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (g.groupTarget() < LEAST || (g.groupSource() < LEAST && !merged(g))) {
      return "there are fewer than 16 channels";
    }
    if (distant(g.sourceChannels()) && distant(g.targetChannels())) {
      return "columns of pixels that far apart fall into few sets of the cache";
    }
    return null;
  }

  /// Whether the same channels of pixels fall into a few of the 64 sets of a first-level cache, so
  /// that columns, which are read again for all rows, would not stay there.
  private static boolean distant(int channels) {
    return channels % 256 == 0;
  }

  /// Whether the taps of a row are taken together, for few channels.
  private static boolean merged(ConvolutionGeometry g) {
    Axis width = g.axes().get(2);
    return g.groups() == 1
        && g.sourceChannels() < LEAST
        && width.dilation() == 1
        && width.kernel() * g.sourceChannels() >= RunTile.LOWEST;
  }

  RunWeights(ConvolutionGeometry g) {
    this.g = g;
    this.grid = TapGrid.forward(g).get(0);
    this.chunks = PixelChunks.of(g, PIXELS);
    this.merged = merged(g);
    this.lines = new SourceLines(g, chunks);
    this.taps = merged ? lines.taps() : g.taps();
    int values = merged ? lines.values() : g.groupSource();
    int run = chunks.columnsEach();
    RunPanels straight = panels(values, g.groupTarget(), run);
    this.swapped = !merged && swaps(g, run, straight.cost());
    this.panels = swapped ? panels(g.groupTarget(), values, run) : straight;
    this.rows = panels.rows();
    this.columns = swapped ? g.groupSource() : g.groupTarget();
    this.copied = panels.copied();
    PixelSteps source = merged ? PixelSteps.of(lines, grid) : PixelSteps.source(chunks, grid, g);
    this.rowSteps = swapped ? PixelSteps.target(chunks, g) : source;
    this.columnSteps = swapped ? source : PixelSteps.target(chunks, g);
    // By shape alone, whatever the length of a vector. Shares cost a sum each: a few pixels are cut
    // by taps and columns instead.
    int patch = Pieces.parts(taps, Math.max(1, MOST_ROWS / values));
    int others = g.groups() * patch * Pieces.parts(g.groupTarget(), MOST_COLUMNS);
    int wanted = Math.min(Pieces.parts(WANTED_PIECES, others), WORKSPACE / g.weights());
    int pixels = g.batch() * ConvolutionGeometry.pixels(g.targetSizes());
    this.shares = Math.clamp(Math.min(wanted, pixels / SHARE), 1, chunks.count());
    int parts = Pieces.parts(WANTED_PIECES, shares * g.groups());
    this.tapsOfPiece = Pieces.even(taps, Math.max(1, taps / Math.max(parts, patch)));
    this.tapGroups = Pieces.parts(taps, tapsOfPiece);
    int most = panels.count() / Pieces.parts(parts, tapGroups);
    int fit = MOST_COLUMNS / (RunPanels.WIDEST * Lanes.N);
    this.panelsOfPiece = Pieces.even(panels.count(), Math.clamp(most, 1, fit));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.partial = g.groups() * taps * panels.size();
    long floats = (long) pixels * (g.sourceChannels() + g.targetChannels());
    boolean read =
        Lanes.N == 16 ? floats > FAR && Math.max(rows, columns) > WIDE : floats > NOT_NEAR;
    this.touched = chunks.flat() && read;
    this.combine = Pieces.of(g.groups() * taps * rows, (long) columns * shares);
  }

  /// Whether rows and columns change places.
  private static boolean swaps(ConvolutionGeometry g, int run, double cost) {
    return distant(g.targetChannels())
        || (!distant(g.sourceChannels())
            && panels(g.groupTarget(), g.groupSource(), run).cost() < cost);
  }

  private static RunPanels panels(int rows, int columns, int count) {
    return RunCopies.used(rows, columns, count)
        ? RunPanels.copied(rows, columns)
        : RunPanels.of(rows, columns);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 1 ? combine.count() : shares * g.groups() * tapGroups * panelGroups;
  }

  @Override
  public long workspace() {
    return (long) shares * partial;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      for (int row = combine.from(piece); row < combine.to(piece); row++) {
        combine(o, row / rows, row % rows);
      }
      return;
    }
    int panel0 = piece % panelGroups * panelsOfPiece;
    int panel1 = Math.min(panels.count(), panel0 + panelsOfPiece);
    int rest = piece / panelGroups;
    int tap0 = rest % tapGroups * tapsOfPiece;
    int tap1 = Math.min(taps, tap0 + tapsOfPiece);
    rest /= tapGroups;
    int group = rest % g.groups();
    int share = rest / g.groups();
    for (int tap = tap0; tap < tap1; tap++) {
      int at = sums(o, share, group * taps + tap);
      Arrays.fill(o.workspace(), at + panels.start(panel0), at + panels.start(panel1), 0);
    }
    int first = (int) ((long) chunks.count() * share / shares);
    int end = (int) ((long) chunks.count() * (share + 1) / shares);
    for (int chunk = first; chunk < end; chunk++) {
      if (merged) {
        lines.copy(o.array(0), o.offset(0), chunk, scratch, Lanes.ALIGNED);
      } else if (touched) {
        touch(o, chunk, scratch);
      }
      if (copied) {
        // Rows are copied once for all panels.
        for (int tap = tap0; tap < tap1; tap++) {
          int at = sums(o, share, group * taps + tap);
          add(o, group, tap, panel0, panel1, chunk, at, scratch);
        }
        continue;
      }
      for (int panel = panel0; panel < panel1; panel++) {
        for (int tap = tap0; tap < tap1; tap++) {
          int at = sums(o, share, group * taps + tap);
          add(o, group, tap, panel, panel + 1, chunk, at, scratch);
        }
      }
    }
  }

  /// Where the sums of a tap start.
  private int sums(Operands o, int share, int tap) {
    return o.workspaceOffset() + share * partial + tap * panels.size();
  }

  /// Reads a chunk line by line, which the processor foresees, before tiles read it in parts.
  private void touch(Operands o, int chunk, float[] scratch) {
    int first = chunks.column(chunk);
    int end = chunks.columnEnd(chunk);
    float sum = 0;
    for (int k = 0; k < 2; k++) {
      int pixel = k == 0 ? g.sourceChannels() : g.targetChannels();
      float[] in = o.array(k);
      for (int i = o.offset(k) + first * pixel; i < o.offset(k) + end * pixel; i += LINE) {
        sum += in[i];
      }
    }
    scratch[0] = sum;
  }

  @Override
  public int scratch() {
    if (copied) {
      return copiesAt() + RunCopies.size(panels, chunks.pixels());
    }
    return merged ? Lanes.ALIGNED + lines.size() : touched ? 1 : 0;
  }

  /// Where rows and columns are copied to.
  private int copiesAt() {
    return Lanes.ALIGNED + (merged ? Pieces.parts(lines.size(), LINE) * LINE : 0);
  }

  /// Adds a chunk of pixels to the sums of a tap and some panels.
  private void add(
      Operands o, int group, int tap, int panel0, int panel1, int chunk, int at, float[] scratch) {
    TapAxis depth = grid.depth();
    TapAxis height = grid.height();
    TapAxis width = grid.width();
    int wide = merged ? 1 : width.shifts().length;
    int shiftW = width.shifts()[tap % wide];
    int shiftH = height.shifts()[tap / wide % height.shifts().length];
    int shiftD = depth.shifts()[tap / wide / height.shifts().length];
    int plane = chunks.plane(chunk);
    int sd = plane % chunks.depths() * depth.sourceStep() + shiftD;
    if (sd < 0 || sd >= chunks.sourceDepth()) {
      return;
    }
    int h1 = chunks.rowEnd(chunk);
    int h0 = height.firstInside(shiftH, chunks.row(chunk), h1);
    h1 = height.endInside(shiftH, chunks.sourceHeight(), h0, h1);
    int w0 = chunks.column(chunk);
    int w1 = chunks.columnEnd(chunk);
    if (!merged) {
      w0 = width.firstInside(shiftW, w0, w1);
      w1 = width.endInside(shiftW, chunks.sourceWidth(), w0, w1);
    }
    if (h1 <= h0 || w1 <= w0) {
      return;
    }
    int row = chunks.width() * g.targetChannels();
    int line = plane * chunks.height() + h0;
    int to = o.offset(1) + group * g.groupTarget() + line * row + w0 * g.targetChannels();
    int from;
    if (merged) {
      from = Lanes.ALIGNED + lines.at(tap, h0 - chunks.row(chunk));
    } else {
      line = (plane / chunks.depths() * chunks.sourceDepth() + sd) * chunks.sourceHeight();
      line += h0 * height.sourceStep() + shiftH;
      int first = line * chunks.sourceWidth() + w0 * width.sourceStep() + shiftW;
      from = o.offset(0) + group * g.groupSource() + first * g.sourceChannels();
    }
    float[] in = merged ? scratch : o.array(0);
    float[] out = o.workspace();
    int planes = chunks.planes(chunk);
    float[] a = swapped ? o.array(1) : in;
    int a0 = swapped ? to : from;
    float[] b = swapped ? in : o.array(1);
    int b0 = swapped ? from : to;
    if (copied) {
      RunCopies.add(
          panels,
          panel0,
          panel1,
          a,
          a0,
          rowSteps,
          b,
          b0,
          columnSteps,
          planes,
          h1 - h0,
          w1 - w0,
          out,
          at,
          scratch,
          copiesAt());
      return;
    }
    for (int panel = panel0; panel < panel1; panel++) {
      tiles(a, a0, b, b0, planes, h1 - h0, w1 - w0, panel, out, at);
    }
  }

  /// Adds runs of pixels to all tiles of a panel.
  private void tiles(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int planes,
      int lines,
      int count,
      int panel,
      float[] c,
      int at) {
    int vectors = panels.vectors(panel);
    int height = panels.height(panel);
    int first = b0 + panels.first(panel);
    int to = at + panels.start(panel);
    for (int tile = 0; tile < panels.tiles(panel); tile++) {
      RunTile.tile(
          vectors,
          height,
          a,
          a0 + panels.row(panel, tile),
          rowSteps.plane(),
          rowSteps.line(),
          rowSteps.pixel(),
          b,
          first,
          columnSteps.plane(),
          columnSteps.line(),
          columnSteps.pixel(),
          planes,
          lines,
          count,
          c,
          to);
      to += height * vectors * Lanes.N;
    }
  }

  /// Adds the shares of a row of a tap and writes it to the weights.
  private void combine(Operands o, int tap, int row) {
    float[] in = o.workspace();
    float[] out = o.output();
    int step = g.targetChannels();
    int group = tap / taps;
    int values = swapped ? columns : rows;
    int to = o.outputOffset() + group * g.groupTarget() + tap % taps * values * step;
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.vectors(panel) * Lanes.N;
      int column = panels.first(panel);
      int from = sums(o, 0, tap) + panels.start(panel) + panels.slot(panel, row) * width;
      if (swapped) {
        // Shares are added in place: the weights are a column here.
        add(in, from, width, in, from);
        for (int n = 0; n < width; n++) {
          out[to + (column + n) * step + row] = in[from + n];
        }
      } else {
        add(in, from, width, out, to + row * step + column);
      }
    }
  }

  /// Adds the shares of some vectors, in order.
  private void add(float[] in, int from, int width, float[] out, int to) {
    for (int n = 0; n < width; n += Lanes.N) {
      FloatVector sum = FloatVector.fromArray(Lanes.F, in, from + n);
      for (int s = 1; s < shares; s++) {
        sum = sum.add(FloatVector.fromArray(Lanes.F, in, from + n + s * partial));
      }
      sum.intoArray(out, to + n);
    }
  }
}

package dev.loupe.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Forward convolution and backward data with kernels of one tap, read and written in place.
///
/// Phase 0 packs the weights into panels `[channel][width]`. Phase 1: a piece is a range of pixels,
/// or of lines where there is a stride, and some panels. Where all weights stay in the first-level
/// cache a tile's pixels are taken through all panels, else a panel through some tiles' pixels.
/// The way back with a stride first clears what no tap meets.
final class PointConvolution implements TileKernel {
  private static final int WANTED_PIECES = 16;
  private static final int MOST_PIXELS = 192;
  private static final int LEAST_PIXELS = 12;
  private static final int LEAST_LINE = 8;
  private static final int WIDEST = PointTile.WIDEST;
  private static final int LEAST_CHANNELS = 16;
  // Channels for which wide tiles over copied pixels pay, if more are written.
  private static final int WIDE = 64;
  // Floats of weights that stay in the first-level cache, and the most that are read well, with a
  // stride and without.
  private static final int NEAR = 6 << 10;
  private static final int LARGE = 1 << 17;
  private static final int LARGEST = 1 << 21;
  private static final float[] NOTHING = TileEpilogue.nothing(WIDEST * Lanes.N);

  // PointTiles that a panel is taken through.
  private static final int TILES = 8;
  // Floats of the pixels that are copied for them.
  private static final int COPIED = 1 << 15;
  // Channels from which on that pays where vectors have fewer than 16 lanes, near and far.
  private static final int LEAST_COPIED = 32;
  private static final int LEAST_COPIED_FAR = 64;

  private final boolean back;
  private final boolean flat;
  private final int fromChannels;
  private final int toChannels;
  // Channels of the packed weights.
  private final int padded;
  private final int together;
  // Whether pixels are copied for panels of two vectors.
  private final boolean copied;
  private final ConvolutionGeometry geometry;
  // From pixel to pixel of what is written.
  private final int pixel;
  private final LanePanels panels;
  private final @Nullable TileEpilogue epilogue;
  private final boolean over;
  private final int lines;
  private final int line;
  private final int longer;
  private final boolean far;
  private final int linesOfPiece;
  private final int panelsOfPiece;
  private final int panelGroups;
  // Where the packed weights of each panel start.
  private final int[] packed;
  private final int fromStep;
  private final int toStep;
  private final List<Integer> fromSizes;
  private final List<Integer> toSizes;
  private final List<Integer> gridSizes;
  private final int[] strides;
  private final long length;
  // The tiles of a range, and of a range that has more pixels.
  private final PointTiles[] tiles;

  /// Why a forward convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    return refusal(g, false);
  }

  /// Why a way back is not for this kernel, or null where it is.
  static @Nullable String backRefusal(ConvolutionGeometry g) {
    return refusal(g, true);
  }

  private static @Nullable String refusal(ConvolutionGeometry g, boolean back) {
    if (g.taps() > 1 || g.groups() > 1) {
      return "there are several taps or groups";
    }
    for (Axis axis : g.axes()) {
      if (axis.before() > 0 || axis.after() > 0) {
        return "there is padding";
      }
    }
    int least = Math.min(g.sourceChannels(), g.targetChannels());
    if (least < LEAST_CHANNELS) {
      return "there are fewer than 16 channels";
    }
    if (g.weights() > (flat(g) ? LARGEST : LARGE)) {
      return "the weights are too many";
    }
    if (flat(g) || !back) {
      int from = back ? g.targetChannels() : g.sourceChannels();
      int to = back ? g.sourceChannels() : g.targetChannels();
      // Pixels that are written a power of two apart share few sets of the cache.
      boolean apart = from < to && from >= WIDE && Integer.bitCount(to) == 1;
      if (!flat(g) || apart) {
        return "pixels are cheaper to copy than to read where they lie";
      }
    }
    int line = g.targetSizes().get(2);
    if (line < (flat(g) ? 1 : LEAST_LINE) || g.batch() * pixels(g) < LEAST_PIXELS) {
      return "the lines are shorter than a tile";
    }
    return null;
  }

  private static boolean flat(ConvolutionGeometry g) {
    return g.axes().stream().allMatch(a -> a.stride() == 1);
  }

  private static int pixels(ConvolutionGeometry g) {
    return ConvolutionGeometry.pixels(g.targetSizes());
  }

  /// The target from the source.
  static Kernel forward(ConvolutionGeometry g) {
    return new PointConvolution(g, false, null, g.targetChannels());
  }

  /// The source's gradient from the target's.
  static Kernel backData(ConvolutionGeometry g) {
    return new PointConvolution(g, true, null, g.sourceChannels());
  }

  private PointConvolution(
      ConvolutionGeometry g, boolean back, @Nullable TileEpilogue epilogue, int pixel) {
    this.geometry = g;
    this.epilogue = epilogue;
    this.pixel = pixel;
    this.back = back;
    this.flat = flat(g);
    this.fromChannels = back ? g.targetChannels() : g.sourceChannels();
    this.toChannels = back ? g.sourceChannels() : g.targetChannels();
    this.fromSizes = back ? g.targetSizes() : g.sourceSizes();
    this.toSizes = back ? g.sourceSizes() : g.targetSizes();
    this.gridSizes = g.targetSizes();
    this.length = (long) g.batch() * ConvolutionGeometry.pixels(toSizes) * toChannels;
    this.strides = g.axes().stream().mapToInt(Axis::stride).toArray();
    this.fromStep = (back ? 1 : strides[2]) * fromChannels;
    this.toStep = (back ? strides[2] : 1) * pixel;
    int all = g.batch() * pixels(g);
    this.far = flat && (long) all * (fromChannels + toChannels) > ReadAhead.FAR;
    this.copied = Lanes.N < 16 && fromChannels >= (far ? LEAST_COPIED_FAR : LEAST_COPIED);
    this.padded = copied ? PointRows.padded(fromChannels) : fromChannels;
    int fit = COPIED / (padded * PointTile.HIGHEST_COPIED);
    this.together = copied ? Math.clamp(fit, 2, TILES) : TILES;
    // One panel may write more than is real: the next pixel writes it anew.
    this.over = toStep == toChannels && toChannels > Lanes.N && toChannels < 2 * Lanes.N;
    this.panels = new LanePanels(over ? 2 * Lanes.N : toChannels, WIDEST);
    this.packed = new int[panels.count() + 1];
    for (int p = 0; p < panels.count(); p++) {
      packed[p + 1] = packed[p] + panels.width(p) * padded;
    }
    int width = gridSizes.get(2);
    // All pixels are cut evenly, so that no range is shorter than a tile; tiles of one height are
    // read from far more evenly.
    int highest = PointTile.highest(panels.vectors(0), copied);
    int ranges = Math.max(parts(all, MOST_PIXELS), WANTED_PIECES);
    int even = MOST_PIXELS / highest * highest;
    this.lines = far ? all / even : flat ? Math.min(ranges, all / LEAST_PIXELS) : all / width;
    this.line = far ? even : flat ? all / lines : width;
    this.longer = flat && !far ? all % lines : 0;
    this.linesOfPiece = flat ? 1 : Math.clamp(lines / WANTED_PIECES, 1, parts(MOST_PIXELS, line));
    int groups = Math.max(1, WANTED_PIECES / parts(lines, linesOfPiece));
    // Who clears a line writes all of it.
    boolean whole = back && !flat;
    this.panelsOfPiece =
        whole ? panels.count() : parts(panels.count(), Math.min(groups, panels.count()));
    this.panelGroups = parts(panels.count(), panelsOfPiece);
    this.tiles =
        new PointTiles[] {
          new PointTiles(line, copied, far),
          new PointTiles(far ? line + all % line : line + 1, copied, far)
        };
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? panels.count() : parts(lines, linesOfPiece) * panelGroups;
  }

  @Override
  public long workspace() {
    return packed[panels.count()];
  }

  @Override
  public int scratch() {
    if (copied) {
      return Lanes.ALIGNED + together * PointTile.HIGHEST_COPIED * padded;
    }
    return over ? Lanes.ALIGNED + PointTile.HIGHEST * WIDEST * Lanes.N : far ? 1 : 0;
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public Optional<Kernel> finishing(TileEpilogue e) {
    // Pieces that share channels would finish them twice.
    boolean twice = e.residual() >= 0 && panelGroups > 1 && toChannels % Lanes.N != 0;
    return flat && !twice
        ? Optional.of(new PointConvolution(geometry, back, e, pixel))
        : Optional.empty();
  }

  @Override
  public Optional<Kernel> spaced(int step) {
    return flat && !back
        ? Optional.of(new PointConvolution(geometry, false, epilogue, step))
        : Optional.empty();
  }

  @Override
  public long outputStart(int piece) {
    if (panelGroups > 1 || (back && strides[0] > 1)) {
      return -1;
    }
    int first = piece * linesOfPiece;
    return first >= lines ? length : flat ? (long) begin(first) * toChannels : cleared(first);
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      pack(piece, o);
      return;
    }
    int first = piece / panelGroups * linesOfPiece;
    int end = Math.min(lines, first + linesOfPiece);
    int panel0 = piece % panelGroups * panelsOfPiece;
    int panel1 = Math.min(panels.count(), panel0 + panelsOfPiece);
    for (int l = first; l < end; l++) {
      if (back && !flat) {
        clear(o, l);
      }
      line(o, l, panel0, panel1, scratch);
    }
  }

  /// The first pixel of a range.
  private int begin(int range) {
    return range * line + Math.min(range, longer);
  }

  /// Computes some panels of a line, or range of pixels.
  private void line(Operands o, int l, int panel0, int panel1, float[] scratch) {
    int from =
        o.offset(0) + (flat ? begin(l) * fromChannels : place(l, fromSizes, back) * fromChannels);
    int to = o.outputOffset() + (flat ? begin(l) * pixel : place(l, toSizes, !back) * toChannels);
    PointTiles cut = tiles[l < longer || (far && l == lines - 1) ? 1 : 0];
    if (far && !copied && PointTile.readBefore(fromChannels)) {
      scratch[0] = ReadAhead.lines(o.array(0), from, from + cut.pixels * fromStep);
    }
    // What is written far away is written in the order of its pixels, by large tiles.
    boolean ordered = Lanes.N == 16 && far && (long) fromChannels * toChannels <= NEAR;
    int most = ordered ? 1 : together;
    boolean alike = panels.vectors(panel0) == panels.vectors(panel1 - 1);
    int end;
    for (int first = panel0; first < panel1; first = end) {
      // Panels whose tiles are alike take turns.
      int vectors = panels.vectors(first);
      end = first + 1;
      while (end < panel1 && panels.vectors(end) == vectors && (alike || Lanes.N < 16)) {
        end++;
      }
      int high = cut.starts[vectors].length;
      boolean copying = copied && vectors == 2;
      int step = end - first == 1 && !copying ? high : most;
      for (int t = 0; t < high; t += step) {
        int last = Math.min(high, t + step);
        if (copying) {
          copy(o.array(0), from, cut, vectors, t, last, scratch);
        }
        for (int panel = first; panel < end; panel++) {
          tiles(o, panel, cut, t, last, from, to, scratch);
        }
      }
    }
  }

  /// Copies the pixels of some tiles, each tile's side by side.
  private void copy(
      float[] in, int from, PointTiles cut, int vectors, int first, int end, float[] scratch) {
    for (int t = first; t < end; t++) {
      int pixel = from + cut.starts[vectors][t] * fromStep;
      int at = copy(cut, vectors, first, t);
      PointRows.copy(in, pixel, fromStep, cut.heights[vectors][t], fromChannels, scratch, at);
    }
  }

  /// Where the copied pixels of a tile start, if those of `first` come first.
  private int copy(PointTiles cut, int vectors, int first, int tile) {
    return Lanes.ALIGNED + (cut.rows[vectors][tile] - cut.rows[vectors][first]) * padded;
  }

  /// Computes some tiles of a panel.
  private void tiles(
      Operands o,
      int panel,
      PointTiles cut,
      int first,
      int end,
      int from,
      int to,
      float[] scratch) {
    int vectors = panels.vectors(panel);
    boolean copying = copied && vectors == 2;
    int column = panels.first(panel);
    int b = o.workspaceOffset() + packed[panel];
    // What a panel has too much has no bias; a residual is joined behind.
    boolean behind = epilogue != null && (over || epilogue.residual() >= 0);
    TileEpilogue own = behind ? null : epilogue;
    float[] bias = own == null ? NOTHING : o.array(own.bias());
    int e = own == null ? 0 : o.offset(own.bias()) + column;
    float low = own == null ? Float.NEGATIVE_INFINITY : own.low();
    float high = own == null ? Float.POSITIVE_INFINITY : own.high();
    for (int t = first; t < end; ) {
      int height = cut.heights[vectors][t];
      int m = cut.starts[vectors][t];
      // What the last pixel has too much is another piece's.
      boolean aside = over && m + height == cut.pixels;
      int count = over || behind ? 1 : Math.min(end - t, cut.alike[vectors][t]);
      float[] c = aside ? scratch : o.output();
      int c0 = aside ? Lanes.ALIGNED : to + m * toStep + column;
      int step = aside ? vectors * Lanes.N : toStep;
      PointTile.tiles(
          vectors,
          height,
          count,
          copying ? scratch : o.array(0),
          copying ? copy(cut, vectors, first, t) : from + m * fromStep,
          copying ? padded : fromStep,
          copying ? padded : fromChannels,
          o.workspace(),
          b,
          c,
          c0,
          step,
          bias,
          e,
          low,
          high);
      for (int r = 0; aside && r < height; r++) {
        System.arraycopy(scratch, c0 + r * step, o.output(), to + (m + r) * toStep, toChannels);
      }
      if (behind && epilogue != null) {
        int at = to - o.outputOffset() + m * toStep + column;
        int real = Math.min(vectors * Lanes.N, toChannels - column);
        epilogue.finish(o, at, height, toStep, column, real);
      }
      t += count;
    }
  }

  /// The first pixel of a line of the grid, in a tensor with or without the strides.
  private int place(int l, List<Integer> sizes, boolean dense) {
    int h = l % gridSizes.get(1) * (dense ? 1 : strides[1]);
    int rest = l / gridSizes.get(1);
    int d = rest % gridSizes.get(0) * (dense ? 1 : strides[0]);
    int n = rest / gridSizes.get(0);
    return ((n * sizes.get(0) + d) * sizes.get(1) + h) * sizes.get(2);
  }

  /// Where what a line's piece writes starts, where the depth has no stride.
  private long cleared(int l) {
    return (long) place(l, toSizes, !back) * toChannels;
  }

  /// Clears all that lies at a line of the grid and before the next one.
  private void clear(Operands o, int l) {
    int high = gridSizes.get(1);
    int h = l % high;
    int deep = gridSizes.get(0);
    int d = l / high % deep;
    int rows = (h == high - 1 ? toSizes.get(1) : (h + 1) * strides[1]) - h * strides[1];
    int planes = (d == deep - 1 ? toSizes.get(0) : (d + 1) * strides[0]) - d * strides[0];
    int row = toSizes.get(2) * toChannels;
    int at = o.outputOffset() + place(l, toSizes, false) * toChannels;
    for (int p = 0; p < planes; p++) {
      int from = at + p * toSizes.get(1) * row;
      Arrays.fill(o.output(), from, from + rows * row, 0);
    }
  }

  private void pack(int panel, Operands o) {
    int width = panels.width(panel);
    int real = Math.min(width, toChannels - panels.first(panel));
    float[] in = o.array(1);
    float[] out = o.workspace();
    int at = o.workspaceOffset() + packed[panel];
    for (int c = 0; c < fromChannels; c++) {
      // From [source channel][target channel].
      int from =
          o.offset(1)
              + (back
                  ? panels.first(panel) * fromChannels + c
                  : c * toChannels + panels.first(panel));
      int step = back ? fromChannels : 1;
      for (int n = 0; n < real; n++) {
        out[at + n] = in[from + n * step];
      }
      Arrays.fill(out, at + real, at + width, 0);
      at += width;
    }
    Arrays.fill(out, at, at + (padded - fromChannels) * width, 0);
  }

  private static int parts(int items, int size) {
    return Pieces.parts(items, size);
  }
}

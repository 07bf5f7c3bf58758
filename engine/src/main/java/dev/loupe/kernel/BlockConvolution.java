package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Forward convolution and backward data as matrix products over gathered pixels: for single taps,
/// strides and small pictures, where rows of tiles share little.
///
/// Phase 0 packs the weights into panels `[tap, channel][width]`, channels filled up to blocks of
/// 16. Phase 1: a piece is a range of pixels of a [TapGrid] and of panels; the channels under each
/// tap are copied into scratch as `[tap, block][pixel][16]` and multiplied on [BlockTile]s, a few
/// blocks at a time, so that their weights stay in the first-level cache.
final class BlockConvolution implements TileKernel {
  private static final int BLOCK = BlockTile.BLOCK;
  // Floats of gathered pixels, for the second-level cache.
  private static final int GATHERED = 3 << 17;
  private static final int MOST_ROWS = 96;
  private static final int LEAST_ROWS = 12;
  private static final int WANTED_PIECES = 16;
  private static final int LEAST_PIECES = 8;
  // Floats of weights that don't stay in the second-level cache beside the rest.
  private static final int LARGE = 1 << 17;
  // Blocks of channels whose products are summed before a tile's values are written.
  private static final int CHUNK = 32;

  private final ConvolutionGeometry g;
  private final boolean back;
  private final @Nullable TileEpilogue epilogue;
  private final int fromChannels;
  private final int toChannels;
  // From pixel to pixel of what is written.
  private final int pixel;
  private final ColumnPanels panels;
  private final List<Part> parts = new ArrayList<>();
  private final int[] firstPiece;
  private final int[] firstPack;
  private final int workspace;
  private final int scratch;

  /// The target from the source and the weights.
  static Kernel forward(ConvolutionGeometry g) {
    return new BlockConvolution(g, false, null, g.targetChannels());
  }

  /// The source's gradient from the target's and the weights.
  static Kernel backData(ConvolutionGeometry g) {
    return new BlockConvolution(g, true, null, g.sourceChannels());
  }

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (Math.min(g.groupSource(), g.groupTarget()) < BLOCK) {
      return "there are fewer than 16 channels";
    }
    return null;
  }

  private BlockConvolution(
      ConvolutionGeometry g, boolean back, @Nullable TileEpilogue epilogue, int pixel) {
    this.pixel = pixel;
    this.g = g;
    this.epilogue = epilogue;
    this.back = back;
    this.fromChannels = back ? g.groupTarget() : g.groupSource();
    this.toChannels = back ? g.groupSource() : g.groupTarget();
    this.panels = new ColumnPanels(toChannels);
    List<TapGrid> grids = back ? TapGrid.backward(g) : TapGrid.forward(g);
    this.firstPiece = new int[grids.size() + 1];
    this.firstPack = new int[grids.size() + 1];
    int packed = 0;
    int most = 0;
    for (int i = 0; i < grids.size(); i++) {
      Part part = new Part(grids.get(i), packed);
      parts.add(part);
      packed += g.groups() * part.groupSize();
      most = Math.max(most, part.size());
      firstPiece[i + 1] = firstPiece[i] + part.pieces();
      firstPack[i + 1] = firstPack[i] + g.groups() * panels.count() * grids.get(i).taps();
    }
    this.workspace = packed;
    this.scratch = most;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? firstPack[parts.size()] : firstPiece[parts.size()];
  }

  @Override
  public long workspace() {
    return workspace;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public Optional<Kernel> finishing(TileEpilogue e) {
    // A piece that is one range is finished line after line: its tiles lie too far apart.
    return outputStart(0) < 0
        ? Optional.of(new BlockConvolution(g, back, e, pixel))
        : Optional.empty();
  }

  @Override
  public Optional<Kernel> spaced(int step) {
    return back ? Optional.empty() : Optional.of(new BlockConvolution(g, false, epilogue, step));
  }

  @Override
  public long outputStart(int piece) {
    Part part = parts.get(0);
    return parts.size() == 1 && part.space.whole() && part.panelGroups == 1
        ? (long) Math.min(part.all, piece * part.rows) * g.groups() * toChannels
        : -1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int[] first = phase == 0 ? firstPack : firstPiece;
    int i = 0;
    while (piece >= first[i + 1]) {
      i++;
    }
    if (phase == 0) {
      parts.get(i).pack(piece - first[i], o);
    } else {
      parts.get(i).run(piece - first[i], o, scratch);
    }
  }

  /// The work of one grid.
  private final class Part {
    final GridSpace space;
    final int all;
    final int rows;
    final int panelGroups;
    private final TapGrid grid;
    private final int packed;
    private final BlockPanels packer;
    private final int depth;
    private final int panelsOfGroup;
    private final int step;
    private final int stride;
    private final int productsAt;
    private final int[] off;
    private final BlockGather gather;

    Part(TapGrid grid, int packed) {
      this.grid = grid;
      this.packed = packed;
      this.packer = new BlockPanels(g, grid, panels, back);
      List<Integer> fromSizes = back ? g.targetSizes() : g.sourceSizes();
      List<Integer> toSizes = back ? g.sourceSizes() : g.targetSizes();
      this.space =
          new GridSpace(
              grid, g.batch(), g.groups(), fromSizes, fromChannels, toSizes, toChannels, packed);
      this.gather = new BlockGather(space);
      this.all = g.batch() * grid.pixels();
      this.depth = packer.depth();
      int fit = Math.clamp(GATHERED / Math.max(1, depth), LEAST_ROWS, MOST_ROWS);
      // Large weights are read as seldom as possible: their panels make the pieces.
      boolean heavy = (long) depth * panels.padded() > LARGE;
      int balanced = heavy ? all * panels.count() / LEAST_PIECES : all / WANTED_PIECES;
      int most = Math.clamp(balanced, LEAST_ROWS, fit);
      // By shape alone: the rows that tiles have with vectors of 16. Tiles of 5 and 6 rows make any
      // number from 20 on.
      int tile = toChannels <= BLOCK ? 16 : toChannels <= 2 * BLOCK ? 12 : 1;
      this.rows = Pieces.parts(Pieces.even(all, most), tile) * tile;
      int ranges = Pieces.parts(all, rows);
      int together = Math.max(1, panels.count() * ranges / WANTED_PIECES);
      this.panelsOfGroup = Pieces.even(panels.count(), together);
      this.panelGroups = Pieces.parts(panels.count(), panelsOfGroup);
      // An odd number of cache lines apart: blocks then lie in different sets of the cache.
      this.step = (rows + BlockTile.SLACK | 1) * BLOCK;
      this.stride = grid.width().step() * pixel;
      this.off = new int[depth / BLOCK];
      for (int b = 0; b < off.length; b++) {
        off[b] = b * step;
      }
      this.productsAt = Lanes.ALIGNED + off.length * step;
    }

    int pieces() {
      return Pieces.parts(all, rows) * panelGroups;
    }

    int size() {
      return productsAt + (rows + BlockTile.SLACK) * panels.widest();
    }

    /// Floats of the packed weights of a group.
    int groupSize() {
      return packer.start(1, 0);
    }

    /// Packs one tap of a group's panel.
    void pack(int piece, Operands o) {
      int panel = piece / grid.taps() % panels.count();
      int group = piece / grid.taps() / panels.count();
      packer.pack(o, piece % grid.taps(), group, panel, o.workspaceOffset() + packed);
    }

    private int weights(Operands o, int group, int panel) {
      return o.workspaceOffset() + packed + packer.start(group, panel);
    }

    void run(int piece, Operands o, float[] scratch) {
      int first = piece / panelGroups * rows;
      int count = Math.min(rows, all - first);
      int panel0 = piece % panelGroups * panelsOfGroup;
      int panel1 = Math.min(panels.count(), panel0 + panelsOfGroup);
      for (int group = 0; group < g.groups(); group++) {
        int column = group * toChannels;
        if (off.length == 0) {
          clear(o, first, count, column + panels.first(panel0), column + panels.end(panel1 - 1));
          continue;
        }
        int source = o.offset(0) + group * fromChannels;
        gather.gather(o.array(0), source, first, count, scratch, Lanes.ALIGNED, step);
        for (int panel = panel0; panel < panel1; panel++) {
          multiply(o, first, count, group, panel, scratch);
        }
      }
    }

    /// Writes zeros where no tap meets a value.
    private void clear(Operands o, int first, int count, int column0, int column1) {
      for (int m = first; m < first + count; m++) {
        int to = target(o, m);
        Arrays.fill(o.output(), to + column0, to + column1, 0);
        if (epilogue != null) {
          int at = to + column0 - o.outputOffset();
          epilogue.finish(o, at, 1, 1, column0, column1 - column0);
        }
      }
    }

    private void multiply(Operands o, int first, int count, int group, int panel, float[] scratch) {
      int vectors = panels.vectors(panel);
      int width = panels.width(panel);
      int column = group * toChannels + panels.first(panel);
      int b0 = weights(o, group, panel);
      float[] b = o.workspace();
      int together = CHUNK / vectors;
      for (int chunk = 0; chunk < off.length; chunk += together) {
        int end = Math.min(off.length, chunk + together);
        int bc = b0 + chunk * BLOCK * width;
        int tileRows;
        for (int m = 0; m < count; m += tileRows) {
          tileRows = BlockTile.rows(vectors, count - m);
          // Whole tiles go straight to the output; what hangs over goes through scratch.
          boolean direct = direct(panel, tileRows, first + m, count - m);
          float[] c = direct ? o.output() : scratch;
          int c0 = direct ? target(o, first + m) + column : productsAt + m * width;
          int a = Lanes.ALIGNED + m * BLOCK;
          BlockTile.tile(
              vectors,
              tileRows,
              chunk > 0,
              scratch,
              a,
              off,
              chunk,
              end,
              b,
              bc,
              c,
              c0,
              direct ? stride : width);
          if (direct && epilogue != null && end == off.length) {
            epilogue.finish(o, c0 - o.outputOffset(), tileRows, stride, column, width);
          }
        }
      }
      int tileRows;
      for (int m = 0; m < count; m += tileRows) {
        tileRows = BlockTile.rows(vectors, count - m);
        if (!direct(panel, tileRows, first + m, count - m)) {
          int last = Math.min(count, m + tileRows);
          for (int r = m; r < last; r++) {
            int to = target(o, first + r) + column;
            System.arraycopy(scratch, productsAt + r * width, o.output(), to, panels.real(panel));
            if (epilogue != null) {
              epilogue.finish(o, to - o.outputOffset(), 1, width, column, panels.real(panel));
            }
          }
        }
      }
    }

    /// Whether a tile's values lie evenly apart in the output and all its columns are real.
    private boolean direct(int panel, int tileRows, int first, int count) {
      boolean even =
          space.whole() || first % grid.width().count() + tileRows <= grid.width().count();
      return even && count >= tileRows && panels.real(panel) == panels.width(panel);
    }

    private int target(Operands o, int value) {
      if (space.whole()) {
        return o.outputOffset() + value * pixel;
      }
      int w = value % grid.width().count();
      int rest = value / grid.width().count();
      int h = rest % grid.height().count();
      rest /= grid.height().count();
      int d = rest % grid.depth().count();
      return o.outputOffset() + space.to(rest / grid.depth().count(), d, h, w);
    }
  }
}

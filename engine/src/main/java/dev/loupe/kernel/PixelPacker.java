package dev.loupe.kernel;

import java.util.Arrays;

/// Computes any values of a grid, 16 at a time, from gathered inputs.
///
/// The values of all samples are numbered on and on; a piece is a range of them and of the panels.
/// For each 16 the inputs under them are copied into scratch as `[tap, channel][16]`: more copying
/// than [ChannelLanes], but no row of a tile is wasted where grids are small.
final class PixelPacker implements GridKernel {
  private static final int ROWS = PixelTile.BLOCK;
  // Rows that tiles may hang over.
  private static final int SLACK = 8;
  private static final int MOST_TILES = 8;
  private static final int LEAST_PIECES = 16;

  private final GridSpace s;
  private final ColumnPanels panels;
  private final int pixels;
  private final int depth;
  private final int tiles;
  private final int ranges;
  private final int panelBlocks;
  private final int panelsPerBlock;
  private final int[] off;
  private final int[][] heights;

  PixelPacker(GridSpace s) {
    this.s = s;
    this.panels = new ColumnPanels(s.toChannels());
    this.pixels = s.batch() * s.grid().pixels();
    this.depth = s.depth();
    int all = (pixels + ROWS - 1) / ROWS;
    int fit = Math.max(1, GridSpace.CACHE / Math.max(1, depth * ROWS));
    int balanced = Math.max(1, all / LEAST_PIECES);
    this.tiles = Math.min(Math.min(fit, MOST_TILES), balanced);
    this.ranges = (all + tiles - 1) / tiles;
    int wanted = Math.min(panels.count(), (LEAST_PIECES + ranges - 1) / ranges);
    this.panelsPerBlock = (panels.count() + wanted - 1) / wanted;
    this.panelBlocks = (panels.count() + panelsPerBlock - 1) / panelsPerBlock;
    this.heights = new int[panels.count()][];
    for (int p = 0; p < heights.length; p++) {
      heights[p] = PlaneTile.heights(panels.vectors(p), ROWS);
    }
    this.off = new int[depth];
    for (int k = 0; k < depth; k++) {
      off[k] = k * ROWS;
    }
  }

  @Override
  public int panels() {
    return panels.count();
  }

  @Override
  public int first(int panel) {
    return panels.first(panel);
  }

  @Override
  public int columns(int panel) {
    return panels.width(panel);
  }

  @Override
  public int pieces() {
    return ranges * panelBlocks;
  }

  @Override
  public int scratch() {
    return tiles * depth * ROWS + (ROWS + SLACK) * panels.widest();
  }

  @Override
  public long outputStart(int piece) {
    if (!s.whole() || panelBlocks > 1) {
      return -1;
    }
    return (long) piece * tiles * ROWS * s.groups() * s.toChannels();
  }

  @Override
  public void run(int piece, Operands o, float[] scratch) {
    int first = piece / panelBlocks * tiles * ROWS;
    int end = Math.min(pixels, first + tiles * ROWS);
    int panel0 = piece % panelBlocks * panelsPerBlock;
    int panel1 = Math.min(panels.count(), panel0 + panelsPerBlock);
    for (int group = 0; group < s.groups(); group++) {
      for (int p = first; p < end; p += ROWS) {
        pack(o, p, Math.min(ROWS, end - p), group, scratch, (p - first) * depth);
      }
      for (int panel = panel0; panel < panel1; panel++) {
        for (int p = first; p < end; p += ROWS) {
          tile(o, p, Math.min(ROWS, end - p), group, panel, scratch, (p - first) * depth);
        }
      }
    }
  }

  private void pack(Operands o, int first, int count, int group, float[] scratch, int at) {
    TapGrid grid = s.grid();
    float[] in = o.array(0);
    int channels = s.fromChannels();
    if (count < ROWS) {
      Arrays.fill(scratch, at, at + depth * ROWS, 0);
    }
    for (int m = 0; m < count; m++) {
      int p = first + m;
      int w = p % grid.width().count();
      p /= grid.width().count();
      int h = p % grid.height().count();
      p /= grid.height().count();
      int d = p % grid.depth().count();
      int n = p / grid.depth().count();
      int to = at + m;
      for (int td = 0; td < grid.depth().taps().length; td++) {
        int sd = d * grid.depth().sourceStep() + grid.depth().shifts()[td];
        boolean insideD = sd >= 0 && sd < s.fromSizes().get(0);
        for (int th = 0; th < grid.height().taps().length; th++) {
          int sh = h * grid.height().sourceStep() + grid.height().shifts()[th];
          boolean insideH = insideD && sh >= 0 && sh < s.fromSizes().get(1);
          for (int tw = 0; tw < grid.width().taps().length; tw++) {
            int sw = w * grid.width().sourceStep() + grid.width().shifts()[tw];
            if (insideH && sw >= 0 && sw < s.fromSizes().get(2)) {
              int from = o.offset(0) + s.from(n, sd, sh, sw) + group * channels;
              for (int c = 0; c < channels; c++) {
                scratch[to + c * ROWS] = in[from + c];
              }
            } else {
              for (int c = 0; c < channels; c++) {
                scratch[to + c * ROWS] = 0;
              }
            }
            to += channels * ROWS;
          }
        }
      }
    }
  }

  private void tile(
      Operands o, int first, int count, int group, int panel, float[] scratch, int at) {
    int real = panels.real(panel);
    int columns = panels.width(panel);
    int weights =
        o.workspaceOffset()
            + s.packedStart()
            + (group * panels.padded() + panels.first(panel)) * depth;
    int pixel = s.groups() * s.toChannels();
    int column = group * s.toChannels() + panels.first(panel);
    boolean direct = s.whole() && real == columns && count == ROWS && depth <= PlaneTile.LONGEST;
    float[] c = direct ? o.output() : scratch;
    int c0 = direct ? o.outputOffset() + first * pixel + column : tiles * depth * ROWS;
    int step = direct ? pixel : columns;
    for (int i = 0; i == 0 || i < depth; i += PlaneTile.LONGEST) {
      int length = Math.min(PlaneTile.LONGEST, depth - i);
      int b0 = weights + i * columns;
      if (Lanes.N < 16) {
        // Without the table's checks.
        PixelTileShort.multiply(
            panels.vectors(panel),
            ROWS,
            i > 0,
            scratch,
            at + i * PixelTile.BLOCK,
            length,
            o.workspace(),
            b0,
            c,
            c0,
            step);
        continue;
      }
      int row = 0;
      for (int height : heights[panel]) {
        int m = direct ? Math.min(row, ROWS - height) : row;
        PlaneTile.tile(
            height,
            i > 0,
            scratch,
            at + m,
            off,
            i,
            length,
            o.workspace(),
            b0,
            c,
            c0 + m * step,
            step);
        row += height;
      }
    }
    if (!direct) {
      scatter(o, first, count, column, real, columns, scratch, c0);
    }
  }

  private void scatter(
      Operands o, int first, int count, int column, int real, int columns, float[] tile, int at) {
    TapGrid grid = s.grid();
    for (int m = 0; m < count; m++) {
      int p = first + m;
      int w = p % grid.width().count();
      p /= grid.width().count();
      int h = p % grid.height().count();
      p /= grid.height().count();
      int to =
          o.outputOffset()
              + s.to(p / grid.depth().count(), p % grid.depth().count(), h, w)
              + column;
      System.arraycopy(tile, at + m * columns, o.output(), to, real);
    }
  }
}

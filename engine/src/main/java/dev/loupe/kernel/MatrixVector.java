package dev.loupe.kernel;

import java.util.Arrays;

/// Matrix products on [Tile]s, each value summed over k from first to last.
///
/// Phase 0 packs b into panels. Phase 1: a piece is a range of 16-row tiles and of panels; the
/// rows of a are copied into scratch as `[k][16]`, unless a lies transposed and so has them side
/// by side.
final class MatrixVector implements Kernel {
  private static final int ROWS = PixelTile.BLOCK;
  private static final int MOST_TILES = 8;
  private static final int LEAST_PIECES = 16;

  private final MatrixGeometry g;
  private final Panels panels;
  private final int rowTiles;
  private final int tiles;
  private final int ranges;
  private final int panelBlocks;
  private final int panelsPerBlock;
  private final int[] packedOff;
  private final int[] directOff;

  MatrixVector(MatrixGeometry g) {
    this.g = g;
    this.panels = new Panels(g.columns());
    this.rowTiles = (g.rows() + ROWS - 1) / ROWS;
    int fit = Math.max(1, GridSpace.CACHE / (g.depth() * ROWS));
    int balanced = Math.max(1, g.batch() * rowTiles / LEAST_PIECES);
    this.tiles = Math.min(Math.min(fit, MOST_TILES), Math.min(balanced, rowTiles));
    this.ranges = (rowTiles + tiles - 1) / tiles;
    int others = g.batch() * ranges;
    int wanted = Math.min(panels.count(), (LEAST_PIECES + others - 1) / others);
    long work = (long) g.batch() * g.rows() * g.columns() * g.depth();
    if (work < Pieces.GRAIN) {
      wanted = 1;
    }
    this.panelsPerBlock = (panels.count() + wanted - 1) / wanted;
    this.panelBlocks = (panels.count() + panelsPerBlock - 1) / panelsPerBlock;
    this.packedOff = new int[g.depth()];
    this.directOff = new int[g.depth()];
    for (int k = 0; k < g.depth(); k++) {
      packedOff[k] = k * ROWS;
      directOff[k] = k * g.rows();
    }
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0
        ? (g.sharedB() ? 1 : g.batch()) * panels.count()
        : g.batch() * ranges * panelBlocks;
  }

  @Override
  public long workspace() {
    return (long) (g.sharedB() ? 1 : g.batch()) * panels.size(g.depth());
  }

  @Override
  public int scratch() {
    return tiles * g.depth() * ROWS + ROWS * Tile.COLUMNS;
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public long outputStart(int piece) {
    if (panelBlocks > 1) {
      return -1;
    }
    int row = Math.min(g.rows(), piece % ranges * tiles * ROWS);
    return ((long) piece / ranges * g.rows() + row) * g.columns();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      packPanel(o, piece / panels.count(), piece % panels.count());
      return;
    }
    int block = piece % panelBlocks;
    int range = piece / panelBlocks % ranges;
    int i = piece / panelBlocks / ranges;
    int first = range * tiles * ROWS;
    int end = Math.min(g.rows(), first + tiles * ROWS);
    for (int m = first; m < end; m += ROWS) {
      if (!direct(m)) {
        packRows(o, i, m, Math.min(ROWS, g.rows() - m), scratch, (m - first) * g.depth());
      }
    }
    int panel1 = Math.min(panels.count(), (block + 1) * panelsPerBlock);
    for (int panel = block * panelsPerBlock; panel < panel1; panel++) {
      for (int m = first; m < end; m += ROWS) {
        tile(o, i, m, Math.min(ROWS, g.rows() - m), panel, scratch, (m - first) * g.depth());
      }
    }
  }

  /// Whether 16 rows of a lie side by side in a itself.
  private boolean direct(int m) {
    return g.transposeA() && m + ROWS <= g.rows();
  }

  private void packPanel(Operands o, int i, int panel) {
    int width = panels.width(panel);
    int real = panels.real(panel);
    int at = o.workspaceOffset() + i * panels.size(g.depth()) + panels.start(panel, g.depth());
    float[] out = o.workspace();
    for (int k = 0; k < g.depth(); k++) {
      int from = o.offset(1) + g.b(i, k, panel * Tile.COLUMNS);
      if (g.transposeB()) {
        for (int n = 0; n < real; n++) {
          out[at + n] = o.array(1)[from + n * g.depth()];
        }
      } else {
        System.arraycopy(o.array(1), from, out, at, real);
      }
      Arrays.fill(out, at + real, at + width, 0);
      at += width;
    }
  }

  private void packRows(Operands o, int i, int m, int count, float[] out, int at) {
    int row = g.transposeA() ? 1 : g.depth();
    int step = g.transposeA() ? g.rows() : 1;
    for (int r = 0; r < ROWS; r++) {
      if (r < count) {
        int from = o.offset(0) + g.a(i, m, 0) + r * row;
        for (int k = 0; k < g.depth(); k++) {
          out[at + k * ROWS + r] = o.array(0)[from + k * step];
        }
      } else {
        for (int k = 0; k < g.depth(); k++) {
          out[at + k * ROWS + r] = 0;
        }
      }
    }
  }

  private void tile(
      Operands o, int i, int first, int count, int panel, float[] scratch, int packed) {
    int real = panels.real(panel);
    boolean wide = panels.width(panel) == Tile.COLUMNS;
    int rows = wide ? Tile.ROWS : ROWS;
    boolean direct = direct(first);
    float[] a = direct ? o.array(0) : scratch;
    int[] off = direct ? directOff : packedOff;
    int a0 = direct ? o.offset(0) + g.a(i, first, 0) : packed;
    float[] b = o.workspace();
    int b0 =
        o.workspaceOffset()
            + (g.sharedB() ? 0 : i * panels.size(g.depth()))
            + panels.start(panel, g.depth());
    int out = o.outputOffset() + (i * g.rows() + first) * g.columns() + panel * Tile.COLUMNS;
    for (int m = 0; m < count; m += rows) {
      int valid = Math.min(rows, count - m);
      boolean fits = valid == rows && real == panels.width(panel);
      float[] c = fits ? o.output() : scratch;
      int c0 = fits ? out + m * g.columns() : tiles * g.depth() * ROWS;
      int step = fits ? g.columns() : Tile.COLUMNS;
      if (Lanes.N < 16 && !direct) {
        // Without the table's checks.
        int vectors = wide ? 2 : 1;
        PixelTileShort.multiply(vectors, rows, false, a, a0 + m, g.depth(), b, b0, c, c0, step);
      } else if (wide) {
        Tile.rows8x2(false, a, a0 + m, off, g.depth(), b, b0, Tile.COLUMNS, c, c0, step);
      } else {
        Tile.rows16x1(false, a, a0 + m, off, g.depth(), b, b0, Lanes.N, c, c0, step);
      }
      if (!fits) {
        int to = out + m * g.columns();
        VectorRows.copy(c, c0, Tile.COLUMNS, o.output(), to, g.columns(), valid, real);
      }
    }
  }
}

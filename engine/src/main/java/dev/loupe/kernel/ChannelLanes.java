package dev.loupe.kernel;

import java.util.stream.IntStream;

/// Computes rows of a grid with channels in the lanes, from [Planes].
///
/// A piece is a block of rows of one sample and depth. Rows m of a tile are neighbours in a row of
/// the grid; where the last tile of a row would hang over, it is moved back: what it computes again
/// is the same. Where it can't be, or columns are not real, tiles go through scratch.
final class ChannelLanes implements GridKernel {
  // Sums of which the tiles of a row are one call.
  private static final int SHORT = 32;

  private final GridSpace s;
  private final ColumnPanels panels;
  private final RowBlocks blocks;
  private final Planes planes;
  private final int width;
  private final int tileAt;
  private final int scratch;
  private final int[] off;
  // The heights of the tiles of a row, for each panel.
  private final int[][] heights;

  ChannelLanes(GridSpace s) {
    this.s = s;
    this.width = s.grid().width().count();
    this.panels = new ColumnPanels(s.toChannels());
    this.blocks = RowBlocks.of(s, panels.padded(), 1);
    this.planes = new Planes(s, blocks.size());
    this.off = planes.offsets();
    this.heights = new int[panels.count()][];
    int most = 0;
    for (int p = 0; p < heights.length; p++) {
      heights[p] = PlaneTile.heights(panels.vectors(p), width);
      most = Math.max(most, IntStream.of(heights[p]).sum() * panels.width(p));
    }
    this.tileAt = Lanes.ALIGNED + planes.size();
    this.scratch = tileAt + most;
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
    return blocks.pieces();
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public long outputStart(int piece) {
    return blocks.outputStart(piece);
  }

  @Override
  public void run(int piece, Operands o, float[] scratch) {
    int h0 = blocks.from(piece);
    int h1 = blocks.to(piece);
    int d = blocks.depth(piece);
    int n = blocks.sample(piece);
    for (int group = 0; group < s.groups(); group++) {
      planes.pack(o, n, d, h0, h1, group, scratch, Lanes.ALIGNED);
      int to = o.outputOffset() + s.to(n, d, h0, 0) + group * s.toChannels();
      for (int p = 0; p < heights.length; p++) {
        multiply(o, h1 - h0, group, p, to + panels.first(p), scratch);
      }
    }
  }

  /// Computes a panel's columns of some rows.
  private void multiply(Operands o, int rows, int group, int panel, int to, float[] scratch) {
    int vectors = panels.vectors(panel);
    int columns = panels.width(panel);
    int real = panels.real(panel);
    int k = off.length;
    int b0 =
        o.workspaceOffset() + s.packedStart() + (group * panels.padded() + panels.first(panel)) * k;
    int step = s.step();
    int line = s.line();
    boolean direct = real == columns && width >= PlaneTile.least(vectors) && k <= PlaneTile.LONGEST;
    for (int h = 0; h < rows; h++) {
      int a0 = Lanes.ALIGNED + h * planes.pitch();
      int c0 = to + h * line;
      if (direct && Lanes.N < 16 && vectors == 2 && k <= SHORT) {
        int tiles = heights[panel].length;
        int last = width - PlaneTile.least(2);
        PlaneTileShort.run4x2(
            scratch, a0, off, o.workspace(), b0, o.output(), c0, step, tiles, last);
      } else if (direct) {
        tiles(panel, false, scratch, a0, 0, k, o.workspace(), b0, o.output(), c0, step, width);
      } else {
        for (int i = 0; i == 0 || i < k; i += PlaneTile.LONGEST) {
          int count = Math.min(PlaneTile.LONGEST, k - i);
          int bi = b0 + i * columns;
          // In scratch there is room to hang over.
          int end = Integer.MAX_VALUE;
          tiles(
              panel,
              i > 0,
              scratch,
              a0,
              i,
              count,
              o.workspace(),
              bi,
              scratch,
              tileAt,
              columns,
              end);
        }
        VectorRows.copy(scratch, tileAt, columns, o.output(), c0, step, width, real);
      }
    }
  }

  /// Computes a panel's columns of a row.
  ///
  /// @param end no tile goes beyond this value of the row: the last one starts earlier
  private void tiles(
      int panel,
      boolean add,
      float[] a,
      int a0,
      int first,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      int end) {
    int row = 0;
    for (int height : heights[panel]) {
      int m = Math.min(row, end - height);
      PlaneTile.tile(height, add, a, a0 + m, off, first, count, b, b0, c, c0 + m * cStep, cStep);
      row += height;
    }
  }
}

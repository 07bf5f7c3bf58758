package dev.loupe.kernel;

/// Computes rows of a grid with channels in the lanes, from [Planes].
///
/// A piece is a block of rows of one sample and depth. Rows m of a tile are neighbours in a row of
/// the grid; where the last tile of a row would hang over, it is moved back: what it computes again
/// is the same.
final class ChannelLanes implements GridKernel {
  private final GridSpace s;
  private final ColumnPanels panels;
  private final RowBlocks blocks;
  private final Planes planes;
  private final int reach;
  private final int tileAt;
  private final int[] off;

  ChannelLanes(GridSpace s) {
    this.s = s;
    this.panels = new ColumnPanels(s.toChannels());
    int count = s.grid().width().count();
    int most = 0;
    for (int p = 0; p < panels.count(); p++) {
      most = Math.max(most, PlaneTile.reach(panels.vectors(p), count));
    }
    this.reach = most;
    this.blocks = RowBlocks.of(s, panels.padded(), 1);
    this.planes = new Planes(s, blocks.size());
    this.tileAt = Lanes.ALIGNED + planes.size();
    this.off = planes.offsets();
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
    return tileAt + reach * panels.widest();
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
      for (int p = 0; p < panels.count(); p++) {
        for (int h = h0; h < h1; h++) {
          int to = o.outputOffset() + s.to(n, d, h, 0) + group * s.toChannels() + panels.first(p);
          row(o, Lanes.ALIGNED + (h - h0) * planes.pitch(), group, p, to, scratch);
        }
      }
    }
  }

  private void row(Operands o, int base, int group, int panel, int to, float[] scratch) {
    int k = off.length;
    int real = panels.real(panel);
    int vectors = panels.vectors(panel);
    int columns = panels.width(panel);
    int count = s.grid().width().count();
    float[] b = o.workspace();
    int b0 =
        o.workspaceOffset()
            + s.packedStart()
            + (group * panels.padded() + panels.first(panel)) * k;
    int step = s.grid().width().step() * s.groups() * s.toChannels();
    boolean direct =
        real == columns && count >= PlaneTile.least(vectors) && k <= PlaneTile.LONGEST;
    if (direct) {
      PlaneTile.multiply(
          vectors, count, false, false, scratch, base, off, 0, k, b, b0, o.output(), to, step);
      return;
    }
    for (int i = 0; i == 0 || i < k; i += PlaneTile.LONGEST) {
      int length = Math.min(PlaneTile.LONGEST, k - i);
      int bi = b0 + i * columns;
      PlaneTile.multiply(
          vectors, count, i > 0, true, scratch, base, off, i, length, b, bi, scratch, tileAt, columns);
    }
    VectorRows.copy(scratch, tileAt, columns, o.output(), to, step, count, real);
  }
}

package dev.loupe.kernel;

/// Values in the order in which they lie, all taps gathered, padding too.
///
/// A piece is a range of values and of panels; the channels under each tap are copied into scratch
/// as `[tap, block][value][16]` and multiplied on [BlockTile]s, a few blocks at a time, so that
/// their weights stay in the first-level cache.
final class GatheredPart extends BlockPart {
  // Floats of gathered pixels, for the second-level cache.
  private static final int GATHERED = 3 << 17;
  private static final int MOST_ROWS = 96;
  private static final int LEAST_ROWS = 12;
  // Floats of weights that don't stay in the second-level cache beside the rest.
  private static final int LARGE = 1 << 17;

  private final int all;
  private final int rows;
  private final int panelGroups;
  private final int panelsOfGroup;
  private final int step;
  private final int productsAt;
  private final int[] off;
  private final BlockGather gather;

  GatheredPart(Work work, GridSpace space) {
    super(work, space);
    this.gather = new BlockGather(space);
    this.all = space.batch() * grid.pixels();
    int fit = Math.clamp(GATHERED / Math.max(1, depth), LEAST_ROWS, MOST_ROWS);
    // Large weights are read as seldom as possible: their panels make the pieces.
    boolean heavy = (long) depth * panels.padded() > LARGE;
    int balanced = heavy ? all * panels.count() / LEAST_PIECES : all / WANTED_PIECES;
    int most = Math.clamp(balanced, LEAST_ROWS, fit);
    // By shape alone: the rows that tiles have with vectors of 16. Tiles of 5 and 6 rows make any
    // number from 20 on.
    int channels = work.toChannels();
    int tile = channels <= BLOCK ? 16 : channels <= 2 * BLOCK ? 12 : 1;
    this.rows = Pieces.parts(Pieces.even(all, most), tile) * tile;
    int ranges = Pieces.parts(all, rows);
    int together = Math.max(1, panels.count() * ranges / WANTED_PIECES);
    this.panelsOfGroup = Pieces.even(panels.count(), together);
    this.panelGroups = Pieces.parts(panels.count(), panelsOfGroup);
    // An odd number of cache lines apart: blocks then lie in different sets of the cache.
    this.step = (rows + BlockTile.SLACK | 1) * BLOCK;
    this.off = new int[depth / BLOCK];
    for (int b = 0; b < off.length; b++) {
      off[b] = b * step;
    }
    this.productsAt = Lanes.ALIGNED + off.length * step;
  }

  @Override
  int pieces() {
    return Pieces.parts(all, rows) * panelGroups;
  }

  @Override
  int scratch() {
    return productsAt + (rows + BlockTile.SLACK) * panels.widest();
  }

  @Override
  long outputStart(int piece) {
    return space.whole() && panelGroups == 1
        ? (long) Math.min(all, piece * rows) * space.groups() * space.toChannels()
        : -1;
  }

  @Override
  void run(int piece, Operands o, float[] scratch) {
    int first = piece / panelGroups * rows;
    int count = Math.min(rows, all - first);
    int panel0 = piece % panelGroups * panelsOfGroup;
    int panel1 = Math.min(panels.count(), panel0 + panelsOfGroup);
    for (int group = 0; group < space.groups(); group++) {
      int column = group * space.toChannels();
      if (off.length == 0) {
        clear(o, first, count, column + panels.first(panel0), column + panels.end(panel1 - 1));
        continue;
      }
      int source = o.offset(0) + group * space.fromChannels();
      gather.gather(o.array(0), source, first, count, scratch, Lanes.ALIGNED, step);
      for (int panel = panel0; panel < panel1; panel++) {
        multiply(o, first, count, group, panel, scratch);
      }
    }
  }

  private void multiply(Operands o, int first, int count, int group, int panel, float[] scratch) {
    int vectors = panels.vectors(panel);
    int width = panels.width(panel);
    int column = group * space.toChannels() + panels.first(panel);
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
    boolean even = space.whole() || first % grid.width().count() + tileRows <= grid.width().count();
    return even && count >= tileRows && panels.real(panel) == panels.width(panel);
  }
}

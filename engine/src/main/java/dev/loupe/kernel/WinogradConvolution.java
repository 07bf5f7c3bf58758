package dev.loupe.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Forward convolution and backward data by Winograd's minimal filtering: tiles of the source and
/// the weights are transformed, multiplied position by position, and transformed back.
///
/// A piece is a range of tiles and of panels of target channels, in scratch: first the factors of
/// its source tiles, `[position][block][tile][16]`; for each panel the products with the factors of
/// the weights, which phase 0 made, summed over depth taps and channels in one order; then the
/// target values.
///
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015.
final class WinogradConvolution implements TileKernel {
  private static final int BLOCK = BlockTile.BLOCK;
  // Tiles of a piece: enough to use the weights' factors well, few enough for the cache.
  private static final int MOST_ROWS = 64;
  private static final int LEAST_ROWS = 16;
  private static final int WANTED_PIECES = 16;
  private static final int LEAST_PIECES = 8;
  // Floats of the weights' factors that don't stay in a core's caches.
  private static final int LARGE = 1 << 20;
  // Floats of a strip that stay in the first-level cache.
  private static final int STRIP = 12 * 1024;

  private final WinogradSpace s;
  private final boolean back;
  private final @Nullable TileEpilogue epilogue;
  private final int pixel;
  private final WinogradSource source;
  private final WinogradFilters filters;
  private final ColumnPanels panels;
  private final int planesOfPiece;
  private final int tileRowsOfPiece;
  private final int pieceColumns;
  private final int pieceRows;
  private final int panelGroups;
  private final int panelsOfGroup;
  private final int rows;
  private final int stripTiles;
  private final int productsAt;
  private final int roomAt;
  private final int roomSize;
  private final int[] off;

  /// The target from the source and the weights.
  static Kernel forward(ConvolutionGeometry g) {
    return new WinogradConvolution(WinogradSpace.forward(g), false, null, g.targetChannels());
  }

  /// The source's gradient from the target's and the weights.
  static Kernel backData(ConvolutionGeometry g) {
    return new WinogradConvolution(WinogradSpace.backward(g), true, null, g.sourceChannels());
  }

  /// @param pixel from pixel to pixel of what is written
  private WinogradConvolution(
      WinogradSpace s, boolean back, @Nullable TileEpilogue epilogue, int pixel) {
    this.pixel = pixel;
    this.s = s;
    this.back = back;
    this.epilogue = epilogue;
    this.panels = new ColumnPanels(s.toChannels());
    this.filters = new WinogradFilters(s, panels, back);
    int columns = s.tileColumns();
    int planeTiles = s.tileRows() * columns;
    int depth = s.toSizes().get(0);
    int all = s.planes() * planeTiles;
    int factors = s.depthTaps() * s.fromBlocks() * BLOCK * s.positions() * panels.padded();
    // Large weights are read as seldom as possible: their panels make the pieces.
    boolean heavy = factors > LARGE;
    int balanced = heavy ? all * panels.count() / LEAST_PIECES : all / WANTED_PIECES;
    int most = Math.clamp(balanced, LEAST_ROWS, MOST_ROWS);
    this.tileRowsOfPiece = Pieces.even(s.tileRows(), Math.max(1, most / columns));
    int together = tileRowsOfPiece < s.tileRows() ? 1 : Math.max(1, most / planeTiles);
    // Depth taps read the neighbours' planes: pieces then stay within a sample, and share planes.
    this.planesOfPiece =
        s.depthTaps() == 1
            ? Math.min(together, s.planes())
            : Pieces.even(depth, Math.max(2, together));
    this.pieceColumns = Pieces.parts(s.tileRows(), tileRowsOfPiece);
    this.pieceRows =
        s.depthTaps() == 1
            ? Pieces.parts(s.planes(), planesOfPiece)
            : s.batch() * Pieces.parts(depth, planesOfPiece);
    int ranges = pieceRows * pieceColumns;
    this.panelsOfGroup =
        Pieces.even(panels.count(), Math.max(1, panels.count() * ranges / WANTED_PIECES));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfGroup);

    int tiles = tileRowsOfPiece * columns;
    this.rows = planesOfPiece * tiles;
    int sourceRows = (planesOfPiece + s.depthTaps() - 1) * tiles + BlockTile.SLACK;
    this.source = new WinogradSource(s, s.fromBlocks(), sourceRows);
    int stripFloats = s.height().outputs() * s.width().inputs() * panels.widest();
    this.stripTiles = Math.max(1, Math.min(columns, STRIP / stripFloats));
    this.productsAt = Lanes.ALIGNED + source.size();
    this.roomAt = productsAt + s.positions() * productStep(panels.widest());
    this.roomSize =
        Math.max(
            Math.max(source.scratch(), filters.scratch()),
            stripTiles * stripFloats + s.width().outputs() * panels.widest());
    this.off = new int[s.depthTaps() * s.fromBlocks()];
    for (int i = 0; i < off.length; i++) {
      off[i] = i / s.fromBlocks() * tiles * BLOCK + i % s.fromBlocks() * source.blockStep();
    }
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? panels.count() * off.length : pieceRows * pieceColumns * panelGroups;
  }

  @Override
  public long workspace() {
    return panelStart(panels.count());
  }

  @Override
  public int scratch() {
    return roomAt + roomSize;
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public Optional<Kernel> finishing(TileEpilogue e) {
    // A piece that is one range is finished line after line: its tiles lie too far apart.
    return outputStart(0) < 0
        ? Optional.of(new WinogradConvolution(s, back, e, pixel))
        : Optional.empty();
  }

  @Override
  public Optional<Kernel> spaced(int step) {
    return Optional.of(new WinogradConvolution(s, back, epilogue, step));
  }

  @Override
  public long outputStart(int piece) {
    if (panelGroups > 1 || (pieceColumns > 1 && planesOfPiece > 1)) {
      return -1;
    }
    long line = (long) s.toSizes().get(2) * s.toChannels();
    int height = s.toSizes().get(1);
    if (piece == pieceRows * pieceColumns) {
      return (long) s.planes() * height * line;
    }
    int first = firstTileRow(piece % pieceColumns) * s.height().outputs();
    return ((long) firstPlane(piece / pieceColumns) * height + first) * line;
  }

  private int firstTileRow(int pieceColumn) {
    return Math.min(s.tileRows(), pieceColumn * tileRowsOfPiece);
  }

  private int firstPlane(int pieceRow) {
    if (s.depthTaps() == 1) {
      return Math.min(s.planes(), pieceRow * planesOfPiece);
    }
    int depth = s.toSizes().get(0);
    int ofSample = Pieces.parts(depth, planesOfPiece);
    return pieceRow / ofSample * depth + Math.min(depth, pieceRow % ofSample * planesOfPiece);
  }

  /// Where the kept factors of a panel start.
  private int panelStart(int panel) {
    int start = 0;
    for (int p = 0; p < panel; p++) {
      start += s.positions() * keptStep(p);
    }
    return start;
  }

  /// From position to position of kept factors.
  private int keptStep(int panel) {
    return WinogradSpace.spread(off.length * BLOCK * panels.width(panel));
  }

  private int productStep(int width) {
    return WinogradSpace.spread((rows + BlockTile.SLACK) * width);
  }

  @Override
  public double rounding() {
    return s.rounding();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      packFilters(piece, o, scratch);
      return;
    }
    int group = piece % panelGroups;
    int range = piece / panelGroups;
    int plane0 = firstPlane(range / pieceColumns);
    int plane1 = firstPlane(range / pieceColumns + 1);
    int row0 = firstTileRow(range % pieceColumns);
    int row1 = firstTileRow(range % pieceColumns + 1);
    packSource(o, plane0, plane1, row0, row1, scratch);
    int tiles = tileRowsOfPiece * s.tileColumns();
    int count = (plane1 - plane0 - 1) * tiles + (row1 - row0) * s.tileColumns();
    int panel0 = group * panelsOfGroup;
    int panel1 = Math.min(panels.count(), panel0 + panelsOfGroup);
    for (int panel = panel0; panel < panel1; panel++) {
      multiply(o, panel, count, scratch);
      write(o, plane0, plane1, row0, row1, panel, scratch);
    }
  }

  /// Makes the factors of one block of channels and a panel.
  private void packFilters(int piece, Operands o, float[] scratch) {
    int panel = piece % panels.count();
    int block = piece / panels.count();
    int at = o.workspaceOffset() + panelStart(panel) + block * BLOCK * panels.width(panel);
    filters.pack(
        o.array(1),
        o.offset(1),
        block / s.fromBlocks(),
        block % s.fromBlocks(),
        panel,
        o.workspace(),
        at,
        keptStep(panel),
        scratch,
        roomAt);
  }

  private void packSource(Operands o, int plane0, int plane1, int row0, int row1, float[] scratch) {
    int tiles = tileRowsOfPiece * s.tileColumns();
    int depth = s.toSizes().get(0);
    int count = plane1 - plane0 + s.depthTaps() - 1;
    for (int q = 0; q < count; q++) {
      int n = s.depthTaps() == 1 ? (plane0 + q) / depth : plane0 / depth;
      int d = plane0 + q - n * depth - s.before().get(0);
      int at = Lanes.ALIGNED + q * tiles * BLOCK;
      source.pack(o.array(0), o.offset(0), n, d, row0, row1, 0, scratch, at, scratch, roomAt);
    }
  }

  /// The products `[position][tile][width]` of a panel.
  private void multiply(Operands o, int panel, int count, float[] scratch) {
    int width = panels.width(panel);
    int start = o.workspaceOffset() + panelStart(panel);
    for (int p = 0; p < s.positions(); p++) {
      BlockTile.multiply(
          panels.vectors(panel),
          count,
          false,
          scratch,
          Lanes.ALIGNED + p * source.positionStep(),
          off,
          0,
          off.length,
          o.workspace(),
          start + p * keptStep(panel),
          scratch,
          productsAt + p * productStep(width),
          width);
    }
  }

  /// The target values of a panel, from its products.
  private void write(
      Operands o, int plane0, int plane1, int row0, int row1, int panel, float[] scratch) {
    int columns = s.tileColumns();
    int tiles = tileRowsOfPiece * columns;
    int width = panels.width(panel);
    for (int plane = plane0; plane < plane1; plane++) {
      for (int th = row0; th < row1; th++) {
        int row = (plane - plane0) * tiles + (th - row0) * columns;
        for (int tw = 0; tw < columns; tw += stripTiles) {
          int count = Math.min(stripTiles, columns - tw);
          strip(o, plane, th, tw, count, panel, scratch, productsAt + (row + tw) * width);
        }
      }
    }
  }

  private void strip(
      Operands o, int plane, int th, int tw, int count, int panel, float[] scratch, int at) {
    WinogradAxis high = s.height();
    WinogradAxis wide = s.width();
    int width = panels.width(panel);
    int real = panels.real(panel);
    int step = productStep(width);
    int column = count * width;
    int line = wide.inputs() * column;
    for (int j = 0; j < wide.inputs(); j++) {
      int to = roomAt + j * column;
      int from = at + j * step;
      WinogradMaps.output(high, scratch, from, wide.inputs() * step, column, scratch, to, line);
    }
    int sizeH = s.toSizes().get(1);
    int sizeW = s.toSizes().get(2);
    int room = roomAt + high.outputs() * line;
    for (int i = 0; i < Math.min(high.outputs(), sizeH - th * high.outputs()); i++) {
      int h = th * high.outputs() + i;
      int start = o.outputOffset() + (plane * sizeH + h) * sizeW * pixel + panels.first(panel);
      for (int t = 0; t < count; t++) {
        int from = roomAt + i * line + t * width;
        int w = (tw + t) * wide.outputs();
        int to = start + w * pixel;
        int valid = Math.min(wide.outputs(), sizeW - w);
        if (valid == wide.outputs() && real == width) {
          WinogradMaps.output(wide, scratch, from, column, width, o.output(), to, pixel);
        } else {
          WinogradMaps.output(wide, scratch, from, column, width, scratch, room, width);
          for (int j = 0; j < valid; j++) {
            System.arraycopy(scratch, room + j * width, o.output(), to + j * pixel, real);
          }
        }
      }
      if (epilogue != null) {
        int w = tw * wide.outputs();
        int pixels = Math.min(count * wide.outputs(), sizeW - w);
        int first = start - o.outputOffset() + w * pixel;
        epilogue.finish(o, first, pixels, pixel, panels.first(panel), real);
      }
    }
  }
}

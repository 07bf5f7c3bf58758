package dev.loupe.kernel;

/// The weights' gradient as matrix products over pixels: `weights[tap, c][k] = sum over pixels of
/// source[pixel + tap][c] target[pixel][k]`.
///
/// Phase 0: a piece is a share of the pixels, a group of blocks of 16 rows and a group of panels of
/// columns, so small that its sums stay in the second-level cache. It runs over its pixels 128 at a
/// time: both operands are copied slot by slot ([PixelSlots]) and multiplied on [PixelTile]s. Phase
/// 1 adds the shares in order and writes the weights.
///
/// Rows are what lies under the taps and columns the target's channels, or, where that fills the
/// vectors better, the other way round. Columns that few rows use aren't copied but read in place.
final class BlockWeights implements Kernel {
  private static final int BLOCK = PixelTile.BLOCK;
  private static final int WANTED_PIECES = 16;
  private static final int PIXELS = 128;
  // Fewer channels than this are taken with all taps together.
  private static final int FEW = 16;
  // Blocks of rows of a piece.
  private static final int MOST_BLOCKS = 16;
  // Columns of a piece.
  private static final int MOST_COLUMNS = 512;
  // Floats of partial sums above which fewer shares are taken.
  private static final int WORKSPACE = 4 << 20;

  private final ConvolutionGeometry g;
  private final int pixels;
  private final boolean swapped;
  private final boolean direct;
  private final PixelSlots rows;
  private final PixelSlots columns;
  private final Slots blocks;
  private final ColumnPanels panels;
  private final int blocksOfPiece;
  private final int blockGroups;
  private final int panelsOfPiece;
  private final int panelGroups;
  private final int shares;
  private final int partial;
  private final int chunk;
  private final int blockStep;
  private final int panelStep;
  private final int columnsAt;
  private final int roomAt;
  private final Pieces combine;

  BlockWeights(ConvolutionGeometry g) {
    this.g = g;
    this.pixels = g.batch() * ConvolutionGeometry.pixels(g.targetSizes());
    this.chunk = Math.min(PIXELS, pixels);
    int channels = g.groupTarget();
    int patch = g.taps() * g.groupSource();
    ColumnPanels whole = new ColumnPanels(channels);
    ColumnPanels across = new ColumnPanels(patch);
    boolean few = g.groupSource() < FEW;
    PixelSlots under = few ? new PatchSlots(g, Slots.blocks(patch), chunk) : new TapSlots(g);
    this.swapped = cost(Slots.blocks(channels), across) < cost(under.cut(), whole);
    this.panels = swapped ? across : whole;
    this.rows = swapped ? new ChannelSlots(Slots.blocks(channels), g.targetChannels()) : under;
    this.columns =
        swapped ? new PatchSlots(g, across, chunk) : new ChannelSlots(whole, g.targetChannels());

    this.blocks = rows.cut();
    // Tiles of short vectors need pixels side by side.
    this.direct = Lanes.N == 16 && few && !swapped && panels.padded() == channels;
    this.blocksOfPiece = Pieces.even(blocks.count(), MOST_BLOCKS);
    this.blockGroups = Pieces.parts(blocks.count(), blocksOfPiece);
    this.panelsOfPiece =
        Pieces.even(panels.count(), Math.max(1, MOST_COLUMNS / (ColumnPanels.WIDEST * Lanes.N)));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.partial = g.groups() * blocks.count() * BLOCK * panels.padded();
    // By shape alone, whatever the length of a vector.
    int others =
        g.groups()
            * Pieces.parts(patch, MOST_BLOCKS * BLOCK)
            * Pieces.parts(channels, MOST_COLUMNS);
    int wanted = Math.min(Pieces.parts(WANTED_PIECES, others), WORKSPACE / g.weights());
    this.shares = Math.clamp(wanted, 1, Pieces.parts(pixels, PIXELS));
    // An odd number of cache lines apart: blocks then lie in different sets of the cache. The last
    // line is room for what a copied vector may have too much.
    this.blockStep = (chunk + 1 | 1) * BLOCK;
    this.panelStep = chunk * panels.widest() + BLOCK;
    this.columnsAt = Lanes.ALIGNED + blocksOfPiece * blockStep;
    this.roomAt = columnsAt + panelsOfPiece * panelStep;
    long cost = (long) BLOCK * panels.padded() * shares;
    this.combine = Pieces.of(g.groups() * blocks.count(), cost);
  }

  /// The multiply-adds of vectors for each pixel.
  private static long cost(Slots blocks, ColumnPanels panels) {
    long sum = 0;
    for (int panel = 0; panel < panels.count(); panel++) {
      int vectors = panels.vectors(panel);
      for (int block = 0; block < blocks.count(); block++) {
        sum += (long) vectors * PixelTile.computed(vectors, blocks.real(block));
      }
    }
    return sum;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 1 ? combine.count() : shares * g.groups() * blockGroups * panelGroups;
  }

  @Override
  public long workspace() {
    return (long) shares * partial;
  }

  @Override
  public int scratch() {
    return roomAt + Math.max(rows.room(), columns.room());
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      for (int block = combine.from(piece); block < combine.to(piece); block++) {
        combine(o, block / blocks.count(), block % blocks.count());
      }
      return;
    }
    int panel0 = piece % panelGroups * panelsOfPiece;
    int rest = piece / panelGroups;
    int block0 = rest % blockGroups * blocksOfPiece;
    rest /= blockGroups;
    int group = rest % g.groups();
    int share = rest / g.groups();
    int panel1 = Math.min(panels.count(), panel0 + panelsOfPiece);
    int block1 = Math.min(blocks.count(), block0 + blocksOfPiece);
    int first = (int) ((long) pixels * share / shares);
    int end = (int) ((long) pixels * (share + 1) / shares);
    for (int p = first; p < end; p += chunk) {
      int count = Math.min(chunk, end - p);
      multiply(o, share, group, block0, block1, panel0, panel1, p, count, p > first, scratch);
    }
  }

  /// Adds some pixels to the sums of a piece.
  private void multiply(
      Operands o,
      int share,
      int group,
      int block0,
      int block1,
      int panel0,
      int panel1,
      int first,
      int count,
      boolean add,
      float[] scratch) {
    int source = o.offset(0) + group * g.groupSource();
    int target = o.offset(1) + group * g.groupTarget();
    float[] in = o.array(swapped ? 1 : 0);
    int start = swapped ? target : source;
    rows.copy(in, start, first, count, block0, block1, scratch, Lanes.ALIGNED, blockStep, roomAt);
    in = o.array(swapped ? 0 : 1);
    start = swapped ? source : target;
    if (!direct) {
      columns.copy(in, start, first, count, panel0, panel1, scratch, columnsAt, panelStep, roomAt);
    }
    float[] c = o.workspace();
    for (int panel = panel0; panel < panel1; panel++) {
      int vectors = panels.vectors(panel);
      int width = panels.width(panel);
      int b =
          direct
              ? start + first * g.targetChannels() + panels.first(panel)
              : columnsAt + (panel - panel0) * panelStep;
      float[] from = direct ? in : scratch;
      int bStep = direct ? g.targetChannels() : width;
      for (int block = block0; block < block1; block++) {
        int a = Lanes.ALIGNED + (block - block0) * blockStep;
        int at = sums(o, share, group, block, panel);
        int real = blocks.real(block);
        PixelTile.multiply(vectors, real, add, scratch, a, count, from, b, bStep, c, at, width);
      }
    }
  }

  /// Where the sums of a block of rows and a panel start.
  private int sums(Operands o, int share, int group, int block, int panel) {
    return o.workspaceOffset()
        + share * partial
        + (group * blocks.count() + block) * BLOCK * panels.padded()
        + panels.first(panel) * BLOCK;
  }

  /// Adds the shares of a block of rows and writes them to the weights.
  private void combine(Operands o, int group, int block) {
    float[] in = o.workspace();
    float[] out = o.output();
    int to = o.outputOffset() + group * g.groupTarget();
    int step = g.targetChannels();
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.width(panel);
      int real = panels.real(panel);
      int column = panels.first(panel);
      int from = sums(o, 0, group, block, panel);
      for (int m = 0; m < blocks.real(block); m++) {
        int row = blocks.first(block) + m;
        int at = from + m * width;
        if (swapped) {
          // Shares are added in place: the weights are a column here.
          for (int s = 1; s < shares; s++) {
            VectorSum.add(in, at + s * partial, in, at, real);
          }
          for (int n = 0; n < real; n++) {
            out[to + (column + n) * step + row] = in[at + n];
          }
        } else {
          System.arraycopy(in, at, out, to + row * step + column, real);
          for (int s = 1; s < shares; s++) {
            VectorSum.add(in, at + s * partial, out, to + row * step + column, real);
          }
        }
      }
    }
  }
}

package dev.loupe.kernel;

/// Computes rows of a grid with pixels in the lanes, from [Planes]: for few channels, which would
/// leave most lanes empty.
///
/// A piece is a block of rows of one sample and depth. Tiles run over the rows as they lie one
/// behind the other in the planes; what they compute between two rows, from the padding there, is
/// dropped. A tile lands in scratch, from where its channels are brought together again.
final class PixelLanes implements GridKernel {
  private final GridSpace s;
  private final RowBlocks blocks;
  private final Planes planes;
  private final int width;
  private final int tileAt;
  private final int[] off;

  PixelLanes(GridSpace s) {
    this.s = s;
    this.width = s.grid().width().count();
    this.blocks = RowBlocks.of(s, padded(), NarrowTile.PIXELS);
    this.planes = new Planes(s, blocks.size());
    this.tileAt = Lanes.ALIGNED + planes.size();
    this.off = planes.offsets();
  }

  @Override
  public int panels() {
    return Pieces.parts(s.toChannels(), NarrowTile.rows(s.toChannels()));
  }

  @Override
  public int first(int panel) {
    return panel * NarrowTile.rows(s.toChannels());
  }

  @Override
  public int columns(int panel) {
    return NarrowTile.rows(s.toChannels() - first(panel));
  }

  @Override
  public int pieces() {
    return blocks.pieces();
  }

  @Override
  public int scratch() {
    return tileAt + columns(0) * NarrowTile.PIXELS;
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
    int length = (h1 - 1 - h0) * planes.pitch() + width;
    for (int group = 0; group < s.groups(); group++) {
      planes.pack(o, n, d, h0, h1, group, scratch, Lanes.ALIGNED);
      int to = o.outputOffset() + s.to(n, d, h0, 0) + group * s.toChannels();
      for (int i = 0; i < length; i += NarrowTile.PIXELS) {
        for (int p = 0; p < panels(); p++) {
          multiply(o, group, p, i, scratch);
          write(o.output(), to, p, i, Math.min(length, i + NarrowTile.PIXELS), scratch);
        }
      }
    }
  }

  private void multiply(Operands o, int group, int panel, int pixel, float[] scratch) {
    int rows = columns(panel);
    int k = off.length;
    int a0 = Lanes.ALIGNED + pixel;
    float[] b = o.workspace();
    int b0 = o.workspaceOffset() + s.packedStart() + (group * padded() + first(panel)) * k;
    for (int i = 0; i == 0 || i < k; i += NarrowTile.LONGEST) {
      int count = Math.min(NarrowTile.LONGEST, k - i);
      int bi = b0 + i * rows;
      NarrowTile.tile(rows, i > 0, scratch, a0, off, i, count, b, bi, scratch, tileAt);
    }
  }

  /// Writes what is real of the places `from .. end` of the planes.
  private void write(float[] out, int to, int panel, int from, int end, float[] tile) {
    int pixel = s.groups() * s.toChannels();
    int step = s.grid().width().step() * pixel;
    int line = s.grid().height().step() * s.toSizes().get(2) * pixel;
    int first = first(panel);
    int real = Math.min(columns(panel), s.toChannels() - first);
    int pitch = planes.pitch();
    for (int h = from / pitch; h * pitch < end; h++) {
      int q0 = Math.max(from - h * pitch, 0);
      int count = Math.min(end - h * pitch, width) - q0;
      for (int r = 0; r < real; r++) {
        int at = tileAt + r * NarrowTile.PIXELS + h * pitch + q0 - from;
        int o = to + h * line + q0 * step + first + r;
        for (int q = 0; q < count; q++) {
          out[o + q * step] = tile[at + q];
        }
      }
    }
  }
}

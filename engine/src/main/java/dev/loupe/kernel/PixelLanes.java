package dev.loupe.kernel;

import java.util.Arrays;

/// Computes rows of a grid with pixels in the lanes, from [Planes]: for few channels, which would
/// leave most lanes empty.
///
/// A piece is a block of rows of one sample and depth. Tiles run over the rows as they lie one
/// behind the other in the planes, into planes of what is written; what they compute between two
/// rows, from the padding there, is dropped when the channels are brought together again.
final class PixelLanes implements GridKernel {
  private final GridSpace s;
  private final RowBlocks blocks;
  private final Planes planes;
  private final int width;
  private final int height;
  private final int resultAt;
  private final int resultSize;
  private final int[] off;
  private final Splitter joiner;

  PixelLanes(GridSpace s) {
    this.s = s;
    this.width = s.grid().width().count();
    this.height = NarrowTile.rows(s.toChannels());
    this.blocks = RowBlocks.of(s, padded(), NarrowTile.pixels(height));
    this.planes = new Planes(s, blocks.size());
    this.off = planes.offsets();
    this.resultAt = Lanes.ALIGNED + planes.size();
    int most = 0;
    for (int p = 0; p < panels(); p++) {
      int pixels = NarrowTile.pixels(columns(p));
      most = Math.max(most, Pieces.parts(blocks.size() * planes.pitch(), pixels) * pixels);
    }
    // Not a multiple of 4 KiB, see Planes.
    this.resultSize = WinogradSpace.spread(most);
    int[] places = new int[s.step()];
    Arrays.fill(places, -1);
    for (int c = 0; c < s.toChannels(); c++) {
      places[c] = c * resultSize;
    }
    this.joiner = new Splitter(places);
  }

  @Override
  public int panels() {
    return Pieces.parts(s.toChannels(), height);
  }

  @Override
  public int first(int panel) {
    return panel * height;
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
    return resultAt + padded() * resultSize;
  }

  @Override
  public long outputStart(int piece) {
    return blocks.outputStart(piece);
  }

  @Override
  public void run(int piece, Operands o, float[] scratch) {
    int h0 = blocks.from(piece);
    int rows = blocks.to(piece) - h0;
    int d = blocks.depth(piece);
    int n = blocks.sample(piece);
    int pitch = planes.pitch();
    for (int group = 0; group < s.groups(); group++) {
      planes.pack(o, n, d, h0, h0 + rows, group, scratch, Lanes.ALIGNED);
      for (int p = 0; p < panels(); p++) {
        multiply(o, group, p, (rows - 1) * pitch + width, scratch);
      }
      int to = o.outputOffset() + s.to(n, d, h0, 0) + group * s.toChannels();
      if (pitch == width && s.whole()) {
        joiner.join(scratch, resultAt, 0, 1, rows * width, o.output(), to, 0);
      } else {
        joiner.join(scratch, resultAt, pitch, rows, width, o.output(), to, s.line());
      }
    }
  }

  private void multiply(Operands o, int group, int panel, int length, float[] scratch) {
    int rows = columns(panel);
    int pixels = NarrowTile.pixels(rows);
    int k = off.length;
    float[] b = o.workspace();
    int b0 = o.workspaceOffset() + s.packedStart() + (group * padded() + first(panel)) * k;
    int c0 = resultAt + first(panel) * resultSize;
    for (int p = 0; p < length; p += pixels) {
      for (int i = 0; i == 0 || i < k; i += NarrowTile.LONGEST) {
        int count = Math.min(NarrowTile.LONGEST, k - i);
        NarrowTile.tile(
            rows,
            i > 0,
            scratch,
            Lanes.ALIGNED + p,
            off,
            i,
            count,
            b,
            b0 + i * rows,
            scratch,
            c0 + p,
            resultSize);
      }
    }
  }
}

package dev.loupe.kernel;

import java.util.Arrays;

/// Computes rows of a grid from transposed input rows.
///
/// A piece is a block of rows of one sample and depth. The input rows under it are copied into
/// scratch as `[depth tap][row][channel][phase][q]`, padding included, where a row is split into
/// `sourceStep` phases so that values that neighbours in the grid meet lie side by side. Then every
/// tap of every channel is a constant distance from the place of the grid value: the table `off`.
/// The last tile of a row is moved back to end with the row; what it computes again is the same.
final class PlanePacker implements GridKernel {
  /// Below this width the gathering way wastes fewer rows of a tile.
  static final int LEAST_WIDTH = 8;

  private static final int ROWS_NARROW = 16;
  private static final int LEAST_PIECES = 16;

  private final GridSpace s;
  private final TapAxis depth;
  private final TapAxis height;
  private final TapAxis width;
  private final Panels panels;
  private final int block;
  private final int blocks;
  private final int rows;
  private final int phases;
  private final int columns;
  private final int rowSize;
  private final int planeSize;
  private final int tileAt;
  private final int[] off;

  PlanePacker(GridSpace s) {
    this.s = s;
    this.depth = s.grid().depth();
    this.height = s.grid().height();
    this.width = s.grid().width();
    this.panels = new Panels(s.toChannels());
    this.phases = Math.min(width.sourceStep(), width.spread() + 1);
    this.columns =
        Math.max(width.count(), panels.narrow() ? ROWS_NARROW : Tile.ROWS)
            + width.spread() / width.sourceStep();
    this.rowSize = s.fromChannels() * phases * columns;
    this.block = blockRows();
    this.blocks = (height.count() + block - 1) / block;
    this.rows = (block - 1) * height.sourceStep() + height.spread() + 1;
    this.planeSize = rows * rowSize;
    this.tileAt = depth.taps().length * planeSize;
    this.off = offsets();
  }

  /// As many rows as fit the cache, but fewer where there would be too few pieces.
  private int blockRows() {
    int fit = 1;
    while (fit < height.count()
        && depth.taps().length * rowSize * (fit * height.sourceStep() + height.spread() + 1)
            <= GridSpace.CACHE) {
      fit++;
    }
    int others = s.batch() * depth.count();
    long work = (long) s.batch() * s.grid().pixels() * s.depth() * s.groups() * panels.padded();
    int pieces = (int) Math.min(LEAST_PIECES, 1 + work / Pieces.GRAIN);
    int wanted = (pieces + others - 1) / others;
    return Math.max(1, Math.min(fit, height.count() / wanted));
  }

  private int[] offsets() {
    int[] table = new int[s.depth()];
    int at = 0;
    for (int d = 0; d < depth.taps().length; d++) {
      for (int shiftH : height.shifts()) {
        for (int shiftW : width.shifts()) {
          int u = shiftW - width.least();
          int base =
              d * planeSize
                  + (shiftH - height.least()) * rowSize
                  + u % width.sourceStep() * columns
                  + u / width.sourceStep();
          for (int c = 0; c < s.fromChannels(); c++) {
            table[at++] = base + c * phases * columns;
          }
        }
      }
    }
    return table;
  }

  @Override
  public int pieces() {
    return s.batch() * depth.count() * blocks;
  }

  @Override
  public int scratch() {
    return tileAt + ROWS_NARROW * Tile.COLUMNS;
  }

  @Override
  public long outputStart(int piece) {
    int n = piece / blocks;
    return s.whole() ? s.to(n / depth.count(), n % depth.count(), piece % blocks * block, 0) : -1;
  }

  @Override
  public void run(int piece, Operands o, float[] scratch) {
    int h0 = piece % blocks * block;
    int h1 = Math.min(height.count(), h0 + block);
    int plane = piece / blocks;
    int d = plane % depth.count();
    int n = plane / depth.count();
    for (int group = 0; group < s.groups(); group++) {
      for (int t = 0; t < depth.taps().length; t++) {
        int sd = d * depth.sourceStep() + depth.shifts()[t];
        packPlane(o, n, sd, h0, h1, group, scratch, t * planeSize);
      }
      for (int p = 0; p < panels.count(); p++) {
        for (int h = h0; h < h1; h++) {
          row(o, n, d, h, (h - h0) * height.sourceStep() * rowSize, group, p, scratch);
        }
      }
    }
  }

  private void packPlane(
      Operands o, int n, int sd, int h0, int h1, int group, float[] scratch, int at) {
    int first = h0 * height.sourceStep() + height.least();
    int count = (h1 - 1 - h0) * height.sourceStep() + height.spread() + 1;
    boolean inside = sd >= 0 && sd < s.fromSizes().get(0);
    for (int r = 0; r < count; r++) {
      int sh = first + r;
      if (inside && sh >= 0 && sh < s.fromSizes().get(1)) {
        int from = o.offset(0) + s.from(n, sd, sh, 0) + group * s.fromChannels();
        for (int phase = 0; phase < phases; phase++) {
          packRow(o.array(0), from, phase, scratch, at + r * rowSize + phase * columns);
        }
      } else {
        Arrays.fill(scratch, at + r * rowSize, at + (r + 1) * rowSize, 0);
      }
    }
  }

  /// Transposes one phase of a row: `scratch[c][q] = in[q * sourceStep + phase + least][c]`.
  private void packRow(float[] in, int from, int phase, float[] out, int at) {
    int step = width.sourceStep();
    int shift = phase + width.least();
    int size = s.fromSizes().get(2);
    int begin = Math.min(columns, Math.max(0, (-shift + step - 1) / step));
    int end = Math.max(begin, Math.min(columns, (size - shift + step - 1) / step));
    int channels = s.fromChannels();
    int pixel = s.groups() * channels;
    int plane = phases * columns;
    for (int c = 0; c < channels; c++) {
      Arrays.fill(out, at + c * plane, at + c * plane + begin, 0);
      Arrays.fill(out, at + c * plane + end, at + c * plane + columns, 0);
    }
    int q = begin;
    if (pixel == 1 && step == 1) {
      System.arraycopy(in, from + q + shift, out, at + q, end - q);
      return;
    }
    int jump = step * pixel;
    for (; q + 8 <= end; q += 8) {
      Transposition.eight(
          in, from + (q * step + shift) * pixel, jump, channels, out, at + q, plane);
    }
    for (; q < end; q++) {
      int i = from + (q * step + shift) * pixel;
      for (int c = 0; c < channels; c++) {
        out[at + c * plane + q] = in[i + c];
      }
    }
  }

  private void row(
      Operands o, int n, int d, int h, int base, int group, int panel, float[] scratch) {
    int k = s.depth();
    int real = panels.real(panel);
    boolean wide = panels.width(panel) == Tile.COLUMNS;
    int rowsOfTile = wide ? Tile.ROWS : ROWS_NARROW;
    boolean fits = real == panels.width(panel) && width.count() >= rowsOfTile;
    int weights =
        o.workspaceOffset() + s.packedStart() + group * panels.size(k) + panels.start(panel, k);
    int to = o.outputOffset() + s.to(n, d, h, 0) + group * s.toChannels() + panel * Tile.COLUMNS;
    int step = width.step() * s.groups() * s.toChannels();
    float[] out = o.output();
    for (int q = 0; q < width.count(); q += rowsOfTile) {
      int start = Math.max(0, Math.min(q, width.count() - rowsOfTile));
      if (fits) {
        multiply(wide, scratch, base + start, o.workspace(), weights, out, to + start * step, step);
      } else {
        multiply(
            wide, scratch, base + start, o.workspace(), weights, scratch, tileAt, Tile.COLUMNS);
        int valid = Math.min(rowsOfTile, width.count() - start);
        VectorRows.copy(scratch, tileAt, Tile.COLUMNS, out, to + start * step, step, valid, real);
      }
    }
  }

  private void multiply(
      boolean wide, float[] a, int a0, float[] b, int b0, float[] c, int c0, int cStep) {
    if (wide) {
      Tile.rows8x2(false, a, a0, off, off.length, b, b0, Tile.COLUMNS, c, c0, cStep);
    } else {
      Tile.rows16x1(false, a, a0, off, off.length, b, b0, Lanes.N, c, c0, cStep);
    }
  }
}

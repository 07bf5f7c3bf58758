package dev.loupe.kernel;

import java.util.Arrays;

/// The weights' gradient: `weights[tap, c][k] = sum over pixels of source[pixel + tap][c]
/// target[pixel][k]`, on [Tile]s.
///
/// Rows m are the values that lie side by side under one row of the kernel (its width and the
/// source channels; single taps where the width is dilated), columns the target channels, and the
/// sum runs over pixels. Source rows are copied into scratch with their padding; target rows are
/// used where they lie, or copied where their channels don't fill vectors.
///
/// The samples' planes are cut into `shares`, by shape alone, with a partial sum each in the
/// workspace; phase 1 adds the shares in order. Where weights are large and shares few, kernel
/// rows and panels make further pieces.
final class ConvolutionWeightsVector implements Kernel {
  private static final int MOST_SHARES = 32;
  private static final int LEAST_PIECES = 16;
  // Floats of partial sums above which fewer shares are taken.
  private static final int WORKSPACE = 4 << 20;
  // Pixels for which a tile should stay in registers.
  private static final int LONG_SUM = 256;

  private final ConvolutionGeometry g;
  private final Axis depth;
  private final Axis height;
  private final Axis width;
  private final int targetHeight;
  private final int targetWidth;
  private final Panels panels;
  private final boolean copiesTarget;
  private final int widthTaps;
  private final int run;
  private final int tileRows;
  private final int runRows;
  private final int segments;
  private final int kernelRows;
  private final int partial;
  private final int planes;
  private final int shares;
  private final boolean splitRows;
  private final int panelBlocks;
  private final int panelsPerBlock;
  private final int blockRows;
  private final int blockPlanes;
  private final int rowSize;
  private final int planeRows;
  private final int sourceScratch;
  private final int targetScratch;
  private final int[] off;
  private final Pieces combine;

  ConvolutionWeightsVector(ConvolutionGeometry g) {
    this.g = g;
    this.depth = g.axes().get(0);
    this.height = g.axes().get(1);
    this.width = g.axes().get(2);
    this.targetHeight = g.targetSizes().get(1);
    this.targetWidth = g.targetSizes().get(2);
    this.panels = new Panels(g.groupTarget());
    this.copiesTarget = g.groupTarget() % Lanes.N != 0;
    this.widthTaps = width.dilation() == 1 ? 1 : width.kernel();
    this.run = (width.dilation() == 1 ? width.kernel() : 1) * g.groupSource();
    this.tileRows = panels.narrow() ? 16 : Tile.ROWS;
    this.runRows = (run + tileRows - 1) / tileRows * tileRows;
    this.kernelRows = depth.kernel() * height.kernel();
    this.segments = kernelRows * widthTaps;
    this.partial = g.groups() * segments * runRows * panels.padded();
    this.planes = g.batch() * g.targetSizes().get(0);
    this.shares = Math.max(1, Math.min(Math.min(planes, MOST_SHARES), WORKSPACE / partial));
    this.splitRows = shares < LEAST_PIECES;
    int rowPieces = shares * (splitRows ? kernelRows : 1) * g.groups();
    int wanted = Math.min(panels.count(), (LEAST_PIECES + rowPieces - 1) / rowPieces);
    this.panelsPerBlock = (panels.count() + wanted - 1) / wanted;
    this.panelBlocks = (panels.count() + panelsPerBlock - 1) / panelsPerBlock;

    int padded = (targetWidth - 1) * width.stride() + width.extent();
    this.rowSize = padded * g.groupSource();
    int fit = 1;
    while (fit < targetHeight && sourceRows(fit + 1) * rowSize <= GridSpace.CACHE) {
      fit++;
    }
    this.blockRows = fit;
    this.planeRows = sourceRows(blockRows);
    int together = Math.max(1, GridSpace.CACHE / (planeRows * rowSize));
    this.blockPlanes =
        blockRows < targetHeight
            ? 1
            : Math.min(together, (LONG_SUM - 1) / (targetHeight * targetWidth) + 1);
    this.sourceScratch = blockPlanes * planeRows * rowSize + 16;
    int pixels = blockPlanes * blockRows * targetWidth;
    this.targetScratch = copiesTarget ? pixels * panels.padded() : 0;
    this.off = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      int plane = p / (blockRows * targetWidth);
      int h = p / targetWidth % blockRows;
      int w = p % targetWidth;
      off[p] =
          (plane * planeRows + h * height.stride()) * rowSize
              + w * width.stride() * g.groupSource();
    }
    this.combine = Pieces.of(g.groups() * segments, (long) run * panels.padded() * shares);
  }

  private int sourceRows(int targetRows) {
    return (targetRows - 1) * height.stride() + height.extent();
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 1
        ? combine.count()
        : shares * (splitRows ? kernelRows : 1) * g.groups() * panelBlocks;
  }

  @Override
  public long workspace() {
    return (long) shares * partial;
  }

  @Override
  public int scratch() {
    return sourceScratch + targetScratch;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      for (int s = combine.from(piece); s < combine.to(piece); s++) {
        combine(o, s / segments, s % segments);
      }
      return;
    }
    int block = piece % panelBlocks;
    int rest = piece / panelBlocks;
    int group = rest % g.groups();
    rest /= g.groups();
    int row = splitRows ? rest % kernelRows : 0;
    int share = splitRows ? rest / kernelRows : rest;
    int panel0 = block * panelsPerBlock;
    int panel1 = Math.min(panels.count(), panel0 + panelsPerBlock);
    int row0 = splitRows ? row : 0;
    int row1 = splitRows ? row + 1 : kernelRows;
    int sums = o.workspaceOffset() + share * partial + group * (partial / g.groups());
    for (int r = row0 * widthTaps; r < row1 * widthTaps; r++) {
      for (int p = panel0; p < panel1; p++) {
        int at = panel(sums, r, p);
        Arrays.fill(o.workspace(), at, at + runRows * panels.width(p), 0);
      }
    }
    int from = (int) ((long) planes * share / shares);
    int to = (int) ((long) planes * (share + 1) / shares);
    for (int kd = row0 / height.kernel(); kd <= (row1 - 1) / height.kernel(); kd++) {
      int first = Math.max(row0 - kd * height.kernel(), 0);
      int last = Math.min(row1 - kd * height.kernel(), height.kernel());
      for (int plane = from; plane < to; plane += blockPlanes) {
        int count = Math.min(blockPlanes, to - plane);
        for (int h = 0; h < targetHeight; h += blockRows) {
          int rows = Math.min(blockRows, targetHeight - h);
          block(o, group, kd, first, last, plane, count, h, rows, panel0, panel1, sums, scratch);
        }
      }
    }
  }

  /// Where the sums of a segment and panel start.
  private int panel(int sums, int segment, int panel) {
    return sums + segment * runRows * panels.padded() + panel * Tile.COLUMNS * runRows;
  }

  private void block(
      Operands o,
      int group,
      int kd,
      int firstRow,
      int lastRow,
      int plane,
      int count,
      int h,
      int rows,
      int panel0,
      int panel1,
      int sums,
      float[] scratch) {
    for (int i = 0; i < count; i++) {
      packSource(o, group, kd, plane + i, h, rows, scratch, i * planeRows * rowSize);
    }
    int pixels = count * rows * targetWidth;
    int target =
        o.offset(1)
            + (plane * targetHeight + h) * targetWidth * g.targetChannels()
            + group * g.groupTarget();
    float[] b = o.array(1);
    int step = g.targetChannels();
    if (copiesTarget) {
      packTarget(b, target, pixels, scratch);
      b = scratch;
      target = sourceScratch;
      step = panels.padded();
    }
    float[] c = o.workspace();
    for (int kh = firstRow; kh < lastRow; kh++) {
      for (int kw = 0; kw < widthTaps; kw++) {
        int segment = (kd * height.kernel() + kh) * widthTaps + kw;
        int tap = kh * height.dilation() * rowSize + kw * width.dilation() * g.groupSource();
        for (int p = panel0; p < panel1; p++) {
          int at = panel(sums, segment, p);
          int w = panels.width(p);
          int b0 = target + p * Tile.COLUMNS;
          if (w == Tile.COLUMNS) {
            for (int m = 0; m < run; m += Tile.ROWS) {
              Tile.rows8x2(true, scratch, tap + m, off, pixels, b, b0, step, c, at + m * w, w);
            }
          } else {
            for (int m = 0; m < run; m += 16) {
              Tile.rows16x1(true, scratch, tap + m, off, pixels, b, b0, step, c, at + m * w, w);
            }
          }
        }
      }
    }
  }

  /// Copies the source rows under some target rows of a plane, with padding.
  private void packSource(
      Operands o, int group, int kd, int plane, int h, int rows, float[] scratch, int at) {
    int n = plane / g.targetSizes().get(0);
    int sd =
        plane % g.targetSizes().get(0) * depth.stride() - depth.before() + kd * depth.dilation();
    boolean inside = sd >= 0 && sd < g.sourceSizes().get(0);
    int channels = g.groupSource();
    int sourceWidth = g.sourceSizes().get(2);
    int before = Math.min(width.before() * channels, rowSize);
    int real = Math.max(0, Math.min(sourceWidth * channels, rowSize - before));
    for (int r = 0; r < sourceRows(rows); r++) {
      int sh = h * height.stride() - height.before() + r;
      int to = at + r * rowSize;
      if (!inside || sh < 0 || sh >= g.sourceSizes().get(1)) {
        Arrays.fill(scratch, to, to + rowSize, 0);
        continue;
      }
      int from =
          o.offset(0)
              + ((n * g.sourceSizes().get(0) + sd) * g.sourceSizes().get(1) + sh)
                  * sourceWidth
                  * g.sourceChannels()
              + group * channels;
      Arrays.fill(scratch, to, to + before, 0);
      if (g.groups() == 1) {
        System.arraycopy(o.array(0), from, scratch, to + before, real);
      } else {
        for (int i = 0; i < real; i += channels) {
          System.arraycopy(o.array(0), from + i * g.groups(), scratch, to + before + i, channels);
        }
      }
      Arrays.fill(scratch, to + before + real, to + rowSize, 0);
    }
  }

  private void packTarget(float[] in, int from, int pixels, float[] scratch) {
    int real = g.groupTarget();
    int padded = panels.padded();
    for (int p = 0; p < pixels; p++) {
      int to = sourceScratch + p * padded;
      System.arraycopy(in, from + p * g.targetChannels(), scratch, to, real);
      Arrays.fill(scratch, to + real, to + padded, 0);
    }
  }

  /// Adds the shares of one segment and writes its rows to the weights.
  private void combine(Operands o, int group, int segment) {
    int columns = g.groupTarget();
    int kernelRow = segment / widthTaps;
    int firstTap = kernelRow * width.kernel() + segment % widthTaps;
    float[] in = o.workspace();
    float[] out = o.output();
    for (int p = 0; p < panels.count(); p++) {
      int w = panels.width(p);
      int real = panels.real(p);
      for (int m = 0; m < run; m++) {
        int to =
            o.outputOffset()
                + (firstTap * g.groupSource() + m) * g.targetChannels()
                + group * columns
                + p * Tile.COLUMNS;
        int from = panel(o.workspaceOffset() + group * (partial / g.groups()), segment, p) + m * w;
        System.arraycopy(in, from, out, to, real);
        for (int s = 1; s < shares; s++) {
          VectorSum.add(in, from + s * partial, out, to, real);
        }
      }
    }
  }
}

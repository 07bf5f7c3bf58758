package dev.loupe.kernel;

import dev.loupe.kernel.InsideRuns.Run;
import java.util.Arrays;

/// Only the taps that lie inside of the source: for small planes, where padding would be a large
/// share of the products.
///
/// Values are ordered by place first and sample second ([InsideRuns]). A piece is a slice of the
/// samples, some lines and some panels; its sums stay in scratch. Tap after tap, some blocks of
/// channels at a time, what the tap meets inside is gathered as `[block][row][16]` and multiplied
/// on [BlockTile]s; so the weights are read once for all values of the piece.
final class InsidePart extends BlockPart {
  private final InsideRuns runs;
  private final int blocks;
  private final int together;
  private final int panelGroups;
  private final int samples;
  private final int width;
  private final int step;
  private final int[] off;
  private final int sumsAt;
  private final int sumRows;

  InsidePart(Work work, GridSpace space) {
    super(work, space);
    this.runs = new InsideRuns(space, panels);
    this.blocks = Pieces.parts(work.fromChannels(), BLOCK);
    this.together = Math.min(blocks, CHUNK / Math.max(1, panels.widest() / Lanes.N));
    this.panelGroups = Pieces.parts(panels.count(), runs.panelsOfPiece());
    this.samples = runs.samples();
    this.width = grid.width().count();
    // An odd number of cache lines apart: blocks then lie in different sets of the cache.
    this.step = (runs.rows() + BlockTile.SLACK | 1) * BLOCK;
    this.off = new int[together];
    for (int b = 0; b < together; b++) {
      off[b] = b * step;
    }
    this.sumsAt = Lanes.ALIGNED + together * step;
    this.sumRows = runs.mostLines() * width * samples + BlockTile.SLACK;
  }

  @Override
  int pieces() {
    return runs.slices() * runs.parts() * panelGroups;
  }

  @Override
  int scratch() {
    return sumsAt + sumRows * panels.widest() * runs.panelsOfPiece();
  }

  @Override
  long outputStart(int piece) {
    return -1;
  }

  @Override
  void run(int piece, Operands o, float[] scratch) {
    int panel0 = piece % panelGroups * runs.panelsOfPiece();
    int panel1 = Math.min(panels.count(), panel0 + runs.panelsOfPiece());
    int part = piece / panelGroups % runs.parts();
    int first = piece / panelGroups / runs.parts() * samples;
    int sample = Math.min(first, space.batch() - samples);
    Arrays.fill(scratch, sumsAt, sums(panel1 - panel0), 0);
    for (int tap = 0; tap < grid.taps(); tap++) {
      Run[] of = runs.of(part, tap);
      for (int block = 0; block < blocks && of.length > 0; block += together) {
        int end = Math.min(blocks, block + together);
        int channel = block * BLOCK;
        int channels = Math.min(space.fromChannels(), end * BLOCK) - channel;
        for (Run run : of) {
          gather(o, run, tap, sample, channel, channels, scratch);
        }
        for (int panel = panel0; panel < panel1; panel++) {
          multiply(o, of, tap * blocks + block, end - block, panel, panel - panel0, scratch);
        }
      }
    }
    for (int panel = panel0; panel < panel1; panel++) {
      write(o, part, sample, first, panel, sums(panel - panel0), scratch);
    }
  }

  /// Where the sums of a panel of the piece start.
  private int sums(int panel) {
    return sumsAt + panel * sumRows * panels.widest();
  }

  /// Copies some channels of what a tap meets.
  private void gather(
      Operands o, Run run, int tap, int sample, int channel, int channels, float[] scratch) {
    TapAxis axis = grid.width();
    int shiftW = axis.shifts()[tap % axis.shifts().length];
    int rest = tap / axis.shifts().length;
    int shiftH = grid.height().shifts()[rest % grid.height().shifts().length];
    int shiftD = grid.depth().shifts()[rest / grid.height().shifts().length];
    int next = space.from(1, 0, 0, 0);
    int at = Lanes.ALIGNED + run.row() * BLOCK;
    for (int line = run.line0(); line < run.line0() + run.lines(); line++) {
      int h = line % grid.height().count() * grid.height().sourceStep() + shiftH;
      int d = line / grid.height().count() * grid.depth().sourceStep() + shiftD;
      int from = o.offset(0) + space.from(sample, d, h, 0) + channel;
      for (int w = run.w0(); w < run.w1(); w++) {
        int sw = w * axis.sourceStep() + shiftW;
        if (sw >= 0 && sw < space.fromSizes().get(2)) {
          int pixel = from + sw * space.fromChannels();
          BlockRows.copy(o.array(0), pixel, next, samples, channels, scratch, at, step);
        } else {
          BlockRows.clear(samples, channels, scratch, at, step);
        }
        at += samples * BLOCK;
      }
    }
    // Tiles then add nothing to the values behind.
    BlockRows.clear(run.over(), channels, scratch, at, step);
  }

  /// Adds the products of some blocks to the sums.
  private void multiply(
      Operands o, Run[] of, int block, int count, int panel, int index, float[] scratch) {
    int vectors = panels.vectors(panel);
    int columns = panels.width(panel);
    int b = weights(o, 0, panel) + block * BLOCK * columns;
    int c = sums(index);
    for (Run run : of) {
      int height;
      for (int m = 0; m < run.rows(); m += height) {
        height = BlockTile.rows(vectors, run.rows() - m);
        BlockTile.tile(
            vectors,
            height,
            true,
            scratch,
            Lanes.ALIGNED + (run.row() + m) * BLOCK,
            off,
            0,
            count,
            o.workspace(),
            b,
            scratch,
            c + (run.first() + m) * columns,
            columns);
      }
    }
  }

  /// Brings a panel's sums to the output, sample after sample.
  ///
  /// @param sample the first of the slice
  /// @param first the first that is written: those before are another slice's
  private void write(
      Operands o, int part, int sample, int first, int panel, int sums, float[] scratch) {
    int columns = panels.width(panel);
    int real = panels.real(panel);
    int column = panels.first(panel);
    int line0 = runs.line(part);
    for (int n = first; n < sample + samples; n++) {
      for (int line = line0; line < runs.line(part + 1); line++) {
        int value = (n * grid.depth().count() * grid.height().count() + line) * width;
        int to = target(o, value) + column;
        int from = sums + ((line - line0) * width * samples + n - sample) * columns;
        VectorRows.copy(scratch, from, samples * columns, o.output(), to, stride, width, real);
        if (epilogue != null) {
          epilogue.finish(o, to - o.outputOffset(), width, stride, column, real);
        }
      }
    }
  }
}

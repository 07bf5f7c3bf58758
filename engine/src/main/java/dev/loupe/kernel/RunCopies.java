package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Copies what [RunTileCopied] multiplies: the rows as `[tile][pixel][4]`, the columns of a panel
/// as `[pixel][width]`. Pixels of zeros fill up the last round.
final class RunCopies {
  private static final int ROWS = RunTileCopied.ROWS;
  private static final int LEAST = 16;
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

  private RunCopies() {}

  /// Whether copies pay. For each pixel a tile saves about 10 instructions, of which half is
  /// reckoned, as chunks are short; copying takes about 4 for a tile's rows and 8 for a panel's
  /// columns, and as much again as for 16 pixels for each run.
  ///
  /// @param count pixels of a run
  static boolean used(int rows, int columns, int count) {
    int tiles = rows / ROWS;
    int panels = columns / (RunTileCopied.VECTORS * Lanes.N);
    long copying = (4L * tiles + 8L * panels) * (count + 16);
    return Lanes.N < 16 && rows >= LEAST && 5L * tiles * panels * count > copying;
  }

  /// Floats that copies of so many pixels need.
  static int size(RunPanels panels, int pixels) {
    return padded(pixels) * (panels.tiles(0) * ROWS + RunTileCopied.VECTORS * Lanes.N);
  }

  /// Pixels with those that fill up the last round.
  static int padded(int pixels) {
    return Pieces.parts(pixels, RunTileCopied.ROUND) * RunTileCopied.ROUND;
  }

  /// Adds runs of pixels to the sums of some panels: rows are copied once for all panels, the
  /// columns of a panel once for all tiles.
  ///
  /// @param rowSteps how the pixels of `a` lie
  /// @param columnSteps how the pixels of `b` lie
  /// @param planes how many planes
  /// @param lines rows of a plane
  /// @param count pixels of a row
  /// @param c0 where the sums of the first of all panels are, or would be
  /// @param at where the copies start
  static void add(
      RunPanels panels,
      int panel0,
      int panel1,
      float[] a,
      int a0,
      PixelSteps rowSteps,
      float[] b,
      int b0,
      PixelSteps columnSteps,
      int planes,
      int lines,
      int count,
      float[] c,
      int c0,
      float[] scratch,
      int at) {
    int pixels = padded(planes * lines * count);
    int columnsAt = at + panels.tiles(0) * ROWS * pixels;
    rows(a, a0, rowSteps, planes, lines, count, panels, scratch, at);
    for (int panel = panel0; panel < panel1; panel++) {
      int first = b0 + panels.first(panel);
      columns(b, first, columnSteps, planes, lines, count, scratch, columnsAt);
      tiles(panels, pixels, scratch, at, columnsAt, c, c0 + panels.start(panel));
    }
  }

  /// Copies the rows of all tiles.
  private static void rows(
      float[] in,
      int from,
      PixelSteps steps,
      int planes,
      int lines,
      int count,
      RunPanels panels,
      float[] out,
      int to) {
    int tiles = panels.tiles(0);
    int tile = padded(planes * lines * count) * ROWS;
    int start = to;
    for (int j = 0; j < planes * lines; j++) {
      int at = from + j / lines * steps.plane() + j % lines * steps.line();
      int t = 0;
      // The last tile may start before the one above it ends.
      for (; t + 4 < tiles; t += 4) {
        four(in, at + t * ROWS, steps.pixel(), count, out, to + t * tile, tile);
      }
      for (; t < tiles; t++) {
        one(in, at + panels.row(0, t), steps.pixel(), count, out, to + t * tile);
      }
      to += count * ROWS;
    }
    for (int t = 0; to < start + tile && t < tiles; t++) {
      Arrays.fill(out, to + t * tile, start + (t + 1) * tile, 0);
    }
  }

  private static void four(
      float[] in, int from, int pixel, int count, float[] out, int to, int tile) {
    for (int i = 0; i < count; i++) {
      int p = from + i * pixel;
      int q = to + i * ROWS;
      FloatVector x = FloatVector.fromArray(FOUR, in, p);
      FloatVector y = FloatVector.fromArray(FOUR, in, p + ROWS);
      FloatVector z = FloatVector.fromArray(FOUR, in, p + 2 * ROWS);
      FloatVector w = FloatVector.fromArray(FOUR, in, p + 3 * ROWS);
      x.intoArray(out, q);
      y.intoArray(out, q + tile);
      z.intoArray(out, q + 2 * tile);
      w.intoArray(out, q + 3 * tile);
    }
  }

  private static void one(float[] in, int from, int pixel, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      FloatVector.fromArray(FOUR, in, from + i * pixel).intoArray(out, to + i * ROWS);
    }
  }

  /// Copies two vectors of each pixel.
  private static void columns(
      float[] in,
      int from,
      PixelSteps steps,
      int planes,
      int lines,
      int count,
      float[] out,
      int to) {
    int width = RunTileCopied.VECTORS * Lanes.N;
    int end = to + padded(planes * lines * count) * width;
    for (int j = 0; j < planes * lines; j++) {
      two(
          in,
          from + j / lines * steps.plane() + j % lines * steps.line(),
          steps.pixel(),
          count,
          out,
          to);
      to += count * width;
    }
    Arrays.fill(out, to, end, 0);
  }

  private static void two(float[] in, int from, int pixel, int count, float[] out, int to) {
    int n = Lanes.N;
    for (int i = 0; i < count; i++) {
      int p = from + i * pixel;
      int q = to + i * RunTileCopied.VECTORS * n;
      FloatVector x = FloatVector.fromArray(Lanes.F, in, p);
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p + n);
      x.intoArray(out, q);
      y.intoArray(out, q + n);
    }
  }

  /// Adds all pixels to the tiles of a panel.
  ///
  /// @param pixels with those that fill up the last round
  /// @param a0 where the copied rows start
  /// @param b0 where the copied columns start
  /// @param c0 where the panel's sums start
  private static void tiles(
      RunPanels panels, int pixels, float[] a, int a0, int b0, float[] c, int c0) {
    int aStep = RunTileCopied.ROUND * ROWS;
    int bStep = RunTileCopied.ROUND * RunTileCopied.VECTORS * Lanes.N;
    int tiles = panels.tiles(0);
    for (int t = 0; t < tiles; t++) {
      RunTileCopied.tile(a, a0 + t * pixels * ROWS, aStep, a, b0, bStep, pixels, c, c0);
      c0 += ROWS * RunTileCopied.VECTORS * Lanes.N;
    }
  }
}

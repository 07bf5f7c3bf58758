package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// What lies under all taps of a convolution as one row of values, `[tap][channel]`: the operand
/// for few channels, of which many taps fill a slot.
///
/// The source rows under some rows of the target are copied with their padding ("lines"). A vector
/// of a pixel's values then consists of runs along the lines, and each run is written with a mask,
/// for one pixel after the other.
final class PatchSlots implements PixelSlots {
  private final Slots cut;
  private final Axis depth;
  private final Axis height;
  private final Axis width;
  private final int sourceDepth;
  private final int sourceHeight;
  private final int sourceWidth;
  private final int targetDepth;
  private final int targetHeight;
  private final int targetWidth;
  private final int channels;
  private final int pixel;
  private final boolean wholeRows;
  private final int planeLines;
  private final int lineSize;
  // Runs of each slot's vectors: from firstRun[slot] on, where they lie in the lines, and where the
  // vector starts in the slot and its lanes in question.
  private final int[] firstRun;
  private final int[] from;
  private final int[] to;
  private final long[] lanes;

  /// @param cut how a pixel's values are cut into slots
  /// @param longest the most pixels at a time
  PatchSlots(ConvolutionGeometry g, Slots cut, int longest) {
    this.cut = cut;
    this.depth = g.axes().get(0);
    this.height = g.axes().get(1);
    this.width = g.axes().get(2);
    this.sourceDepth = g.sourceSizes().get(0);
    this.sourceHeight = g.sourceSizes().get(1);
    this.sourceWidth = g.sourceSizes().get(2);
    this.targetDepth = g.targetSizes().get(0);
    this.targetHeight = g.targetSizes().get(1);
    this.targetWidth = g.targetSizes().get(2);
    this.channels = g.groupSource();
    this.pixel = g.sourceChannels();
    this.wholeRows = targetWidth <= longest;
    int rows = wholeRows ? Math.min(targetHeight, (longest - 2) / targetWidth + 2) : 1;
    this.planeLines = (rows - 1) * height.stride() + height.extent();
    int most = Math.min(longest, targetWidth);
    this.lineSize = ((most - 1) * width.stride() + width.extent()) * channels;

    // Taps lie side by side, or each by itself.
    int sparse = width.dilation() == 1 ? 1 : width.kernel();
    int stretch = width.kernel() / sparse * channels;
    int patch = g.taps() * channels;
    this.firstRun = new int[cut.count() + 1];
    int[] fromTable = new int[patch];
    int[] toTable = new int[patch];
    long[] laneTable = new long[patch];
    int runs = 0;
    for (int slot = 0; slot < cut.count(); slot++) {
      firstRun[slot] = runs;
      int at = 0;
      while (at < cut.real(slot)) {
        int value = cut.first(slot) + at;
        int inside = value % stretch;
        int tap = value / stretch % sparse * width.dilation() * channels;
        int row = value / stretch / sparse;
        int line = row / height.kernel() * planeLines + row % height.kernel() * height.dilation();
        int lane = at % Lanes.N;
        int count = Math.min(stretch - inside, Math.min(Lanes.N - lane, cut.real(slot) - at));
        fromTable[runs] = Lanes.N + line * lineSize + tap + inside - lane;
        toTable[runs] = at - lane;
        laneTable[runs++] = ((1L << count) - 1) << lane;
        at += count;
      }
    }
    firstRun[cut.count()] = runs;
    this.from = Arrays.copyOf(fromTable, runs);
    this.to = Arrays.copyOf(toTable, runs);
    this.lanes = Arrays.copyOf(laneTable, runs);
  }

  @Override
  public Slots cut() {
    return cut;
  }

  @Override
  public int room() {
    return depth.kernel() * planeLines * lineSize + 2 * Lanes.N;
  }

  @Override
  public void copy(
      float[] in,
      int start,
      int pixel0,
      int pixels,
      int slot0,
      int slot1,
      float[] out,
      int at,
      int step,
      int room) {
    int done = 0;
    while (done < pixels) {
      int w = (pixel0 + done) % targetWidth;
      int row = (pixel0 + done) / targetWidth;
      int h = row % targetHeight;
      // To the end of the plane, or of the row where it is long.
      int left = (wholeRows ? (targetHeight - h) * targetWidth : targetWidth) - w;
      int count = Math.min(pixels - done, left);
      int firstColumn = wholeRows ? 0 : w;
      int columns = wholeRows ? targetWidth : count;
      int rows = (w - firstColumn + count - 1) / columns + 1;
      lines(in, start, row, rows, firstColumn, columns, out, room + Lanes.N);
      for (int slot = slot0; slot < slot1; slot++) {
        int size = cut.width(slot);
        int first = at + (slot - slot0) * step + done * size;
        for (int r = firstRun[slot]; r < firstRun[slot + 1]; r++) {
          int source = room + from[r];
          int target = first + to[r];
          int skipped = w - firstColumn;
          int rest = count;
          while (rest > 0) {
            int run = Math.min(rest, columns - skipped);
            int stride = width.stride() * channels;
            run(out, source + skipped * stride, stride, run, lanes[r], target, size);
            source += height.stride() * lineSize;
            target += run * size;
            rest -= run;
            skipped = 0;
          }
        }
      }
      done += count;
    }
  }

  /// Copies what some rows of the target see of the source, with its padding.
  private void lines(
      float[] in, int start, int row, int rows, int w, int columns, float[] out, int at) {
    int h = row % targetHeight;
    int d = row / targetHeight % targetDepth;
    int n = row / targetHeight / targetDepth;
    int count = (columns - 1) * width.stride() + width.extent();
    int sw = w * width.stride() - width.before();
    int before = Math.clamp(-sw, 0, count);
    int end = Math.clamp(sourceWidth - sw, before, count);
    int used = (rows - 1) * height.stride() + height.extent();
    for (int kd = 0; kd < depth.kernel(); kd++) {
      int sd = d * depth.stride() - depth.before() + kd * depth.dilation();
      boolean outside = sd < 0 || sd >= sourceDepth;
      int sh = h * height.stride() - height.before();
      int to = at + kd * planeLines * lineSize;
      for (int line = 0; line < used; line++) {
        if (outside || sh < 0 || sh >= sourceHeight) {
          Arrays.fill(out, to, to + count * channels, 0);
        } else {
          int base = ((n * sourceDepth + sd) * sourceHeight + sh) * sourceWidth + sw;
          line(in, start + base * pixel, before, end, count, out, to);
        }
        sh++;
        to += lineSize;
      }
    }
  }

  private void line(float[] in, int start, int before, int end, int count, float[] out, int at) {
    Arrays.fill(out, at, at + before * channels, 0);
    if (channels == pixel) {
      int length = (end - before) * channels;
      System.arraycopy(in, start + before * channels, out, at + before * channels, length);
    } else {
      for (int i = before; i < end; i++) {
        System.arraycopy(in, start + i * pixel, out, at + i * channels, channels);
      }
    }
    Arrays.fill(out, at + end * channels, at + count * channels, 0);
  }

  /// Writes some lanes of a vector of each pixel.
  private static void run(
      float[] out, int from, int stride, int pixels, long lanes, int to, int step) {
    VectorMask<Float> mask = VectorMask.fromLong(Lanes.F, lanes);
    for (int p = 0; p < pixels; p++) {
      FloatVector.fromArray(Lanes.F, out, from + p * stride).intoArray(out, to + p * step, mask);
    }
  }
}

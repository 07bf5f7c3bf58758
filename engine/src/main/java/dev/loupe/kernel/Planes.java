package dev.loupe.kernel;

import java.util.Arrays;

/// The rows of one tensor that a block of rows of a grid reads, copied into scratch as `[depth
/// tap][channel][phase][row][column]`, padding included.
///
/// Rows and columns are split into `sourceStep` phases each, so that what neighbours in the grid
/// read lies side by side, and what neighbouring rows read a [#pitch] apart. Then every tap of
/// every channel is a constant distance from the place of the grid value: the table of [#offsets].
/// The padding behind a row and that in front of the next are the same zeros.
final class Planes {
  // Floats that may be read behind the last real one.
  private static final int SLACK = 64;

  private final GridSpace s;
  private final TapAxis depth;
  private final TapAxis height;
  private final TapAxis width;
  private final int sourceDepth;
  private final int sourceHeight;
  private final int columnPhases;
  private final int rowPhases;
  private final int pitch;
  private final int phaseSize;
  private final int channelSize;
  private final int pixel;
  private final Splitter splitter;
  // The columns that are real in all phases, and those of each phase.
  private final int commonBegin;
  private final int commonEnd;
  private final int[] begin;
  private final int[] end;
  // Whether rows lie one behind the other as they do in the source.
  private final boolean unpadded;

  /// @param s where values come from
  /// @param block the most rows of the grid at a time
  Planes(GridSpace s, int block) {
    this.s = s;
    this.depth = s.grid().depth();
    this.height = s.grid().height();
    this.width = s.grid().width();
    this.sourceDepth = s.fromSizes().get(0);
    this.sourceHeight = s.fromSizes().get(1);
    int sourceWidth = s.fromSizes().get(2);
    this.columnPhases = Math.min(width.sourceStep(), width.spread() + 1);
    this.rowPhases = Math.min(height.sourceStep(), height.spread() + 1);
    this.begin = new int[columnPhases];
    this.end = new int[columnPhases];
    int shared = width.spread() / width.sourceStep();
    int columns = width.count() + shared;
    int first = 0;
    int last = columns;
    for (int phase = 0; phase < columnPhases; phase++) {
      int shift = phase + width.least();
      begin[phase] = width.firstInside(shift, 0, columns);
      end[phase] = width.endInside(shift, sourceWidth, begin[phase], columns);
      first = Math.max(first, begin[phase]);
      last = Math.min(last, end[phase]);
      shared = Math.min(shared, Math.min(begin[phase], columns - end[phase]));
    }
    this.commonBegin = first;
    this.commonEnd = Math.max(first, last);
    this.pitch = columns - shared;
    this.unpadded =
        pitch == sourceWidth
            && commonEnd - commonBegin == pitch
            && width.sourceStep() == 1
            && height.sourceStep() == 1;
    this.phaseSize = (block + height.spread() / height.sourceStep()) * pitch;
    // Channels that lie a multiple of 4 KiB apart would fall into one set of the cache.
    this.channelSize = WinogradSpace.spread(columnPhases * rowPhases * phaseSize);
    this.pixel = s.groups() * s.fromChannels();
    int[] places = new int[width.sourceStep() * pixel];
    Arrays.fill(places, -1);
    for (int phase = 0; phase < columnPhases; phase++) {
      for (int c = 0; c < s.fromChannels(); c++) {
        places[phase * pixel + c] = phase * rowPhases * phaseSize + c * channelSize;
      }
    }
    this.splitter = new Splitter(places);
  }

  /// The distance of neighbours in a column of the grid.
  int pitch() {
    return pitch;
  }

  /// Floats of scratch.
  int size() {
    return planes() + splitter.room();
  }

  private int planes() {
    return depth.taps().length * s.fromChannels() * channelSize + SLACK;
  }

  /// The distance of each tap and channel from the grid value.
  int[] offsets() {
    int[] table = new int[s.depth()];
    int at = 0;
    for (int d = 0; d < depth.taps().length; d++) {
      for (int shiftH : height.shifts()) {
        int r = shiftH - height.least();
        int row = r % height.sourceStep() * phaseSize + r / height.sourceStep() * pitch;
        for (int shiftW : width.shifts()) {
          int u = shiftW - width.least();
          int column = u % width.sourceStep() * rowPhases * phaseSize + u / width.sourceStep();
          for (int c = 0; c < s.fromChannels(); c++) {
            table[at++] = (d * s.fromChannels() + c) * channelSize + row + column;
          }
        }
      }
    }
    return table;
  }

  /// Copies what rows `h0 .. h1` of a sample and depth read.
  ///
  /// @param at where the planes start in `out`
  void pack(Operands o, int n, int d, int h0, int h1, int group, float[] out, int at) {
    int room = at + planes();
    Arrays.fill(out, at, room, 0);
    int step = height.sourceStep();
    int first = h0 * step + height.least();
    int end = Math.min(sourceHeight, first + (h1 - 1 - h0) * step + height.spread() + 1);
    int line = s.from(0, 0, 1, 0);
    for (int t = 0; t < depth.taps().length; t++) {
      int sd = d * depth.sourceStep() + depth.shifts()[t];
      if (sd < 0 || sd >= sourceDepth) {
        continue;
      }
      int in = o.offset(0) + s.from(n, sd, 0, 0) + group * s.fromChannels();
      int to = at + t * s.fromChannels() * channelSize;
      int skipped = Math.max(0, -first);
      if (unpadded) {
        int count = Math.max(0, end - first - skipped) * pitch;
        int from = in + (first + skipped) * line;
        splitter.split(o.array(0), from, 0, 1, count, out, to + skipped * pitch, 0, room);
        continue;
      }
      for (int phase = 0; phase < rowPhases; phase++) {
        int row = Math.max(0, Math.ceilDiv(skipped - phase, step));
        int sh = first + phase + row * step;
        int rows = Math.max(0, Math.ceilDiv(end - sh, step));
        packRows(
            o.array(0),
            in + sh * line,
            step * line,
            rows,
            out,
            to + phase * phaseSize + row * pitch,
            room);
      }
    }
  }

  /// Takes rows apart into channels and phases.
  private void packRows(float[] in, int row, int line, int rows, float[] out, int at, int room) {
    int from = row + width.least() * pixel;
    int step = width.sourceStep() * pixel;
    int count = commonEnd - commonBegin;
    splitter.split(
        in, from + commonBegin * step, line, rows, count, out, at + commonBegin, pitch, room);
    for (int phase = 0; phase < columnPhases; phase++) {
      for (int q = begin[phase]; q < end[phase]; q++) {
        if (q < commonBegin || q >= commonEnd) {
          int i = from + q * step + phase * pixel;
          int to = at + phase * rowPhases * phaseSize + q;
          for (int r = 0; r < rows; r++) {
            for (int c = 0; c < s.fromChannels(); c++) {
              out[to + c * channelSize + r * pitch] = in[i + c + r * line];
            }
          }
        }
      }
    }
  }
}

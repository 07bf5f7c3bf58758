package dev.loupe.kernel;

import java.util.Arrays;

/// The rows of one tensor that a block of rows of a grid reads, copied into scratch as `[depth
/// tap][channel][phase][row][column]`, padding included.
///
/// Rows and columns are split into `sourceStep` phases each, so that what neighbours in the grid
/// read lies side by side, and what neighbouring rows read a [#pitch] apart. Then every tap of
/// every channel is a constant distance from the place of the grid value: the table of [#offsets].
final class Planes {
  private final GridSpace s;
  private final TapAxis depth;
  private final TapAxis height;
  private final TapAxis width;
  private final int columnPhases;
  private final int rowPhases;
  private final int pitch;
  private final int phaseSize;

  /// @param s where values come from
  /// @param reach how many neighbours in a row are read, from the first on
  /// @param block the most rows of the grid at a time
  Planes(GridSpace s, int reach, int block) {
    this.s = s;
    this.depth = s.grid().depth();
    this.height = s.grid().height();
    this.width = s.grid().width();
    this.columnPhases = Math.min(width.sourceStep(), width.spread() + 1);
    this.rowPhases = Math.min(height.sourceStep(), height.spread() + 1);
    this.pitch = reach + width.spread() / width.sourceStep();
    this.phaseSize = (block + height.spread() / height.sourceStep()) * pitch;
  }

  /// The distance of neighbours in a column of the grid.
  int pitch() {
    return pitch;
  }

  private int channelSize() {
    return columnPhases * rowPhases * phaseSize;
  }

  /// Floats of the planes.
  int size() {
    return depth.taps().length * s.fromChannels() * channelSize();
  }

  /// Floats of scratch that [#pack] needs besides.
  int room() {
    return columnPhases == 1 ? 0 : s.fromChannels() * pitch * width.sourceStep();
  }

  /// The distance of each tap and channel from the grid value.
  int[] offsets() {
    int[] table = new int[s.depth()];
    int at = 0;
    for (int d = 0; d < depth.taps().length; d++) {
      for (int shiftH : height.shifts()) {
        for (int shiftW : width.shifts()) {
          int u = shiftW - width.least();
          int base = row(d, shiftH - height.least());
          base += u % width.sourceStep() * rowPhases * phaseSize + u / width.sourceStep();
          for (int c = 0; c < s.fromChannels(); c++) {
            table[at++] = base + c * channelSize();
          }
        }
      }
    }
    return table;
  }

  /// Where the row `r` rows behind the first is, in the first channel of a depth tap.
  private int row(int depthTap, int r) {
    int step = height.sourceStep();
    return depthTap * s.fromChannels() * channelSize() + r % step * phaseSize + r / step * pitch;
  }

  /// Copies what rows `h0 .. h1` of a sample and depth read.
  ///
  /// @param at where the planes start in `out`
  /// @param room where the floats of [#room] start there
  void pack(Operands o, int n, int d, int h0, int h1, int group, float[] out, int at, int room) {
    int first = h0 * height.sourceStep() + height.least();
    int count = (h1 - 1 - h0) * height.sourceStep() + height.spread() + 1;
    for (int t = 0; t < depth.taps().length; t++) {
      int sd = d * depth.sourceStep() + depth.shifts()[t];
      boolean inside = sd >= 0 && sd < s.fromSizes().get(0);
      for (int r = 0; r < count; r++) {
        if (r % height.sourceStep() < rowPhases) {
          int sh = first + r;
          boolean real = inside && sh >= 0 && sh < s.fromSizes().get(1);
          int from = real ? o.offset(0) + s.from(n, sd, sh, 0) + group * s.fromChannels() : -1;
          packRow(o.array(0), from, out, at + row(t, r), room);
        }
      }
    }
  }

  /// Copies a row; zeros where `from` is negative.
  private void packRow(float[] in, int from, float[] out, int at, int room) {
    int step = width.sourceStep();
    if (from >= 0 && columnPhases == 1) {
      line(in, from, step, pitch, out, at, channelSize());
      return;
    }
    int length = pitch * step;
    if (from >= 0) {
      line(in, from, 1, length, out, room, length);
    }
    for (int c = 0; c < s.fromChannels(); c++) {
      for (int phase = 0; phase < columnPhases; phase++) {
        int to = at + c * channelSize() + phase * rowPhases * phaseSize;
        if (from >= 0) {
          Transposition.every(out, room + c * length + phase, step, pitch, out, to);
        } else {
          Arrays.fill(out, to, to + pitch, 0);
        }
      }
    }
  }

  /// Takes every `step`-th pixel of a row apart into channels, `plane` apart: `out[c][i] = in[i *
  /// step + least][c]`, zeros where that is outside.
  private void line(float[] in, int from, int step, int length, float[] out, int at, int plane) {
    int least = width.least();
    int size = s.fromSizes().get(2);
    int begin = Math.min(length, Math.max(0, (-least + step - 1) / step));
    int end = Math.max(begin, Math.min(length, (size - least + step - 1) / step));
    int channels = s.fromChannels();
    for (int c = 0; c < channels; c++) {
      int to = at + c * plane;
      for (int i = 0; i < begin; i++) {
        out[to + i] = 0;
      }
      for (int i = end; i < length; i++) {
        out[to + i] = 0;
      }
    }
    int pixel = s.groups() * channels;
    int first = from + (begin * step + least) * pixel;
    Transposition.rows(in, first, step * pixel, end - begin, channels, out, at + begin, plane);
  }
}

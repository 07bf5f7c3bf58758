package dev.loupe.kernel;

/// Small transpositions that bring rows of a tile side by side.
final class Transposition {
  private Transposition() {}

  /// Eight rows of `channels` values, `jump` apart, become `channels` runs of eight values, `plane`
  /// apart.
  static void eight(float[] in, int from, int jump, int channels, float[] out, int at, int plane) {
    int i1 = from + jump;
    int i2 = i1 + jump;
    int i3 = i2 + jump;
    int i4 = i3 + jump;
    int i5 = i4 + jump;
    int i6 = i5 + jump;
    int i7 = i6 + jump;
    for (int c = 0; c < channels; c++) {
      out[at] = in[from + c];
      out[at + 1] = in[i1 + c];
      out[at + 2] = in[i2 + c];
      out[at + 3] = in[i3 + c];
      out[at + 4] = in[i4 + c];
      out[at + 5] = in[i5 + c];
      out[at + 6] = in[i6 + c];
      out[at + 7] = in[i7 + c];
      at += plane;
    }
  }

  /// `rows` rows of `columns` values, `jump` apart, become `columns` rows, `step` apart.
  static void block(
      float[] in, int from, int rows, int jump, int columns, float[] out, int at, int step) {
    int r = 0;
    for (; r + 8 <= rows; r += 8) {
      eight(in, from + r * jump, jump, columns, out, at + r, step);
    }
    for (; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        out[at + c * step + r] = in[from + r * jump + c];
      }
    }
  }
}

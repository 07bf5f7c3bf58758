package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Copies the channels of pixels into blocks of 16 that lie apart, with a pixel's neighbours
/// between them: `out[block][row][16]`.
final class BlockRows {
  private static final int BLOCK = BlockTile.BLOCK;

  private BlockRows() {}

  /// Copies `rows` times `channels` values; the last block is filled up with zeros.
  ///
  /// @param fromStep from row to row of what is read
  /// @param step from block to block of what is written, where rows lie 16 apart
  static void copy(
      float[] in, int from, int fromStep, int rows, int channels, float[] out, int to, int step) {
    int whole = channels / BLOCK * BLOCK;
    for (int m = 0; m < rows; m++) {
      int at = to;
      for (int c = 0; c < whole; c += BLOCK) {
        for (int l = 0; l < BLOCK; l += Lanes.N) {
          FloatVector.fromArray(Lanes.F, in, from + c + l).intoArray(out, at + l);
        }
        at += step;
      }
      if (whole < channels) {
        for (int l = 0; l < BLOCK; l++) {
          out[at + l] = whole + l < channels ? in[from + whole + l] : 0;
        }
      }
      from += fromStep;
      to += BLOCK;
    }
  }

  /// Writes zeros to the blocks of `rows` times `channels` values.
  static void clear(int rows, int channels, float[] out, int to, int step) {
    for (int c = 0; c < channels; c += BLOCK) {
      for (int m = 0; m < rows; m++) {
        for (int l = 0; l < BLOCK; l += Lanes.N) {
          FloatVector.zero(Lanes.F).intoArray(out, to + m * BLOCK + l);
        }
      }
      to += step;
    }
  }
}

package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Copies the channels of a pixel into blocks of 16 that lie apart.
final class BlockRows {
  private static final int BLOCK = BlockTile.BLOCK;

  private BlockRows() {}

  /// Copies `channels` values; the last block is filled up with zeros.
  ///
  /// @param step from block to block
  static void copy(float[] in, int from, int channels, float[] out, int to, int step) {
    int whole = channels / BLOCK * BLOCK;
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
  }

  /// Writes zeros to the blocks of `channels` values.
  static void clear(int channels, float[] out, int to, int step) {
    for (int c = 0; c < channels; c += BLOCK) {
      for (int l = 0; l < BLOCK; l += Lanes.N) {
        FloatVector.zero(Lanes.F).intoArray(out, to + l);
      }
      to += step;
    }
  }
}

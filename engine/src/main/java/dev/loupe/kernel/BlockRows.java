package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Copies the channels of pixels into blocks of 16 that lie apart, with a pixel's neighbours
/// between them: `out[block][row][16]`.
final class BlockRows {
  private static final int BLOCK = BlockTile.BLOCK;
  // Channels of which the blocks are copied one after the other.
  private static final int FEW = 64;

  private BlockRows() {}

  /// Copies `rows` times `channels` values; the last block is filled up with zeros.
  ///
  /// @param fromStep from row to row of what is read
  /// @param step from block to block of what is written, where rows lie 16 apart
  static void copy(
      float[] in, int from, int fromStep, int rows, int channels, float[] out, int to, int step) {
    int whole = channels / BLOCK * BLOCK;
    if (Lanes.N == BLOCK && whole == channels && channels <= FEW) {
      for (int c = 0; c < channels; c += BLOCK) {
        block(in, from + c, fromStep, rows, out, to + c / BLOCK * step);
      }
      return;
    }
    if (whole < channels) {
      int last = to + whole / BLOCK * step;
      rest(in, from + whole, fromStep, rows, channels - whole, out, last);
    }
    for (int m = 0; m < rows; m++) {
      int at = to;
      for (int c = 0; c < whole; c += BLOCK) {
        for (int l = 0; l < BLOCK; l += Lanes.N) {
          FloatVector.fromArray(Lanes.F, in, from + c + l).intoArray(out, at + l);
        }
        at += step;
      }
      from += fromStep;
      to += BLOCK;
    }
  }

  /// Copies one block of each row, where a vector is a block.
  private static void block(float[] in, int from, int fromStep, int rows, float[] out, int to) {
    for (int m = 0; m < rows; m++) {
      FloatVector.fromArray(Lanes.F, in, from + m * fromStep).intoArray(out, to + m * BLOCK);
    }
  }

  /// Copies the last channels, which don't fill a block.
  private static void rest(
      float[] in, int from, int fromStep, int rows, int channels, float[] out, int to) {
    for (int l = 0; l < BLOCK; l += Lanes.N) {
      VectorMask<Float> some = Lanes.F.indexInRange(l, channels);
      for (int m = 0; m < rows; m++) {
        FloatVector.fromArray(Lanes.F, in, from + m * fromStep + l, some)
            .intoArray(out, to + m * BLOCK + l);
      }
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

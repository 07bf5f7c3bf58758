package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Copies the pixels of a tile for [PointTileShort], 8 channels of all its rows after each other:
/// `out[8 channels][row][8]`, filled up with zeros.
final class PointRows {
  /// Channels that are kept together, and that a round of a tile takes.
  static final int ROUND = 8;

  private PointRows() {}

  /// The channels with what fills them up.
  static int padded(int channels) {
    return Pieces.parts(channels, ROUND) * ROUND;
  }

  /// Copies `rows` pixels.
  ///
  /// @param fromStep from pixel to pixel of what is read
  static void copy(
      float[] in, int from, int fromStep, int rows, int channels, float[] out, int to) {
    int step = rows * ROUND;
    int whole = channels / ROUND;
    int rest = channels % ROUND;
    for (int m = 0; m < rows; m++) {
      int first = from + m * fromStep;
      int at = to + m * ROUND;
      row(in, first, whole, out, at, step);
      if (rest > 0) {
        at += whole * step;
        System.arraycopy(in, first + whole * ROUND, out, at, rest);
        Arrays.fill(out, at + rest, at + ROUND, 0);
      }
    }
  }

  private static void row(float[] in, int from, int count, float[] out, int to, int step) {
    for (int j = 0; j < count; j++) {
      for (int l = 0; l < ROUND; l += Lanes.N) {
        FloatVector.fromArray(Lanes.F, in, from + j * ROUND + l).intoArray(out, to + l);
      }
      to += step;
    }
  }
}

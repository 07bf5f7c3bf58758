package dev.loupe.kernel;

import java.util.Arrays;

/// Register tiles of sums over channels, read in place: `c[m][n] = sum over i < count of a[a0 + m
/// aStep + i] * b[b0 + i w + n]`, where w is the width of 1 or 2 vectors.
///
/// Columns n are the lanes; each value of c is one chain of fused multiply-adds in the order of i,
/// at any width. Rows are written in ascending order, so that what the last columns have too much
/// is written over by the next row.
final class PointTile {
  /// Rows of the highest tile.
  static final int HIGHEST = 28;

  private PointTile() {}

  /// The heights of tiles that cover `rows` rows soonest; the last may start earlier and compute
  /// again what others did.
  static int[] heights(int vectors, int rows) {
    int[] sizes = sizes(vectors);
    double[] least = new double[rows + 1];
    int[] last = new int[rows + 1];
    for (int r = 1; r <= rows; r++) {
      least[r] = Double.MAX_VALUE;
      for (int size : sizes) {
        double cost = least[Math.max(0, r - size)] + cost(vectors, size);
        if (size <= rows && cost < least[r]) {
          least[r] = cost;
          last[r] = size;
        }
      }
    }
    int count = 0;
    int[] heights = new int[rows];
    for (int r = rows; r > 0; r -= last[r]) {
      heights[count++] = last[r];
    }
    return Arrays.copyOf(heights, count);
  }

  /// The lowest tile.
  static int least(int vectors) {
    int[] sizes = sizes(vectors);
    return sizes[sizes.length - 1];
  }

  private static int[] sizes(int vectors) {
    if (vectors == 1) {
      return Lanes.N == 16 ? new int[] {28, 8} : new int[] {8};
    }
    return Lanes.N == 16 ? new int[] {13, 12, 8} : new int[] {6, 4};
  }

  /// About the cycles of a tile, for each channel: low ones don't hide latency, and those of
  /// one vector load more than they compute.
  private static double cost(int vectors, int size) {
    if (vectors == 2) {
      return size + 1;
    }
    return 0.7 * size + 2;
  }

  /// Computes one tile, and finishes it while it is in registers: `clamp(c + e)`.
  ///
  /// @param height one of [#heights]
  /// @param aStep from row to row of a
  /// @param count channels
  /// @param cStep from row to row of c
  /// @param e a bias for each column, or zeros below 0, which change nothing
  /// @param low all at most this becomes it
  /// @param high all at least this becomes it
  static void tile(
      int vectors,
      int height,
      float[] a,
      int a0,
      int aStep,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      float[] e,
      int e0,
      float low,
      float high) {
    boolean plain = low == Float.NEGATIVE_INFINITY && high == Float.POSITIVE_INFINITY;
    switch (vectors * 100 + height) {
      case 213 -> {
        if (plain) {
          PointTilePlain.rows13x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0);
        } else {
          PointTileHigh.rows13x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
        }
      }
      case 212 -> {
        if (plain) {
          PointTilePlain.rows12x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0);
        } else {
          PointTileHigh.rows12x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
        }
      }
      case 128 -> {
        if (plain) {
          PointTilePlain.rows28x1(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0);
        } else {
          PointTileOne.rows28x1(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
        }
      }
      case 208 -> PointTileTwo.rows8x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
      case 108 -> PointTileOne.rows8x1(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
      case 206 -> PointTileTwo.rows6x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
      default -> PointTileTwo.rows4x2(a, a0, aStep, count, b, b0, c, c0, cStep, e, e0, low, high);
    }
  }
}

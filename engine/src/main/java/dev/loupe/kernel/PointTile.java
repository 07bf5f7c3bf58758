package dev.loupe.kernel;

/// Register tiles of sums over channels, read in place: `c[m][n] = sum over i < count of a[a0 + m
/// aStep + i] * b[b0 + i w + n]`, where w is the width of 1 to 3 vectors.
///
/// Columns n are the lanes; each value of c is one chain of fused multiply-adds in the order of i,
/// at any width. Rows are written in ascending order, so that what the last columns have too much
/// is written over by the next row.
final class PointTile {
  /// Vectors of the widest tile.
  static final int WIDEST = Lanes.N == 16 ? 2 : 3;

  /// Rows of the highest tile.
  static final int HIGHEST = 16;

  /// Rows of the highest tile over copied pixels.
  static final int HIGHEST_COPIED = 5;
  // The most channels of which the pixels of two tiles and the weights of a panel stay in the
  // first-level cache.
  private static final int AHEAD = 160;
  // The most channels whose pixels are read in order by the short tiles themselves.
  private static final int IN_ORDER = 128;

  private PointTile() {}

  /// The heights of tiles that cover `rows` rows soonest; the last may start earlier and compute
  /// again what others did.
  ///
  /// @param copied whether pixels are copied for tiles of 2 vectors
  /// @param even whether these should all be of one height: a tile that only the last of many
  ///     ranges has would be compiled late
  static int[] heights(int vectors, int rows, boolean copied, boolean even) {
    // About the cycles of a tile, for each channel: low ones don't hide latency, and those of one
    // vector load more than they compute.
    boolean one = vectors == 1;
    return TileHeights.of(rows, sizes(vectors, copied, even), one ? 0.7 : 1, one ? 2 : 1, false);
  }

  /// The highest tile.
  static int highest(int vectors, boolean copied) {
    return sizes(vectors, copied, true)[0];
  }

  /// How far a tile reads ahead for each channel: what the next one reads, all of it in as many
  /// steps as there are channels; nothing where that would drive out the weights.
  static int ahead(int rows, int channels) {
    return channels <= AHEAD ? rows : 0;
  }

  /// Whether pixels from far are brought nearer before their tiles, which don't do it then.
  static boolean readBefore(int channels) {
    return channels > (Lanes.N == 16 ? AHEAD : IN_ORDER);
  }

  /// Where a tile reads ahead from: behind its rows, or as far before the array's end as it reads.
  static int next(int length, int a0, int rows, int aStep, int channels) {
    long most = length - 1L - (long) ahead(rows, channels) * channels;
    return (int) Math.max(0, Math.min(a0 + (long) rows * aStep, most));
  }

  private static int[] sizes(int vectors, boolean copied, boolean even) {
    if (Lanes.N < 16) {
      if (vectors == 3) {
        return new int[] {3};
      }
      return !copied ? new int[] {6} : even ? new int[] {HIGHEST_COPIED} : new int[] {5, 4};
    }
    return vectors == 1 ? new int[] {16, 8} : new int[] {13, 12, 8};
  }

  /// Computes tiles below each other, and finishes them while they are in registers: `clamp(c +
  /// e)`.
  ///
  /// @param height one of [#heights]
  /// @param tiles how many
  /// @param aStep from row to row of a; where it was copied, the channels that a row has with what
  ///     fills them up
  /// @param count channels
  /// @param cStep from row to row of c
  /// @param e a bias for each column, or zeros below 0, which change nothing
  /// @param low all at most this becomes it
  /// @param high all at least this becomes it
  /// @return a sum of what high tiles read ahead, for nothing but to keep the compiler from leaving
  ///     that out
  static float tiles(
      int vectors,
      int height,
      int tiles,
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
    int aRound = PointRows.ROUND;
    int bRound = PointRows.ROUND * 2 * Lanes.N;
    float seen = 0;
    int p = a0;
    int q = c0;
    switch (vectors * 100 + height) {
      case 213 -> {
        for (int t = 0; t < tiles; t++, p += 13 * aStep, q += 13 * cStep) {
          seen +=
              plain
                  ? PointTilePlain.rows13x2(a, p, aStep, count, b, b0, c, q, cStep, e, e0)
                  : PointTileHigh.rows13x2(
                      a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
        }
      }
      case 212 -> {
        for (int t = 0; t < tiles; t++, p += 12 * aStep, q += 12 * cStep) {
          seen +=
              plain
                  ? PointTileTwelve.plain12x2(a, p, aStep, count, b, b0, c, q, cStep, e, e0)
                  : PointTileTwelve.rows12x2(
                      a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
        }
      }
      case 116 -> {
        for (int t = 0; t < tiles; t++, p += 16 * aStep, q += 16 * cStep) {
          seen +=
              plain
                  ? PointTilePlain.rows16x1(a, p, aStep, count, b, b0, c, q, cStep, e, e0)
                  : PointTileOne.rows16x1(a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
        }
      }
      case 208 -> {
        for (int t = 0; t < tiles; t++, p += 8 * aStep, q += 8 * cStep) {
          PointTileTwo.rows8x2(a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
        }
      }
      case 108 -> {
        for (int t = 0; t < tiles; t++, p += 8 * aStep, q += 8 * cStep) {
          PointTileOne.rows8x1(a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
        }
      }
      case 206 -> {
        for (int t = 0; t < tiles; t++, p += 6 * aStep, q += 6 * cStep) {
          if (plain) {
            PointTileShort.plain6x2(a, p, aStep, count, b, b0, c, q, cStep, e, e0);
          } else {
            PointTileShort.rows6x2(a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
          }
        }
      }
      case 205 -> {
        for (int t = 0; t < tiles; t++, p += 5 * aStep, q += 5 * cStep) {
          if (plain) {
            PointTileCopiedPlain.plain5x2(
                a, p, count, b, b0, c, q, cStep, e, e0, 5 * aRound, bRound);
          } else {
            PointTileCopied.rows5x2(
                a, p, count, b, b0, c, q, cStep, e, e0, 5 * aRound, bRound, low, high);
          }
        }
      }
      case 204 -> {
        for (int t = 0; t < tiles; t++, p += 4 * aStep, q += 4 * cStep) {
          if (plain) {
            PointTileCopiedPlain.plain4x2(
                a, p, count, b, b0, c, q, cStep, e, e0, 4 * aRound, bRound);
          } else {
            PointTileCopied.rows4x2(
                a, p, count, b, b0, c, q, cStep, e, e0, 4 * aRound, bRound, low, high);
          }
        }
      }
      default -> {
        for (int t = 0; t < tiles; t++, p += 3 * aStep, q += 3 * cStep) {
          if (plain) {
            PointTileShortThree.plain3x3(a, p, aStep, count, b, b0, c, q, cStep, e, e0);
          } else {
            PointTileShortThree.rows3x3(a, p, aStep, count, b, b0, c, q, cStep, e, e0, low, high);
          }
        }
      }
    }
    return seen;
  }
}

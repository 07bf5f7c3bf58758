package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// A tensor seen as rows of channels: all axes but the last, and the last.
///
/// Vector kernels take some rows together as one wide row of [#width()] values, so that few or odd
/// channels fill the lanes too; the width follows from the channels alone.
///
/// @param rows all sizes but the last, multiplied
/// @param channels the last size
public record ChannelGeometry(int rows, int channels) {
  private static final int WIDE = 256;
  // 128 KiB: a piece is read twice, the second time from the L2 cache.
  private static final int PIECE = 32_768;
  private static final int FEWEST_ROWS = 32;

  /// The geometry of a tensor of rank 1 at least.
  public static ChannelGeometry of(Shape x) {
    return new ChannelGeometry(x.rows(), x.channels());
  }

  /// The values of a wide row: the channels repeated to a multiple of 16 and to 256 at least; 256
  /// channels or more are wide enough.
  public int width() {
    if (channels >= WIDE) {
      return channels;
    }
    // The smallest power of two by which the channels become a multiple of 16.
    int unit = channels * (16 / Math.min(16, Integer.lowestOneBit(channels)));
    return (WIDE + unit - 1) / unit * unit;
  }

  /// Pieces for sums over the rows: rows that fit the L2 cache, 32 at least.
  public Pieces sums() {
    return new Pieces(rows, Math.min(rows, Math.max(FEWEST_ROWS, PIECE / channels)));
  }

  /// Pieces for work on each value.
  public Pieces values() {
    return Pieces.of(rows, channels);
  }
}

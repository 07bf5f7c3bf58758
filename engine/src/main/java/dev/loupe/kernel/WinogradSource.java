package dev.loupe.kernel;

/// Transforms source planes into the factors `[position][block of channels][row][16]`, where a row
/// is a tile.
///
/// A strip of tiles is transformed along the height first, all its columns once; then each tile
/// along the width. A strip that hangs over the top or bottom, or whose channels don't fill blocks,
/// is copied before, with zeros.
final class WinogradSource {
  private static final int BLOCK = BlockTile.BLOCK;
  // Floats of a strip that stay in the first-level cache.
  private static final int STRIP = 12 * 1024;

  private final WinogradSpace s;
  private final int blocks;
  private final int rows;
  private final int channels;
  private final int stripTiles;
  private final int stripColumns;

  /// @param blocks how many blocks of channels are transformed
  /// @param rows how many tiles fit, for each position and block
  WinogradSource(WinogradSpace s, int blocks, int rows) {
    this.s = s;
    this.blocks = blocks;
    this.rows = rows;
    this.channels = blocks * BLOCK;
    int column = s.height().inputs() * channels;
    int fit = (STRIP / column - s.width().taps() + 1) / s.width().outputs();
    this.stripTiles = Math.max(1, Math.min(s.tileColumns(), fit));
    this.stripColumns = stripTiles * s.width().outputs() + s.width().taps() - 1;
  }

  /// From block to block.
  int blockStep() {
    return rows * BLOCK;
  }

  /// From position to position.
  int positionStep() {
    return WinogradSpace.spread(blocks * rows * BLOCK);
  }

  /// Floats of all factors.
  int size() {
    return s.positions() * positionStep();
  }

  /// Floats that [#pack] needs for itself.
  int scratch() {
    return 2 * s.height().inputs() * stripColumns * channels;
  }

  /// Transforms the tiles of some tile rows of a plane.
  ///
  /// @param in the tensor that is read, from `start`
  /// @param n the sample
  /// @param d the plane of the sample; outside of it all is zero
  /// @param first the first tile row
  /// @param end the tile row behind the last
  /// @param block the first block of channels
  /// @param v where the factors go, from `at`, which is that of the first tile
  /// @param scratch room for strips, from `room`
  void pack(
      float[] in,
      int start,
      int n,
      int d,
      int first,
      int end,
      int block,
      float[] v,
      int at,
      float[] scratch,
      int room) {
    int columns = s.tileColumns();
    if (d < 0 || d >= s.fromSizes().get(0)) {
      for (int p = 0; p < s.positions(); p++) {
        for (int b = 0; b < blocks; b++) {
          int to = at + p * positionStep() + b * blockStep();
          WinogradMaps.clear((end - first) * columns * BLOCK, v, to);
        }
      }
      return;
    }
    int plane =
        start
            + (n * s.fromSizes().get(0) + d)
                * s.fromSizes().get(1)
                * s.fromSizes().get(2)
                * s.fromChannels();
    for (int th = first; th < end; th++) {
      for (int tw = 0; tw < columns; tw += stripTiles) {
        int count = Math.min(stripTiles, columns - tw);
        int to = at + ((th - first) * columns + tw) * BLOCK;
        strip(in, plane, th, tw, count, block * BLOCK, v, to, scratch, room);
      }
    }
  }

  private void strip(
      float[] in,
      int plane,
      int th,
      int tw,
      int count,
      int channel,
      float[] v,
      int to,
      float[] scratch,
      int room) {
    WinogradAxis height = s.height();
    WinogradAxis width = s.width();
    int h = th * height.outputs() - s.before().get(1);
    int w = tw * width.outputs() - s.before().get(2);
    int sizeH = s.fromSizes().get(1);
    int sizeW = s.fromSizes().get(2);
    int wide = count * width.outputs() + width.taps() - 1;
    int left = Math.min(wide, Math.max(0, -w));
    int right = Math.max(left, Math.min(wide, sizeW - w));
    int line = stripColumns * channels;
    boolean whole = channels == s.fromChannels();
    if (whole && h >= 0 && h + height.inputs() <= sizeH) {
      int from = plane + (h * sizeW + w + left) * channels;
      int step = sizeW * channels;
      for (int i = 0; i < height.inputs(); i++) {
        WinogradMaps.clear(left * channels, scratch, room + i * line);
        int end = room + i * line + right * channels;
        WinogradMaps.clear((wide - right) * channels, scratch, end);
      }
      int begin = room + left * channels;
      WinogradMaps.input(height, in, from, step, (right - left) * channels, scratch, begin, line);
    } else {
      int copy = room + height.inputs() * line;
      for (int i = 0; i < height.inputs(); i++) {
        boolean inside = h + i >= 0 && h + i < sizeH;
        int from = plane + ((h + i) * sizeW + w) * s.fromChannels() + channel;
        copyLine(in, from, channel, inside, left, right, wide, scratch, copy + i * line);
      }
      WinogradMaps.input(height, scratch, copy, line, wide * channels, scratch, room, line);
    }
    int jump = width.outputs() * channels;
    int step = positionStep();
    for (int i = 0; i < height.inputs(); i++) {
      for (int b = 0; b < blocks; b++) {
        int from = room + i * line + b * BLOCK;
        int at = to + i * width.inputs() * step + b * blockStep();
        WinogradMaps.inputs(width, scratch, from, channels, jump, count, v, at, step);
      }
    }
  }

  private void copyLine(
      float[] in,
      int from,
      int channel,
      boolean inside,
      int left,
      int right,
      int wide,
      float[] out,
      int to) {
    if (!inside) {
      WinogradMaps.clear(wide * channels, out, to);
      return;
    }
    int pixel = s.fromChannels();
    int real = Math.min(channels, pixel - channel);
    int vectors = real / Lanes.N * Lanes.N;
    WinogradMaps.clear(left * channels, out, to);
    for (int j = left; j < right; j++) {
      int i = from + j * pixel;
      int o = to + j * channels;
      WinogradMaps.copy(in, i, vectors, out, o);
      for (int c = vectors; c < real; c++) {
        out[o + c] = in[i + c];
      }
      for (int c = real; c < channels; c++) {
        out[o + c] = 0;
      }
    }
    WinogradMaps.clear((wide - right) * channels, out, to + right * channels);
  }
}

package dev.loupe.kernel;

import java.util.Arrays;

/// Transforms weights into the factors `[position][channel][width]` of a panel.
///
/// For backward data the kernel is turned round: the taps in the opposite order, rows for columns.
final class WinogradFilters {
  private static final int BLOCK = BlockTile.BLOCK;

  private final WinogradSpace s;
  private final ColumnPanels panels;
  private final boolean back;
  private final int taps;

  WinogradFilters(WinogradSpace s, ColumnPanels panels, boolean back) {
    this.s = s;
    this.panels = panels;
    this.back = back;
    this.taps = s.height().taps() * s.width().taps();
  }

  /// Floats that [#pack] needs for itself.
  int scratch() {
    return (taps * BLOCK + s.height().inputs() * s.width().taps()) * panels.widest();
  }

  /// Transforms one block of source channels.
  ///
  /// @param in the weights, from `start`
  /// @param d the depth tap
  /// @param block the block of source channels
  /// @param panel the panel of target channels
  /// @param out where the factors go, from `at`, positions `step` apart
  /// @param scratch room, from `room`
  void pack(
      float[] in,
      int start,
      int d,
      int block,
      int panel,
      float[] out,
      int at,
      int step,
      float[] scratch,
      int room) {
    int from = s.fromChannels();
    int to = s.toChannels();
    int width = panels.width(panel);
    int count = Math.min(BLOCK, from - block * BLOCK);
    int first = panels.first(panel);
    float[] a = in;
    int w = start + (d * taps * from + block * BLOCK) * to + first;
    int tapStep = from * to;
    int channelStep = to;
    if (back || panels.real(panel) < width) {
      copy(in, start, d, block * BLOCK, count, first, panels.real(panel), width, scratch, room);
      a = scratch;
      w = room;
      tapStep = BLOCK * width;
      channelStep = width;
    }
    int tapsWide = s.width().taps();
    int line = tapsWide * width;
    int middle = room + taps * BLOCK * width;
    for (int i = 0; i < count; i++) {
      for (int kw = 0; kw < tapsWide; kw++) {
        int tap = w + i * channelStep + kw * tapStep;
        int to1 = middle + kw * width;
        WinogradMaps.weights(s.height(), a, tap, tapsWide * tapStep, width, scratch, to1, line);
      }
      for (int j = 0; j < s.height().inputs(); j++) {
        int to2 = at + i * width + j * s.width().inputs() * step;
        WinogradMaps.weights(s.width(), scratch, middle + j * line, width, width, out, to2, step);
      }
    }
    for (int p = 0; p < s.positions(); p++) {
      WinogradMaps.clear((BLOCK - count) * width, out, at + p * step + count * width);
    }
  }

  /// The taps of a block and panel as `[tap][channel][width]`, the rest of the width zero.
  private void copy(
      float[] in,
      int start,
      int d,
      int channel,
      int count,
      int column,
      int real,
      int width,
      float[] out,
      int at) {
    int from = s.fromChannels();
    int to = s.toChannels();
    int all = s.depthTaps() * taps;
    for (int t = 0; t < taps; t++) {
      int tap = d * taps + t;
      if (back) {
        int i = start + ((all - 1 - tap) * to + column) * from + channel;
        Transposition.block(in, i, real, from, count, out, at, width);
      } else {
        for (int c = 0; c < count; c++) {
          int i = start + (tap * from + channel + c) * to + column;
          System.arraycopy(in, i, out, at + c * width, real);
        }
      }
      if (real < width) {
        for (int c = 0; c < count; c++) {
          Arrays.fill(out, at + c * width + real, at + (c + 1) * width, 0);
        }
      }
      at += BLOCK * width;
    }
  }
}

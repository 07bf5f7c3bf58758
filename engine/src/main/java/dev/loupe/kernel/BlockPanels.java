package dev.loupe.kernel;

import java.util.Arrays;

/// Packs weights for [BlockTile]s: panels `[tap, from-channel][width]`, channels and columns filled
/// up with zeros to blocks of 16 and whole vectors.
///
/// @param g the convolution
/// @param grid the taps that are packed
/// @param panels how the channels that are written are cut
/// @param back whether backward data is computed
record BlockPanels(ConvolutionGeometry g, TapGrid grid, ColumnPanels panels, boolean back) {
  private static final int BLOCK = BlockTile.BLOCK;

  private int fromChannels() {
    return back ? g.groupTarget() : g.groupSource();
  }

  /// Rows of a panel.
  int depth() {
    return grid.taps() * Pieces.parts(fromChannels(), BLOCK) * BLOCK;
  }

  /// Where a group's panel starts among the grid's.
  int start(int group, int panel) {
    return depth() * (group * panels.padded() + panels.first(panel));
  }

  /// Packs one tap of a group's panel.
  ///
  /// @param at where the grid's panels start
  void pack(Operands o, int tap, int group, int panel, int at) {
    int width = panels.width(panel);
    int real = panels.real(panel);
    int columns = g.targetChannels();
    int channels = fromChannels();
    float[] out = o.workspace();
    int rows = depth() / grid.taps();
    at += start(group, panel) + tap * rows * width;
    int w = o.offset(1) + grid.kernelTap(tap, g) * g.groupSource() * columns;
    if (back) {
      w += panels.first(panel) * columns + group * g.groupTarget();
      Transposition.block(o.array(1), w, real, columns, channels, out, at, width);
    } else {
      w += group * g.groupTarget() + panels.first(panel);
      for (int c = 0; c < channels; c++) {
        System.arraycopy(o.array(1), w + c * columns, out, at + c * width, real);
      }
    }
    for (int c = 0; c < channels && real < width; c++) {
      Arrays.fill(out, at + c * width + real, at + (c + 1) * width, 0);
    }
    Arrays.fill(out, at + channels * width, at + rows * width, 0);
  }
}

package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;

/// Target pixels of a plane at distances of the dilation, and what lies under their 3x3 kernels: a
/// convolution that isn't dilated, on every some-th row and column of the source. Without dilation
/// it is the plane.
///
/// @param source where its first value lies in a plane of the source
/// @param line from row to row of the source
/// @param step from column to column of the source
/// @param height rows of the source
/// @param width columns of the source
/// @param top rows of padding above: 0 or 1
/// @param left columns of padding before: 0 or 1
/// @param down the stride from row to row
/// @param target where its first value lies in a plane of the target
/// @param targetLine from row to row of the target
/// @param targetStep from column to column of the target
/// @param row the first row of the target
/// @param every from there to the next
/// @param columns of the target
record DepthwiseLattice(
    int source,
    int line,
    int step,
    int height,
    int width,
    int top,
    int left,
    int down,
    int target,
    int targetLine,
    int targetStep,
    int row,
    int every,
    int columns) {

  /// All lattices of a convolution, each target pixel in one.
  static List<DepthwiseLattice> all(ConvolutionGeometry g) {
    List<DepthwiseLattice> all = new ArrayList<>();
    Axis down = g.axes().get(1);
    Axis across = g.axes().get(2);
    int channels = g.sourceChannels();
    int sourceWidth = g.sourceSizes().get(2);
    int targetWidth = g.targetSizes().get(2);
    for (int h = 0; h < Math.min(down.dilation(), g.targetSizes().get(1)); h++) {
      for (int w = 0; w < Math.min(across.dilation(), targetWidth); w++) {
        int row = Math.floorMod(h - down.before(), down.dilation());
        int column = Math.floorMod(w - across.before(), across.dilation());
        all.add(
            new DepthwiseLattice(
                (row * sourceWidth + column) * channels,
                down.dilation() * sourceWidth * channels,
                across.dilation() * channels,
                Math.ceilDiv(g.sourceSizes().get(1) - row, down.dilation()),
                Math.ceilDiv(sourceWidth - column, across.dilation()),
                -Math.floorDiv(h - down.before(), down.dilation()),
                -Math.floorDiv(w - across.before(), across.dilation()),
                down.stride(),
                (h * targetWidth + w) * channels,
                down.dilation() * targetWidth * channels,
                across.dilation() * channels,
                h,
                down.dilation(),
                Math.ceilDiv(targetWidth - w, across.dilation())));
      }
    }
    return all;
  }

  /// How many of its rows lie above a row of the target.
  int rows(int end) {
    return end <= row ? 0 : Math.ceilDiv(end - row, every);
  }
}

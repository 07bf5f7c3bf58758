package dev.loupe.kernel;

import java.util.List;

/// Where a grid's values come from and go to.
///
/// @param grid the grid
/// @param batch samples
/// @param groups independent parts of the channels
/// @param fromSizes spatial sizes of the tensor that is read
/// @param fromChannels channels of one group of it
/// @param toSizes spatial sizes of the tensor that is written
/// @param toChannels channels of one group of it
/// @param packedStart where the grid's weights start in the workspace
record GridSpace(
    TapGrid grid,
    int batch,
    int groups,
    List<Integer> fromSizes,
    int fromChannels,
    List<Integer> toSizes,
    int toChannels,
    int packedStart) {
  /// Floats of scratch that packed input should fit, so that it stays in a second-level cache.
  static final int CACHE = 128 * 1024;

  /// Taps times from-channels: the length of each sum.
  int depth() {
    return grid.taps() * fromChannels;
  }

  /// The index of the first channel of a pixel of the tensor that is read.
  int from(int n, int d, int h, int w) {
    return (((n * fromSizes.get(0) + d) * fromSizes.get(1) + h) * fromSizes.get(2) + w)
        * (groups * fromChannels);
  }

  /// The index of the first channel of grid value `d, h, w` in the tensor that is written.
  int to(int n, int d, int h, int w) {
    int td = grid.depth().start() + d * grid.depth().step();
    int th = grid.height().start() + h * grid.height().step();
    int tw = grid.width().start() + w * grid.width().step();
    return (((n * toSizes.get(0) + td) * toSizes.get(1) + th) * toSizes.get(2) + tw)
        * (groups * toChannels);
  }

  /// The share of its products that don't meet padding.
  double inside() {
    return grid.depth().inside(fromSizes.get(0))
        * grid.height().inside(fromSizes.get(1))
        * grid.width().inside(fromSizes.get(2));
  }

  /// Whether the grid is the whole tensor that is written.
  boolean whole() {
    return grid.depth().step() == 1 && grid.height().step() == 1 && grid.width().step() == 1;
  }

  /// From value to value in a row of the grid, in the tensor that is written.
  int step() {
    return grid.width().step() * groups * toChannels;
  }

  /// From row to row of the grid, in the tensor that is written.
  int line() {
    return grid.height().step() * toSizes.get(2) * groups * toChannels;
  }
}

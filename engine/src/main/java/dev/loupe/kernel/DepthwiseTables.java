package dev.loupe.kernel;

import dev.loupe.kernel.DepthwiseAxis.Kind;
import java.util.List;

/// Where a depthwise convolution reads, for every kind of value that it writes: distances from the
/// place where the value starts in the tensor that is read, and of the weights.
final class DepthwiseTables {
  private final DepthwiseAxis depth;
  private final DepthwiseAxis height;
  private final DepthwiseAxis width;
  private final int[][] rows;
  private final int[][] rowWeights;
  private final int[][] taps;
  private final int[][] tapWeights;

  DepthwiseTables(
      DepthwiseAxis depth,
      DepthwiseAxis height,
      DepthwiseAxis width,
      List<Axis> axes,
      int channels) {
    this.depth = depth;
    this.height = height;
    this.width = width;
    int rowKinds = depth.kinds().size() * height.kinds().size();
    this.rows = new int[rowKinds][];
    this.rowWeights = new int[rowKinds][];
    this.taps = new int[rowKinds * width.kinds().size()][];
    this.tapWeights = new int[rowKinds * width.kinds().size()][];
    int at = 0;
    for (Kind d : depth.kinds()) {
      for (Kind h : height.kinds()) {
        rows[at] = new int[d.count() * h.count()];
        rowWeights[at] = new int[d.count() * h.count()];
        for (int r = 0; r < rows[at].length; r++) {
          int kd = r / h.count();
          int kh = r % h.count();
          rows[at][r] = (d.shift(kd) * height.read() + h.shift(kh)) * width.read() * channels;
          rowWeights[at][r] =
              (d.tap(kd) * axes.get(1).kernel() + h.tap(kh)) * axes.get(2).kernel() * channels;
        }
        for (int k = 0; k < width.kinds().size(); k++) {
          columns(at, k, channels);
        }
        at++;
      }
    }
  }

  private void columns(int row, int column, int channels) {
    Kind kind = width.kinds().get(column);
    int[] from = new int[rows[row].length * kind.count()];
    int[] weights = new int[from.length];
    for (int t = 0; t < from.length; t++) {
      int r = t / kind.count();
      from[t] = rows[row][r] + kind.shift(t % kind.count()) * channels;
      weights[t] = rowWeights[row][r] + kind.tap(t % kind.count()) * channels;
    }
    taps[row * width.kinds().size() + column] = from;
    tapWeights[row * width.kinds().size() + column] = weights;
  }

  /// The number of the kind of a row.
  int kind(int d, int h) {
    return depth.kind(d) * height.kinds().size() + height.kind(h);
  }

  /// The rows that a row of some kind reads, each from the first value on.
  int[] rows(int kind) {
    return rows[kind];
  }

  /// The weights of these rows, from the first tap on.
  int[] rowWeights(int kind) {
    return rowWeights[kind];
  }

  /// The values that are read for one value, by the kinds of its row and column.
  int[] taps(int row, int column) {
    return taps[row * width.kinds().size() + column];
  }

  /// Their weights.
  int[] tapWeights(int row, int column) {
    return tapWeights[row * width.kinds().size() + column];
  }
}

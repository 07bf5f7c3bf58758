package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;

/// A regular grid of target values that all sum the same taps: the whole target of a forward
/// convolution, or one phase of a backward one.
///
/// @param depth the outermost spatial axis
/// @param height the middle one
/// @param width the innermost one
record TapGrid(TapAxis depth, TapAxis height, TapAxis width) {
  /// The one grid of a forward convolution.
  static List<TapGrid> forward(ConvolutionGeometry g) {
    return List.of(
        new TapGrid(
            TapAxis.forward(g.axes().get(0), g.targetSizes().get(0)),
            TapAxis.forward(g.axes().get(1), g.targetSizes().get(1)),
            TapAxis.forward(g.axes().get(2), g.targetSizes().get(2))));
  }

  /// The grids of a backward convolution: one for each combination of phases that has values.
  static List<TapGrid> backward(ConvolutionGeometry g) {
    List<TapGrid> grids = new ArrayList<>();
    for (TapAxis d : phases(g, 0)) {
      for (TapAxis h : phases(g, 1)) {
        for (TapAxis w : phases(g, 2)) {
          grids.add(new TapGrid(d, h, w));
        }
      }
    }
    return grids;
  }

  private static List<TapAxis> phases(ConvolutionGeometry g, int axis) {
    List<TapAxis> all = new ArrayList<>();
    int source = g.sourceSizes().get(axis);
    for (int p = 0; p < Math.min(g.axes().get(axis).stride(), source); p++) {
      all.add(TapAxis.backward(g.axes().get(axis), source, p));
    }
    return all;
  }

  /// How many taps each value sums.
  int taps() {
    return depth.taps().length * height.taps().length * width.taps().length;
  }

  /// How many target values there are in one sample and channel.
  int pixels() {
    return depth.count() * height.count() * width.count();
  }

  /// The index into the kernel of tap `t` of the grid, where the kernel's taps are numbered with
  /// the innermost axis fastest.
  int kernelTap(int t, ConvolutionGeometry g) {
    int w = width.taps()[t % width.taps().length];
    t /= width.taps().length;
    int h = height.taps()[t % height.taps().length];
    int d = depth.taps()[t / height.taps().length];
    return (d * g.axes().get(1).kernel() + h) * g.axes().get(2).kernel() + w;
  }
}

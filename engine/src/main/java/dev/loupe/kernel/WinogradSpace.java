package dev.loupe.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A convolution of stride 1 seen by the Winograd kernels: tiles over height and width, plain sums
/// over channels and depth taps.
///
/// @param batch samples
/// @param fromSizes spatial sizes of the tensor that is read
/// @param fromChannels its channels
/// @param toSizes spatial sizes of the tensor that is written
/// @param toChannels its channels
/// @param before padding in front of each axis of what is read
/// @param depthTaps taps along the depth, which isn't transformed
/// @param height the transform of the middle axis
/// @param width the transform of the innermost axis
record WinogradSpace(
    int batch,
    List<Integer> fromSizes,
    int fromChannels,
    List<Integer> toSizes,
    int toChannels,
    List<Integer> before,
    int depthTaps,
    WinogradAxis height,
    WinogradAxis width) {
  // Products that a tile must save: less is eaten by the transforms.
  private static final double WORTHWHILE = 0.6;
  // Values of a channel: the factors of the weights are four times the weights.
  private static final int SMALL = 16;
  // Pixels of a plane, and weights, for which the smaller tiles are better for one sample.
  private static final int FEW = 49;
  private static final int MANY = 1 << 21;

  /// The target from the source.
  static WinogradSpace forward(ConvolutionGeometry g) {
    return new WinogradSpace(
        g.batch(),
        g.sourceSizes(),
        g.sourceChannels(),
        g.targetSizes(),
        g.targetChannels(),
        g.axes().stream().map(Axis::before).toList(),
        g.axes().get(0).kernel(),
        axis(g, 1, g.targetSizes()),
        axis(g, 2, g.targetSizes()));
  }

  /// The source's gradient from the target's: a convolution with the kernel turned round.
  static WinogradSpace backward(ConvolutionGeometry g) {
    return new WinogradSpace(
        g.batch(),
        g.targetSizes(),
        g.targetChannels(),
        g.sourceSizes(),
        g.sourceChannels(),
        g.axes().stream().map(a -> a.kernel() - 1 - a.before()).toList(),
        g.axes().get(0).kernel(),
        axis(g, 1, g.sourceSizes()),
        axis(g, 2, g.sourceSizes()));
  }

  /// The tiles along an axis: the smaller ones for few pixels and many weights, whose factors take
  /// longest to read; they are 1.8 times the weights instead of 4 times.
  private static WinogradAxis axis(ConvolutionGeometry g, int axis, List<Integer> sizes) {
    int taps = g.axes().get(axis).kernel();
    boolean few = sizes.get(1) * sizes.get(2) <= FEW && g.weights() >= MANY;
    return few && taps == 3 ? new WinogradAxis(2, taps) : WinogradAxis.of(taps, sizes.get(axis));
  }

  /// Why a convolution is not for Winograd's kernels, or null where it is. The batch has no say, so
  /// that a sample gives the same bits in any batch.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (g.groups() != 1) {
      return "the channels are grouped";
    }
    for (Axis a : g.axes()) {
      if (a.stride() != 1 || a.dilation() != 1) {
        return "the stride or the dilation is not 1";
      }
      if (a.before() >= a.kernel() || a.after() >= a.kernel()) {
        return "the padding is wider than the kernel";
      }
    }
    int kernelHeight = g.axes().get(1).kernel();
    int kernelWidth = g.axes().get(2).kernel();
    if (kernelHeight * kernelWidth == 1 || 3 % kernelHeight != 0 || 3 % kernelWidth != 0) {
      return "the kernel is not 3 wide";
    }
    if (Math.min(g.sourceChannels(), g.targetChannels()) < BlockTile.BLOCK) {
      return "there are fewer than 16 channels";
    }
    if (Math.max(
            ConvolutionGeometry.pixels(g.sourceSizes()),
            ConvolutionGeometry.pixels(g.targetSizes()))
        <= SMALL) {
      return "the picture has so few values that reading the weights takes longest";
    }
    WinogradSpace forward = forward(g);
    WinogradSpace backward = backward(g);
    double saved = Math.max(forward.share(), backward.share());
    return saved > WORTHWHILE ? "tiles save too few products on so small a picture" : null;
  }

  /// Products, as a share of those of a direct convolution.
  private double share() {
    double direct = (double) toSizes.get(1) * toSizes.get(2) * height.taps() * width.taps();
    return height.products(toSizes.get(1)) * width.products(toSizes.get(2)) / direct;
  }

  /// Products of one tile, channel and depth tap.
  int positions() {
    return height.inputs() * width.inputs();
  }

  /// Tiles along the height.
  int tileRows() {
    return height.tiles(toSizes.get(1));
  }

  /// Tiles along the width.
  int tileColumns() {
    return width.tiles(toSizes.get(2));
  }

  /// Planes of the tensor that is written.
  int planes() {
    return batch * toSizes.get(0);
  }

  /// Blocks of 16 channels of the tensor that is read.
  int fromBlocks() {
    return (fromChannels + BlockTile.BLOCK - 1) / BlockTile.BLOCK;
  }

  /// The error of the transforms, relative to the largest value: a bound on what was measured
  /// against sums in double precision, for up to 512 channels of normal values.
  double rounding() {
    return height.outputs() == 4 || width.outputs() == 4 ? 2e-5 : 2e-6;
  }

  /// The distance from position to position for so many floats: an odd number of cache lines, so
  /// that the positions of a tile don't fall into one set of the cache.
  static int spread(int floats) {
    return ((floats + BlockTile.BLOCK - 1) / BlockTile.BLOCK | 1) * BlockTile.BLOCK;
  }
}

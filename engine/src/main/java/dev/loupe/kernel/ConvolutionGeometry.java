package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// A convolution problem, brought to three spatial axes: missing ones have size 1.
///
/// The tensors, in the glossary of the kernels: `source` N, spatial, C (what the convolution
/// reads); `weights` kernel..., C / groups, K; `target` N, spatial, K (what it writes).
///
/// @param batch N
/// @param sourceSizes depth, height, width of the source
/// @param sourceChannels C
/// @param targetSizes depth, height, width of the target
/// @param targetChannels K
/// @param groups independent parts of the channels
/// @param axes kernel, stride, dilation and padding of each spatial axis
public record ConvolutionGeometry(
    int batch,
    List<Integer> sourceSizes,
    int sourceChannels,
    List<Integer> targetSizes,
    int targetChannels,
    int groups,
    List<Axis> axes) {

  private static final int RANK = 3;

  /// The geometry of a convolution.
  ///
  /// @param source N, spatial..., C
  /// @param target N, spatial..., K
  /// @throws LoupeException if there are more than three spatial axes
  public static ConvolutionGeometry of(Window window, int groups, Shape source, Shape target) {
    int rank = window.rank();
    if (rank > RANK) {
      throw LoupeException.of("too many spatial axes")
          .expected("1, 2 or 3")
          .got(rank + " (" + source + ")");
    }
    Integer[] from = {1, 1, 1};
    Integer[] to = {1, 1, 1};
    Axis[] axes = {Axis.of(1, 1, 0), Axis.of(1, 1, 0), Axis.of(1, 1, 0)};
    for (int i = 0; i < rank; i++) {
      from[RANK - rank + i] = source.size(i + 1);
      to[RANK - rank + i] = target.size(i + 1);
      axes[RANK - rank + i] = window.axis(i);
    }
    return new ConvolutionGeometry(
        source.size(0),
        List.of(from),
        source.channels(),
        List.of(to),
        target.channels(),
        groups,
        List.of(axes));
  }

  /// Source channels of one group.
  public int groupSource() {
    return sourceChannels / groups;
  }

  /// Target channels of one group.
  public int groupTarget() {
    return targetChannels / groups;
  }

  /// How many values lie under the window, in one channel.
  public int taps() {
    // Kernels ask for each pixel: no stream, which would allocate.
    return axes.get(0).kernel() * axes.get(1).kernel() * axes.get(2).kernel();
  }

  /// Values of the source in one sample.
  public int sourceSample() {
    return pixels(sourceSizes) * sourceChannels;
  }

  /// Values of the target in one sample.
  public int targetSample() {
    return pixels(targetSizes) * targetChannels;
  }

  /// The spatial sizes multiplied.
  public static int pixels(List<Integer> sizes) {
    return sizes.get(0) * sizes.get(1) * sizes.get(2);
  }

  /// Values of the weights.
  public int weights() {
    return taps() * groupSource() * targetChannels;
  }

  /// Whether each channel has a filter of its own and gives one channel.
  public boolean depthwise() {
    return groups == sourceChannels && groups == targetChannels && groups > 1;
  }
}

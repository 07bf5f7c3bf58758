package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// All about a pooling of a tensor N, spatial..., C: three axes, of which the first ones are single
/// where the input has fewer.
///
/// @param batch how many samples
/// @param channels how many channels
/// @param depth the outermost spatial axis
/// @param height the middle one
/// @param width the innermost one
public record PoolGeometry(
    int batch, int channels, PoolAxis depth, PoolAxis height, PoolAxis width) {
  /// The geometry of a window that moves by its stride.
  ///
  /// @throws LoupeException if the ranks differ, the padding is more than half the kernel, or the
  ///     window is larger than the padded input
  public static PoolGeometry of(PoolKind kind, Window window, boolean ceil, Shape input) {
    window.checkRank(input);
    List<PoolAxis> axes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      boolean counting = kind == PoolKind.AVERAGE_COUNTING_PADDING;
      axes.add(PoolAxis.window(window.axis(i), input.size(i + 1), ceil, counting));
    }
    return of(axes, input);
  }

  /// The geometry of windows that share the input evenly.
  ///
  /// @throws LoupeException if the ranks differ
  public static PoolGeometry adaptive(List<Integer> sizes, Shape input) {
    if (input.spatialRank() != sizes.size()) {
      throw LoupeException.of("the sizes of an adaptive pooling and its input differ in rank")
          .expected("batch, %d spatial sizes, channels".formatted(sizes.size()))
          .got(input.toString())
          .fix("give the layer %d sizes".formatted(Math.max(0, input.spatialRank())));
    }
    List<PoolAxis> axes = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      axes.add(PoolAxis.adaptive(input.size(i + 1), sizes.get(i)));
    }
    return of(axes, input);
  }

  /// The output's shape, with as many axes as the input had.
  ///
  /// @param spatialRank the number of spatial axes of the input
  public Shape output(int spatialRank) {
    int[] sizes = {batch, depth.output(), height.output(), width.output(), channels};
    int[] own = new int[spatialRank + 2];
    own[0] = batch;
    System.arraycopy(sizes, 4 - spatialRank, own, 1, spatialRank + 1);
    return Shape.of(own);
  }

  /// Values in one sample of the input.
  public int inputSize() {
    return depth.input() * height.input() * width.input() * channels;
  }

  /// Windows in one sample.
  public int windows() {
    return depth.output() * height.output() * width.output();
  }

  /// How many values lie under the largest window, padding aside.
  public int taps() {
    return most(depth) * most(height) * most(width);
  }

  private static int most(PoolAxis axis) {
    int most = 0;
    for (int o = 0; o < axis.output(); o++) {
      most = Math.max(most, axis.taps(o));
    }
    return most;
  }

  private static PoolGeometry of(List<PoolAxis> given, Shape input) {
    if (given.isEmpty() || given.size() > 3) {
      throw LoupeException.of("pooling needs 1, 2 or 3 spatial axes")
          .expected("batch, 1 to 3 spatial sizes, channels")
          .got(input.toString());
    }
    List<PoolAxis> axes = new ArrayList<>(given);
    while (axes.size() < 3) {
      axes.add(0, PoolAxis.single());
    }
    return new PoolGeometry(input.size(0), input.channels(), axes.get(0), axes.get(1), axes.get(2));
  }

  @Override
  public String toString() {
    return output(3).toString();
  }
}

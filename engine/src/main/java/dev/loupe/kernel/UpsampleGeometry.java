package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// All about resizing a tensor N, spatial..., C: three axes, of which the first ones are single
/// where the input has fewer.
///
/// @param batch how many samples
/// @param channels how many channels
/// @param depth the outermost spatial axis
/// @param height the middle one
/// @param width the innermost one
public record UpsampleGeometry(
    int batch, int channels, UpsampleAxis depth, UpsampleAxis height, UpsampleAxis width) {
  /// The geometry of a resizing.
  ///
  /// @throws LoupeException if the ranks differ or a size is below 1
  public static UpsampleGeometry of(
      UpsampleMode mode, List<Integer> sizes, boolean alignCorners, Shape input) {
    if (input.spatialRank() != sizes.size() || sizes.isEmpty() || sizes.size() > 3) {
      throw LoupeException.of("the sizes to resize to and the input differ in rank")
          .expected("batch, 1 to 3 spatial sizes, channels, and as many sizes to resize to")
          .got("%s to %s".formatted(input, sizes));
    }
    List<UpsampleAxis> axes = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i) < 1) {
        throw LoupeException.of("a tensor can't be resized to a size below 1")
            .expected("sizes of at least 1")
            .got(sizes.toString());
      }
      axes.add(UpsampleAxis.of(mode, input.size(i + 1), sizes.get(i), alignCorners));
    }
    while (axes.size() < 3) {
      axes.add(0, UpsampleAxis.single());
    }
    return new UpsampleGeometry(
        input.size(0), input.channels(), axes.get(0), axes.get(1), axes.get(2));
  }

  /// Values in one sample of the input.
  public int inputSize() {
    return depth.input() * height.input() * width.input() * channels;
  }

  /// Values in one sample of the output.
  public int outputSize() {
    return depth.output() * height.output() * width.output() * channels;
  }

  /// `(1 - w) a + w b`, or `a` where the weight is 0, so that `b` isn't read.
  static float mix(float a, float b, float w) {
    return w == 0 ? a : Math.fma(w, b, (1 - w) * a);
  }

  @Override
  public String toString() {
    return Shape.of(batch, depth.output(), height.output(), width.output(), channels).toString();
  }
}

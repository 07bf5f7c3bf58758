package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.RoiAlignReference;
import dev.loupe.kernel.RoiGeometry;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Cuts regions of interest out of a tensor and brings them to one size: ONNX's `RoiAlign`.
///
/// Inputs: x, N, H, W, C; regions, R, 4, each left, top, right and bottom; the sample of each
/// region, R. Output: R, height, width, C. Bins are sampled on a regular grid, with linear
/// interpolation; a sample further than 1 outside is 0. A region of a sample outside of 0 to N-1
/// is NaN. Not differentiated. Source: He et al., Mask R-CNN, 2017; the ONNX specification.
///
/// @param maximum whether a bin is the largest of its samples' four weighted values, as ONNX
///     defines it, rather than the mean of its samples
/// @param height bins along the height
/// @param width bins along the width
/// @param samples samples of a bin along each axis; 0 for as many as values lie under it
/// @param scale what the regions' coordinates are multiplied by
/// @param halfPixel whether the regions are moved by half a value, so that the first value's centre
///     is at 0.5; regions are at least 1 large where not
public record RoiAlign(
    boolean maximum, int height, int width, int samples, float scale, boolean halfPixel)
    implements Computation {
  /// Checks the sizes.
  ///
  /// @throws LoupeException if a size is below 1 or the number of samples below 0
  public RoiAlign {
    if (height < 1 || width < 1 || samples < 0) {
      throw LoupeException.of("regions can't be brought to this size")
          .expected("sizes of at least 1 and no negative number of samples")
          .got("%dx%d with %d samples".formatted(height, width, samples));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    Shape x = inputs.get(0);
    if (x.rank() != 4) {
      throw LoupeException.of("regions are cut out of maps")
          .expected("batch, height, width, channels")
          .got(x.toString());
    }
    Shape regions = inputs.get(2);
    Shape corners = Shapes.join(regions, Shape.of(4));
    if (regions.rank() != 1 || !inputs.get(1).equals(corners)) {
      throw LoupeException.of("the regions and their samples don't fit")
          .expected("R x 4 coordinates and R samples")
          .got("%s and %s".formatted(inputs.get(1), regions));
    }
    return Shape.of(regions.size(0), height, width, x.channels());
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Shape x = inputs.get(0);
    RoiGeometry geometry =
        new RoiGeometry(
            x.size(0),
            x.size(1),
            x.size(2),
            x.channels(),
            output.size(0),
            height,
            width,
            maximum,
            samples,
            scale,
            halfPixel);
    return Catalog.<RoiGeometry>reference(RoiAlignReference::new).choose(geometry, policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 8 * output.elements() * Math.max(1, samples * samples);
  }
}

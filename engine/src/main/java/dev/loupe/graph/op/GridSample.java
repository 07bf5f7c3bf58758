package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GridSampleReference;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.SampleAxis;
import dev.loupe.kernel.SampleGeometry;
import dev.loupe.kernel.SampleMode;
import dev.loupe.kernel.SamplePadding;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Samples a tensor where a grid says: ONNX's `GridSample`, PyTorch's `grid_sample`.
///
/// Inputs: x, N, spatial..., C (1 to 3 spatial axes; 1 or 2 for cubic); grid, N, places..., and
/// as many coordinates as x has spatial axes, the innermost axis first, from -1 to 1 inside.
/// Output: N, places..., C. What is read outside is the padding, value by value, as in PyTorch and
/// ONNX Runtime; ONNX's reference differs for cubics beyond a border. Not differentiated.
///
/// @param mode what a sample is made of
/// @param padding what lies outside
/// @param alignCorners whether -1 and 1 are the centres of the outermost values, rather than their
///     outer edges
public record GridSample(SampleMode mode, SamplePadding padding, boolean alignCorners)
    implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shape x = inputs.get(0);
    Shape grid = inputs.get(1);
    int most = mode == SampleMode.CUBIC ? 2 : 3;
    if (x.spatialRank() < 1 || x.spatialRank() > most) {
      throw LoupeException.of("a tensor of this rank can't be sampled")
          .expected("batch, 1 to %d spatial sizes, channels".formatted(most))
          .got(x.toString());
    }
    if (grid.rank() < 2 || grid.size(0) != x.size(0) || grid.channels() != x.spatialRank()) {
      throw LoupeException.of("the grid doesn't fit the tensor")
          .expected(
              "%d samples, places, %d coordinates each for %s"
                  .formatted(x.size(0), x.spatialRank(), x))
          .got(grid.toString());
    }
    return grid.with(-1, x.channels());
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Shape x = inputs.get(0);
    List<SampleAxis> axes = new ArrayList<>();
    for (int i = 0; i < x.spatialRank(); i++) {
      axes.add(new SampleAxis(x.size(i + 1), mode, padding, alignCorners));
    }
    int places = output.rows() / x.size(0);
    return Catalog.<SampleGeometry>reference(GridSampleReference::new)
        .choose(new SampleGeometry(x.size(0), places, x.channels(), axes), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2 * output.elements() * (long) Math.pow(mode.taps(), inputs.get(0).spatialRank());
  }
}

package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PoolGeometry;
import dev.loupe.kernel.PoolIndicesReference;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Where the largest value under each window lies: the second output of ONNX's `MaxPool`.
///
/// Input: N, spatial..., C (1 to 3 spatial axes). Output: N, places of the window..., C; each value
/// the index in the tensor if that were N, C, spatial..., as it is in ONNX. It is that of the first
/// largest value in scan order, or of the last NaN; -1 under a window over padding alone. Not
/// differentiated.
///
/// @param window kernel, stride, dilation, padding; the padding is at most half the kernel
/// @param ceil whether a last window that ends outside counts
/// @param columnMajor whether the outermost spatial axis counts fastest, rather than the innermost
public record PoolIndices(Window window, boolean ceil, boolean columnMajor) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    TopK.checkIndices(inputs.get(0).elements());
    return geometry(inputs.get(0)).output(window.rank());
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<PoolGeometry>reference(g -> new PoolIndicesReference(g, columnMajor))
        .choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return output.elements() * window.taps();
  }

  private PoolGeometry geometry(Shape input) {
    return PoolGeometry.of(PoolKind.MAX, window, ceil, input);
  }
}

package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.MaxUnpoolReference;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Puts what a maximum pooling kept back to where it was, with zeros elsewhere: ONNX's `MaxUnpool`.
///
/// Inputs: values, N, spatial..., C; indices, of the same shape, as [PoolIndices] gives them: each
/// the index in the output if that were N, C, spatial.... Output: N, sizes..., C. Where several
/// values go to one place, the last in that order stays; one with an index outside is left out. Not
/// differentiated.
///
/// @param sizes the spatial sizes of the output
public record MaxUnpool(List<Integer> sizes) implements Computation {
  /// Copies the list.
  public MaxUnpool {
    sizes = List.copyOf(sizes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Shape values = Shapes.same(this, inputs, 2);
    if (values.spatialRank() != sizes.size()) {
      throw LoupeException.of("the sizes to unpool to and the input differ in rank")
          .expected("batch, %d spatial sizes, channels".formatted(sizes.size()))
          .got(values.toString());
    }
    List<Integer> all = new ArrayList<>(sizes);
    all.add(0, values.size(0));
    all.add(values.channels());
    Shape output = Shape.of(all);
    TopK.checkIndices(output.elements());
    return output;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    int batch = output.size(0);
    int inputPlaces = inputs.get(0).rows() / batch;
    return Catalog.<Shape>reference(
            y -> new MaxUnpoolReference(batch, y.channels(), inputPlaces, y.rows() / batch))
        .choose(output, policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }
}

package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.Col2ImReference;
import dev.loupe.kernel.ConvolutionGeometry;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Lays blocks over a picture and sums where they overlap: ONNX's `Col2Im`.
///
/// Input: N, blocks, `C taps`, the taps of a channel next to each other; blocks in the order of the
/// places of the window. Output: N, sizes..., C (1 to 3 spatial axes). Not differentiated.
///
/// @param sizes the spatial sizes of the picture
/// @param window how the blocks lie in it
public record Col2Im(List<Integer> sizes, Window window) implements Computation {
  /// Copies the list.
  public Col2Im {
    sizes = List.copyOf(sizes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape blocks = inputs.get(0);
    int taps = window.taps();
    if (blocks.rank() != 3 || blocks.channels() % taps != 0) {
      throw LoupeException.of("the blocks don't fit the window")
          .expected("batch, blocks, a multiple of %d values".formatted(taps))
          .got(blocks.toString());
    }
    List<Integer> all = new ArrayList<>(sizes);
    all.add(0, blocks.size(0));
    all.add(blocks.channels() / taps);
    Shape picture = Shape.of(all);
    int places = window.output(picture, 1, false).rows() / blocks.size(0);
    if (blocks.size(1) != places) {
      throw LoupeException.of("the picture has another number of blocks")
          .expected("%d blocks for %s".formatted(places, picture))
          .got(blocks.toString());
    }
    return picture;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Shape places = window.output(output, output.channels(), false);
    return Catalog.<ConvolutionGeometry>reference(Col2ImReference::new)
        .choose(ConvolutionGeometry.of(window, 1, output, places), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(0).elements();
  }
}

package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.StridedGeometry;
import dev.loupe.kernel.StridedReference;
import dev.loupe.kernel.StridedRows;
import dev.loupe.kernel.StridedTiles;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Cuts a range out of every axis. Where that is one unbroken range of memory, it is a view.
///
/// Input: a tensor. Output: the sizes.
///
/// @param starts the first index of each axis
/// @param sizes how many indices of each axis
public record Slice(List<Integer> starts, List<Integer> sizes) implements Computation {
  /// Copies the lists.
  public Slice {
    starts = List.copyOf(starts);
    sizes = List.copyOf(sizes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape in = inputs.get(0);
    Shapes.checkEntries("the starts of a slice", starts, in);
    Shapes.checkEntries("the sizes of a slice", sizes, in);
    for (int i = 0; i < in.rank(); i++) {
      long end = (long) starts.get(i) + sizes.get(i);
      if (starts.get(i) < 0 || sizes.get(i) < 1 || end > in.size(i)) {
        throw LoupeException.of("a slice lies outside its tensor, on axis " + i)
            .expected("indices from 0 to " + (in.size(i) - 1) + " of " + in)
            .got("%d indices from %d on".formatted(sizes.get(i), starts.get(i)));
      }
    }
    return Shape.of(sizes);
  }

  @Override
  public void gradient(GradientScope s) {
    List<Integer> after = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      after.add(s.input(0).shape().size(i) - starts.get(i) - sizes.get(i));
    }
    s.pass(0, s.apply(new Pad(PadMode.CONSTANT, starts, after, 0), s.upstream()));
  }

  @Override
  public boolean view(List<Shape> inputs) {
    return geometry(inputs.get(0)).unbroken();
  }

  @Override
  public int viewOffset(List<Shape> inputs) {
    return geometry(inputs.get(0)).offset();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return catalog().choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }

  static Catalog<StridedGeometry> catalog() {
    return Catalog.<StridedGeometry>reference(StridedReference::new)
        .plain("copy", g -> g.innerStep() == 1 ? new StridedRows(g) : new StridedTiles(g));
  }

  private StridedGeometry geometry(Shape input) {
    int[] from = starts.stream().mapToInt(Integer::intValue).toArray();
    return StridedGeometry.slice(input, from, Shape.of(sizes));
  }
}

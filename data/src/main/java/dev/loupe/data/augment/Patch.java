package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Cuts a smaller part out of a signal, an image or a volume, anywhere inside.
///
/// @param sizes of the part along each spatial axis, at least 1
public record Patch(List<Integer> sizes) implements Geometric {
  /// Copies and checks the sizes.
  ///
  /// @throws LoupeException if there are none or more than three, or one is below 1
  public Patch {
    sizes = List.copyOf(sizes);
    Checks.range("patch", "number of sizes", sizes.size(), 1, 3);
    for (int size : sizes) {
      Checks.range("patch", "size", size, 1, 1 << 20);
    }
  }

  @Override
  public Shape shape(Shape input) {
    Shape result = input;
    boolean fits = input.rank() == sizes.size() + 1;
    for (int axis = 0; fits && axis < sizes.size(); axis++) {
      fits = sizes.get(axis) <= input.size(axis);
      result = result.with(axis, sizes.get(axis));
    }
    if (!fits) {
      throw LoupeException.of("patch: the part does not fit into the samples")
          .expected("a size of at most that of the sample for each of its axes")
          .got(sizes + " of " + input);
    }
    return result;
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    cut(seed, input, output, 0, 0, 0);
  }

  private void cut(Seed seed, Tensor input, Tensor output, int axis, int from, int to) {
    int size = input.shape().size(axis);
    int count = sizes.get(axis);
    int source = from * size + seed.below(axis, size - count + 1);
    int target = to * count;
    if (axis == sizes.size() - 1) {
      int c = input.shape().channels();
      System.arraycopy(
          input.data(),
          input.offset() + source * c,
          output.data(),
          output.offset() + target * c,
          count * c);
      return;
    }
    for (int i = 0; i < count; i++) {
      cut(seed, input, output, axis + 1, source + i, target + i);
    }
  }

  @Override
  public String toString() {
    return Words.call("patch", sizes.toArray());
  }
}

package dev.loupe.kernel;

import dev.loupe.tensor.Shape;
import java.util.Arrays;

/// An output whose values are read from an input at a step for each axis: slices, transpositions
/// and plain copies. Axes of size 1 are dropped and neighbours that move as one are merged.
///
/// @param offset where the first value is read
/// @param sizes of the output's merged axes, outermost first; at least one
/// @param steps how far the input moves for one index of each axis
public record StridedGeometry(int offset, int[] sizes, int[] steps) {
  /// A copy of everything.
  public static StridedGeometry copy(Shape shape) {
    return slice(shape, new int[shape.rank()], shape);
  }

  /// A range of each axis.
  ///
  /// @param input the whole
  /// @param starts the first index of each axis
  /// @param output the sizes of the ranges
  public static StridedGeometry slice(Shape input, int[] starts, Shape output) {
    int[] steps = steps(input);
    int offset = 0;
    for (int i = 0; i < starts.length; i++) {
      offset += starts[i] * steps[i];
    }
    return merged(offset, output.sizes(), steps);
  }

  /// The axes in another order.
  ///
  /// @param input the whole
  /// @param permutation the input's axis for each axis of the output
  public static StridedGeometry transpose(Shape input, int[] permutation) {
    int[] all = steps(input);
    int[] sizes = new int[permutation.length];
    int[] steps = new int[permutation.length];
    for (int i = 0; i < permutation.length; i++) {
      sizes[i] = input.size(permutation[i]);
      steps[i] = all[permutation[i]];
    }
    return merged(0, sizes, steps);
  }

  /// The length of the innermost axis.
  public int inner() {
    return sizes[sizes.length - 1];
  }

  /// How far the input moves along the innermost axis.
  public int innerStep() {
    return steps[steps.length - 1];
  }

  /// How many runs of the innermost axis there are.
  public int rows() {
    int rows = 1;
    for (int i = 0; i < sizes.length - 1; i++) {
      rows *= sizes[i];
    }
    return rows;
  }

  /// Where row `row` starts in the input.
  public int start(int row) {
    int at = offset;
    for (int i = sizes.length - 2; i >= 0; i--) {
      at += row % sizes[i] * steps[i];
      row /= sizes[i];
    }
    return at;
  }

  /// Whether the output is one unbroken range of the input.
  public boolean unbroken() {
    return sizes.length == 1 && (innerStep() == 1 || inner() == 1);
  }

  private static int[] steps(Shape shape) {
    int[] steps = new int[shape.rank()];
    int step = 1;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      steps[i] = step;
      step *= shape.size(i);
    }
    return steps;
  }

  private static StridedGeometry merged(int offset, int[] sizes, int[] steps) {
    int[] s = new int[sizes.length + 1];
    int[] t = new int[sizes.length + 1];
    int count = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      if (count > 0 && t[count - 1] == steps[i] * sizes[i]) {
        s[count - 1] *= sizes[i];
        t[count - 1] = steps[i];
      } else {
        s[count] = sizes[i];
        t[count++] = steps[i];
      }
    }
    if (count == 0) {
      return new StridedGeometry(offset, new int[] {1}, new int[] {1});
    }
    return new StridedGeometry(offset, Arrays.copyOf(s, count), Arrays.copyOf(t, count));
  }

  @Override
  public String toString() {
    return "%s by %s from %d".formatted(Shape.of(sizes), Arrays.toString(steps), offset);
  }
}

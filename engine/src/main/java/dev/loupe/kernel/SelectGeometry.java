package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// A condition and two operands brought to one shape by NumPy's rule: `rows` runs of `inner`
/// values, in which each moves by a step of 0 or 1.
///
/// Axes are merged as in [BroadcastGeometry], where all three repeat alike.
///
/// @param sizes the merged sizes, outermost first
/// @param steps how far the condition, a and b move for one index of each
///     merged axis
public record SelectGeometry(int[] sizes, int[][] steps) {
  /// The shape that all three are brought to.
  ///
  /// @throws dev.loupe.tensor.LoupeException if two sizes differ and neither is 1
  public static Shape join(Shape condition, Shape a, Shape b) {
    return BroadcastGeometry.join(condition, BroadcastGeometry.join(a, b));
  }

  /// The geometry of three shapes.
  public static SelectGeometry of(Shape condition, Shape a, Shape b) {
    Shape out = join(condition, a, b);
    Shape[] shapes = {condition, a, b};
    int rank = out.rank();
    int[] sizes = new int[Math.max(1, rank)];
    int[][] steps = new int[shapes.length][sizes.length];
    int[] next = {1, 1, 1};
    // From the last place of the arrays to the first, which may stay unused.
    int at = sizes.length;
    for (int axis = 1; axis <= rank; axis++) {
      int size = out.size(-axis);
      int[] own = new int[shapes.length];
      boolean more = at < sizes.length;
      for (int i = 0; i < shapes.length; i++) {
        int count = axis <= shapes[i].rank() ? shapes[i].size(-axis) : 1;
        own[i] = count == 1 ? 0 : next[i];
        next[i] *= count;
        more = more && own[i] == steps[i][at] * sizes[at];
      }
      if (size == 1) {
        continue;
      }
      if (more) {
        sizes[at] *= size;
        continue;
      }
      at--;
      sizes[at] = size;
      for (int i = 0; i < shapes.length; i++) {
        steps[i][at] = own[i];
      }
    }
    if (at == sizes.length) {
      at--;
      sizes[at] = 1;
    }
    for (int i = 0; i < shapes.length; i++) {
      steps[i] = java.util.Arrays.copyOfRange(steps[i], at, sizes.length);
    }
    return new SelectGeometry(java.util.Arrays.copyOfRange(sizes, at, sizes.length), steps);
  }

  /// The length of the innermost loop.
  public int inner() {
    return sizes[sizes.length - 1];
  }

  /// How many innermost loops there are.
  public int rows() {
    int rows = 1;
    for (int i = 0; i < sizes.length - 1; i++) {
      rows *= sizes[i];
    }
    return rows;
  }

  /// How far an input moves in the innermost loop: 0 or 1.
  int step(int input) {
    return steps[input][sizes.length - 1];
  }

  /// Where row `row` starts in an input.
  int start(int row, int input) {
    int at = 0;
    for (int i = sizes.length - 2; i >= 0; i--) {
      at += row % sizes[i] * steps[input][i];
      row /= sizes[i];
    }
    return at;
  }

  @Override
  public String toString() {
    return Shape.of(sizes).toString();
  }
}

package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// Two operands brought to one shape by NumPy's rule: aligned at the last axis, a size of 1
/// repeats.
///
/// Neighbouring axes that repeat alike are merged, so that the innermost loop is as long as it can
/// be: `rows` runs of `inner` values, in which each operand moves by a step of 0 or 1.
///
/// @param sizes the merged sizes, outermost first
/// @param firstSteps how far the first operand moves for one index of each merged axis
/// @param secondSteps the same for the second
public record BroadcastGeometry(int[] sizes, int[] firstSteps, int[] secondSteps) {
  /// The shape that both operands are brought to.
  ///
  /// @throws LoupeException if two sizes differ and neither is 1
  public static Shape join(Shape first, Shape second) {
    int rank = Math.max(first.rank(), second.rank());
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      int a = sizeAt(first, rank, i);
      int b = sizeAt(second, rank, i);
      if (a != b && a != 1 && b != 1) {
        throw LoupeException.of("two shapes can't be combined")
            .expected("equal sizes, or 1, counted from the last axis")
            .got(first + " and " + second);
      }
      sizes[i] = Math.max(a, b);
    }
    return Shape.of(sizes);
  }

  /// The geometry of two shapes.
  public static BroadcastGeometry of(Shape first, Shape second) {
    Shape out = join(first, second);
    int rank = out.rank();
    int[] sizes = new int[Math.max(1, rank)];
    int[] a = new int[sizes.length];
    int[] b = new int[sizes.length];
    int merged = 0;
    int aStep = 1;
    int bStep = 1;
    // From the last axis to the first; each axis either extends the one below it or starts anew.
    for (int i = rank - 1; i >= 0; i--) {
      int size = out.size(i);
      int as = sizeAt(first, rank, i) == 1 ? 0 : aStep;
      int bs = sizeAt(second, rank, i) == 1 ? 0 : bStep;
      aStep *= sizeAt(first, rank, i);
      bStep *= sizeAt(second, rank, i);
      if (size == 1) {
        continue;
      }
      int below = merged - 1;
      if (below >= 0 && as == a[below] * sizes[below] && bs == b[below] * sizes[below]) {
        sizes[below] *= size;
      } else {
        sizes[merged] = size;
        a[merged] = as;
        b[merged] = bs;
        merged++;
      }
    }
    if (merged == 0) {
      sizes[0] = 1;
      merged = 1;
    }
    return new BroadcastGeometry(reversed(sizes, merged), reversed(a, merged), reversed(b, merged));
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

  /// Where row `row` starts in the operand with these steps.
  public int start(int row, int[] steps) {
    int at = 0;
    for (int i = sizes.length - 2; i >= 0; i--) {
      at += row % sizes[i] * steps[i];
      row /= sizes[i];
    }
    return at;
  }

  private static int sizeAt(Shape shape, int rank, int axis) {
    int own = axis - (rank - shape.rank());
    return own < 0 ? 1 : shape.size(own);
  }

  private static int[] reversed(int[] values, int count) {
    int[] r = new int[count];
    for (int i = 0; i < count; i++) {
      r[i] = values[count - 1 - i];
    }
    return r;
  }

  @Override
  public String toString() {
    return Shape.of(sizes).toString();
  }
}

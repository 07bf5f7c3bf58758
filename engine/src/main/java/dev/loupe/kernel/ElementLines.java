package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// Two tensors of one rank seen in lines along an axis, where each value of the second names a
/// place in a line of the first.
///
/// @param data the tensor that is read or changed
/// @param indices the tensor of indices, not larger than the data on the other axes
/// @param axis the axis of the lines, from 0 on
public record ElementLines(Shape data, Shape indices, int axis) {
  /// How many lines the indices have.
  public int count() {
    return indices.length() / indices.size(axis);
  }

  /// Where a line of the indices starts in one of the two tensors.
  ///
  /// @param line 0 to `count() - 1`, in the order of the memory
  /// @param in the tensor
  int start(int line, Shape in) {
    int start = 0;
    int step = 1;
    for (int a = indices.rank() - 1; a >= 0; a--) {
      if (a != axis) {
        start += line % indices.size(a) * step;
        line /= indices.size(a);
      }
      step *= in.size(a);
    }
    return start;
  }

  /// From value to value of a line in one of the two tensors.
  int step(Shape in) {
    int step = 1;
    for (int a = axis + 1; a < in.rank(); a++) {
      step *= in.size(a);
    }
    return step;
  }
}

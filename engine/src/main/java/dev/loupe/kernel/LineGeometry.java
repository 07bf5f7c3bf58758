package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// A tensor seen along one axis: `outer` blocks of `size` rows of `inner` values.
///
/// @param outer the sizes before the axis, multiplied
/// @param size the size of the axis
/// @param inner the sizes behind the axis, multiplied
public record LineGeometry(int outer, int size, int inner) {
  /// The geometry of an axis, from 0 on.
  public static LineGeometry of(Shape shape, int axis) {
    return new LineGeometry(
        (int) shape.range(0, axis).elements(),
        shape.size(axis),
        (int) shape.range(axis + 1, shape.rank()).elements());
  }

  /// How many lines run along the axis.
  public int lines() {
    return outer * inner;
  }

  /// Where a line starts in a tensor of this many values on the axis.
  ///
  /// @param line 0 to `lines() - 1`, in the order of the memory
  /// @param size the size of the axis there
  int start(int line, int size) {
    return line / inner * size * inner + line % inner;
  }

  /// The place that an index names: a negative one counts from the end; -1 where it names none.
  ///
  /// @param index a whole number, as a float
  /// @param size how many places there are
  static int place(float index, int size) {
    int at = (int) index;
    if (at != index || at < -size || at >= size) {
      return -1;
    }
    return at < 0 ? at + size : at;
  }
}

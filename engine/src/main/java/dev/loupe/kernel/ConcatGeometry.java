package dev.loupe.kernel;

import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Rows that are made of a part of each input, one behind the other.
///
/// @param rows how many there are
/// @param starts where each input's part begins in a row; the row's length at the end
public record ConcatGeometry(int rows, int[] starts) {
  /// The geometry of inputs that are joined along an axis.
  public static ConcatGeometry of(List<Shape> inputs, int axis) {
    Shape first = inputs.get(0);
    int[] starts = new int[inputs.size() + 1];
    for (int i = 0; i < inputs.size(); i++) {
      starts[i + 1] = starts[i] + inputs.get(i).range(axis, first.rank()).length();
    }
    return new ConcatGeometry(first.range(0, axis).length(), starts);
  }

  /// The length of a row.
  public int length() {
    return starts[starts.length - 1];
  }

  /// The length of an input's part.
  public int part(int input) {
    return starts[input + 1] - starts[input];
  }

  @Override
  public String toString() {
    return rows + " rows of parts " + Arrays.toString(starts);
  }
}

package dev.loupe.kernel;

import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Where every index of a padded tensor comes from, axis by axis. Inner axes without padding are
/// merged into units that are copied whole.
///
/// @param inputSizes the input's sizes, outermost first, units left out
/// @param sources for each axis and index of the output the index in the input, -1 for the constant
/// @param unit how many values move together
/// @param value the constant
public record PadGeometry(int[] inputSizes, int[][] sources, int unit, float value) {
  /// The geometry of a padding.
  ///
  /// @param mode what the padding is made of
  /// @param input what is padded
  /// @param before padding in front, for each axis
  /// @param after padding behind, for each axis
  /// @param value the constant
  public static PadGeometry of(
      PadMode mode, Shape input, List<Integer> before, List<Integer> after, float value) {
    int rank = input.rank();
    while (rank > 1 && before.get(rank - 1) == 0 && after.get(rank - 1) == 0) {
      rank--;
    }
    int[] sizes = Arrays.copyOf(input.sizes(), rank);
    int[][] sources = new int[rank][];
    for (int i = 0; i < rank; i++) {
      sources[i] = new int[before.get(i) + sizes[i] + after.get(i)];
      for (int o = 0; o < sources[i].length; o++) {
        sources[i][o] = source(mode, o - before.get(i), sizes[i]);
      }
    }
    return new PadGeometry(sizes, sources, input.range(rank, input.rank()).length(), value);
  }

  /// How many rows the output has: runs of its innermost axis.
  public int rows() {
    int rows = 1;
    for (int i = 0; i < sources.length - 1; i++) {
      rows *= sources[i].length;
    }
    return rows;
  }

  /// Units in a row of the output.
  public int length() {
    return sources[sources.length - 1].length;
  }

  /// Units in a row of the input.
  public int inputLength() {
    return inputSizes[inputSizes.length - 1];
  }

  /// Values in the input.
  public int inputElements() {
    int n = unit;
    for (int size : inputSizes) {
      n *= size;
    }
    return n;
  }

  /// The row of the input that a row of the output is made from, or -1.
  public int sourceRow(int row) {
    int source = 0;
    int step = 1;
    for (int i = sources.length - 2; i >= 0; i--) {
      int index = sources[i][row % sources[i].length];
      if (index < 0) {
        return -1;
      }
      source += index * step;
      step *= inputSizes[i];
      row /= sources[i].length;
    }
    return source;
  }

  private static int source(PadMode mode, int at, int size) {
    if (at >= 0 && at < size) {
      return at;
    }
    return switch (mode) {
      case CONSTANT -> -1;
      case REFLECT -> at < 0 ? -at : 2 * (size - 1) - at;
      case EDGE -> at < 0 ? 0 : size - 1;
    };
  }

  @Override
  public String toString() {
    return rows() + " rows of " + length() + " units of " + unit;
  }
}

package dev.loupe.kernel;

/// Brings what a kernel will read nearer, in one go and in order: most lines are then on their way
/// at once, where a kernel that computes in between waits for few at a time.
final class ReadAhead {
  /// Floats that no near cache holds: 8 MB.
  static final long FAR = 1 << 21;

  private static final int LINE = 16;

  private ReadAhead() {}

  /// Reads a value of each line of the cache from `from` to `to`.
  ///
  /// @return their sum, to be kept somewhere, else the compiler leaves the reading out
  static float lines(float[] a, int from, int to) {
    float even = 0;
    float odd = 0;
    int i = from;
    for (; i + LINE < to; i += 2 * LINE) {
      even += a[i];
      odd += a[i + LINE];
    }
    return even + odd;
  }

  /// Reads the rows of a plane that lie under some of the rows that are written.
  ///
  /// @param plane where it starts
  /// @param line floats of a row
  /// @param rows how many the plane has
  /// @param from the first row that is written
  /// @param to the end of those rows
  /// @param written how many rows are written in all
  /// @return as [#lines]
  static float rows(float[] a, int plane, int line, int rows, int from, int to, int written) {
    int first = Math.max(0, (int) ((long) from * rows / written) - 1);
    int end = Math.min(rows, (int) ((long) to * rows / written) + 1);
    return lines(a, plane + first * line, plane + end * line);
  }
}

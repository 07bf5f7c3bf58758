package dev.loupe.kernel;

/// How a loop of `items` is cut into pieces of about equal size: by the shape alone.
///
/// @param items how many iterations there are
/// @param size how many a piece has; the last may have fewer
public record Pieces(int items, int size) {
  /// Work below which a piece is not worth handing to another thread, in operations (multiply-adds
  /// or values touched).
  public static final long GRAIN = 32_768;

  // Enough for balance on some tens of cores.
  private static final int MOST = 256;

  /// Pieces of about [#GRAIN] operations, or more where there would be too many.
  ///
  /// @param items how many iterations there are
  /// @param cost the operations of one iteration
  public static Pieces of(int items, long cost) {
    long size = Math.max(1, GRAIN / Math.max(1, cost));
    size = Math.max(size, (items + MOST - 1) / MOST);
    return new Pieces(items, (int) Math.min(size, items));
  }

  /// How many parts of a size cover some items.
  static int parts(int items, int size) {
    return (items + size - 1) / size;
  }

  /// The size of a part, at most `most`, where items are cut evenly.
  static int even(int items, int most) {
    return parts(items, parts(items, most));
  }

  /// The same, with the size of a piece rounded up to a multiple, for kernels that work in tiles.
  public Pieces alignedTo(int multiple) {
    return new Pieces(items, (size + multiple - 1) / multiple * multiple);
  }

  /// How many pieces there are.
  public int count() {
    return items == 0 ? 0 : (int) (((long) items + size - 1) / size);
  }

  /// The first item of a piece; `from(count())` is the number of items.
  public int from(int piece) {
    return (int) Math.min(items, (long) piece * size);
  }

  /// The end of a piece, exclusive.
  public int to(int piece) {
    return from(piece + 1);
  }
}

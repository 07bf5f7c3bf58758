package dev.loupe.kernel;

/// A batch of matrix products: `c[i] = a[i] b[i]`, or with one `b` for all.
///
/// @param batch how many products
/// @param rows M
/// @param columns N
/// @param depth K
/// @param transposeA whether a lies as K, M
/// @param transposeB whether b lies as N, K
/// @param sharedB whether all products have the same b
public record MatrixGeometry(
    int batch,
    int rows,
    int columns,
    int depth,
    boolean transposeA,
    boolean transposeB,
    boolean sharedB) {
  /// The index of a value of a.
  int a(int i, int m, int k) {
    return i * rows * depth + (transposeA ? k * rows + m : m * depth + k);
  }

  /// The index of a value of b.
  int b(int i, int k, int n) {
    int base = sharedB ? 0 : i * depth * columns;
    return base + (transposeB ? n * depth + k : k * columns + n);
  }
}

package dev.loupe.kernel;

/// The catalog of matrix products.
public final class Matrices {
  /// Best first.
  public static final Catalog<MatrixGeometry> CATALOG =
      Catalog.<MatrixGeometry>reference(MatrixReference::new)
          .vector("tiles", g -> new MatrixVector(g))
          .vector("rows", MatrixRows::refusal, g -> new MatrixRows(g));

  private Matrices() {}
}

package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.util.Arrays;

/// From the indices of voxels to places: millimetres to the patient's right, front and top.
///
/// A place is `row · (x, y, z, 1)` for each of three rows; x is the fastest index.
///
/// @param values three rows of four: the steps along x, y and z, and the place of voxel (0, 0, 0)
public record Affine(double[] values) {
  /// The letters towards higher and lower places along each of the three directions.
  private static final String[] LETTERS = {"RL", "AP", "SI"};

  /// Checks the number of values.
  public Affine {
    if (values.length != 12) {
      throw new IllegalArgumentException(values.length + " values for three rows of four");
    }
  }

  /// One of the values.
  ///
  /// @param row 0 to 2: right, front, top
  /// @param column 0 to 3: the steps along x, y and z, the origin
  public double at(int row, int column) {
    return values[4 * row + column];
  }

  /// The place of a voxel: right, front, top.
  public double[] apply(double x, double y, double z) {
    double[] place = new double[3];
    for (int r = 0; r < 3; r++) {
      place[r] = at(r, 0) * x + at(r, 1) * y + at(r, 2) * z + at(r, 3);
    }
    return place;
  }

  /// How far neighbours along x, y and z are apart.
  public double[] spacing() {
    double[] spacing = new double[3];
    for (int c = 0; c < 3; c++) {
      spacing[c] = Math.sqrt(at(0, c) * at(0, c) + at(1, c) * at(1, c) + at(2, c) * at(2, c));
    }
    return spacing;
  }

  /// Where x, y and z lead, such as `RAS` or `LPS`: right or left, anterior or posterior, superior
  /// or inferior.
  ///
  /// Of slanted axes, each takes the direction that it is nearest to, after the steps have been
  /// turned into the nearest rotation; the axis that is surest comes first.
  ///
  /// Source: Higham, Computing the polar decomposition, SIAM J. Sci. Stat. Comput. 7(4), 1986.
  ///
  /// @throws LoupeException if the axes lie in one plane
  public String codes() {
    double[] rotation = rotation();
    Integer[] order = {0, 1, 2};
    Arrays.sort(order, (a, b) -> Double.compare(greatest(rotation, b), greatest(rotation, a)));
    char[] codes = new char[3];
    boolean[] taken = new boolean[3];
    for (int c : order) {
      int best = -1;
      for (int r = 0; r < 3; r++) {
        boolean better =
            best < 0 || Math.abs(rotation[3 * r + c]) > Math.abs(rotation[3 * best + c]);
        best = !taken[r] && better ? r : best;
      }
      taken[best] = true;
      codes[c] = LETTERS[best].charAt(rotation[3 * best + c] > 0 ? 0 : 1);
    }
    return new String(codes);
  }

  private static double greatest(double[] rotation, int column) {
    double a = Math.abs(rotation[column]);
    double b = Math.abs(rotation[3 + column]);
    return Math.max(Math.max(a, b), Math.abs(rotation[6 + column]));
  }

  /// The rotation or reflection nearest to the steps, by Newton's iteration.
  private double[] rotation() {
    double[] spacing = spacing();
    double[] m = new double[9];
    for (int i = 0; i < 9; i++) {
      m[i] = at(i / 3, i % 3) / spacing[i % 3];
    }
    if (!(Math.abs(determinant(m)) > 1e-6)) {
      throw LoupeException.of("the axes of the volume lie in one plane")
          .expected("three directions")
          .got(Arrays.toString(values));
    }
    for (int step = 0; step < 60; step++) {
      double[] adjoint = cofactors(m);
      double d = determinant(m);
      for (int i = 0; i < 9; i++) {
        m[i] = 0.5 * (m[i] + adjoint[i] / d);
      }
    }
    return m;
  }

  private static double determinant(double[] m) {
    double[] c = cofactors(m);
    return m[0] * c[0] + m[1] * c[1] + m[2] * c[2];
  }

  private static double[] cofactors(double[] m) {
    double[] c = new double[9];
    for (int i = 0; i < 9; i++) {
      int r1 = (i / 3 + 1) % 3 * 3;
      int r2 = (i / 3 + 2) % 3 * 3;
      int c1 = (i % 3 + 1) % 3;
      int c2 = (i % 3 + 2) % 3;
      c[i] = m[r1 + c1] * m[r2 + c2] - m[r1 + c2] * m[r2 + c1];
    }
    return c;
  }

  /// Whether no voxel of a volume of these sizes lies further than this from its place in the
  /// other.
  boolean near(Affine other, int[] sizes, double millimetres) {
    for (int corner = 0; corner < 8; corner++) {
      double x = (corner & 1) * (sizes[0] - 1.0);
      double y = ((corner >> 1) & 1) * (sizes[1] - 1.0);
      double z = (corner >> 2) * (sizes[2] - 1.0);
      double[] here = apply(x, y, z);
      double[] there = other.apply(x, y, z);
      for (int r = 0; r < 3; r++) {
        if (!(Math.abs(here[r] - there[r]) <= millimetres)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Affine a && Arrays.equals(values, a.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}

package dev.loupe.data.augment;

/// Coefficients of the maps that [Bilinear] and [Trilinear] sample along.
final class Maps {
  private Maps() {}

  /// From output to input: the inverse of a rotation, a shear and a scale about a centre, and a
  /// shift after them. The rotation is clockwise, as y goes down.
  ///
  /// The forward map is `T(centre + shift) R(degrees) Sy Sx scale T(-centre)`, as in torchvision's
  /// `affine`; its determinant without the scale is 1.
  static double[] affine(
      double centreX,
      double centreY,
      double degrees,
      double right,
      double down,
      double scale,
      double shearX,
      double shearY) {
    double angle = StrictMath.toRadians(degrees);
    double tanX = StrictMath.tan(StrictMath.toRadians(shearX));
    double sy = StrictMath.toRadians(shearY);
    double a = StrictMath.cos(angle - sy) / StrictMath.cos(sy);
    double c = StrictMath.sin(angle - sy) / StrictMath.cos(sy);
    double b = -a * tanX - StrictMath.sin(angle);
    double d = -c * tanX + StrictMath.cos(angle);
    double[] map = {d / scale, -b / scale, 0, -c / scale, a / scale, 0};
    map[2] = centreX - map[0] * (centreX + right) - map[1] * (centreY + down);
    map[5] = centreY - map[3] * (centreX + right) - map[4] * (centreY + down);
    return map;
  }

  /// From output to input: the map that takes four corners of the output to four places.
  ///
  /// @param to x and y of the places, for the corners clockwise from the top left
  /// @return eight coefficients
  static double[] perspective(int width, int height, double[] to) {
    double[] cornersX = {0, width - 1, width - 1, 0};
    double[] cornersY = {0, 0, height - 1, height - 1};
    double[][] rows = new double[8][9];
    for (int i = 0; i < 4; i++) {
      double x = cornersX[i];
      double y = cornersY[i];
      rows[2 * i] = new double[] {x, y, 1, 0, 0, 0, -x * to[2 * i], -y * to[2 * i], to[2 * i]};
      double v = to[2 * i + 1];
      rows[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -x * v, -y * v, v};
    }
    return solve(rows);
  }

  /// Gauss and Jordan, with the largest pivot of each column.
  private static double[] solve(double[][] rows) {
    int n = rows.length;
    for (int column = 0; column < n; column++) {
      int best = column;
      for (int row = column + 1; row < n; row++) {
        best = Math.abs(rows[row][column]) > Math.abs(rows[best][column]) ? row : best;
      }
      double[] pivot = rows[best];
      rows[best] = rows[column];
      rows[column] = pivot;
      for (int row = 0; row < n; row++) {
        double factor = row == column ? 0 : rows[row][column] / pivot[column];
        for (int k = column; factor != 0 && k <= n; k++) {
          rows[row][k] -= factor * pivot[k];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = rows[i][n] / rows[i][i];
    }
    return solution;
  }

  /// The product of two matrices of 3 x 3.
  static double[] times(double[] a, double[] b) {
    double[] product = new double[9];
    for (int i = 0; i < 9; i++) {
      int row = i / 3 * 3;
      int column = i % 3;
      product[i] = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
    }
    return product;
  }
}

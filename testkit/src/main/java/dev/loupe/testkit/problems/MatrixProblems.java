package dev.loupe.testkit.problems;

import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Matrix products: dense layers and batches.
public final class MatrixProblems {
  private MatrixProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    int[][] sizes = {
      {1, 1, 1}, {1, 84, 10}, {17, 33, 65}, {128, 40, 120}, {16, 16, 16}, {35, 7, 6}
    };
    for (int[] s : sizes) {
      for (boolean left : new boolean[] {false, true}) {
        for (boolean right : new boolean[] {false, true}) {
          rows.add(row(left, right, 0, s[0], s[1], s[2], false));
        }
      }
    }
    rows.add(row(false, false, 3, 17, 9, 20, false));
    rows.add(row(true, false, 3, 17, 9, 20, false));
    rows.add(row(false, true, 2, 5, 64, 33, false));
    rows.add(row(true, true, 2, 16, 8, 40, false));
    rows.add(row(false, false, 4, 6, 11, 13, true));
    rows.add(row(false, true, 4, 6, 11, 13, true));
    return rows;
  }

  private static Problem row(
      boolean left, boolean right, int batch, int m, int k, int n, boolean shared) {
    Shape a = left ? Shape.of(k, m) : Shape.of(m, k);
    Shape b = right ? Shape.of(n, k) : Shape.of(k, n);
    if (batch > 0) {
      a = a.prepend(batch);
      b = shared ? b : b.prepend(batch);
    }
    MatrixMultiply op = new MatrixMultiply(left, right);
    return Problem.of(
        op + " " + a + " by " + b,
        op,
        (in, s, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            int item = i / (m * n);
            int row = i / n % m;
            int column = i % n;
            for (int j = 0; j < k; j++) {
              int ai = item * m * k + (left ? j * m + row : row * k + j);
              int bi = (shared ? 0 : item * k * n) + (right ? column * k + j : j * n + column);
              y[i] += in.get(0)[ai] * in.get(1)[bi];
            }
          }
          return y;
        },
        a,
        b);
  }
}

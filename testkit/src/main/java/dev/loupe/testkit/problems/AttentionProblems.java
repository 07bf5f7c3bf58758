package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Attention;
import dev.loupe.graph.op.AttentionBack;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Attention of several heads and its gradient: few and many tokens, heads that fill no vector.
public final class AttentionProblems {
  private AttentionProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    add(rows, 1, 1, 1, 1);
    add(rows, 2, 1, 2, 5);
    add(rows, 2, 5, 3, 4);
    add(rows, 1, 33, 2, 16);
    add(rows, 2, 40, 1, 19);
    add(rows, 1, 65, 2, 33);
    add(rows, 1, 150, 1, 32);
    add(rows, 1, 300, 1, 8);
    return rows;
  }

  private static void add(List<Problem> rows, int batch, int tokens, int heads, int size) {
    String name = "attention of %d tokens, %d heads of %d".formatted(tokens, heads, size);
    Shape x = Shape.of(batch, tokens, 3 * heads * size);
    Shape y = Shape.of(batch, tokens, heads * size);
    Problem forward =
        Problem.of(
                name,
                new Attention(heads),
                (in, shapes, out) -> forward(in.get(0), batch, tokens, heads, size),
                x)
            .rounding(3e-6);
    // Central differences of many values take long; the rows below compare those gradients.
    rows.add(tokens * size <= 1500 ? forward : forward.forwardOnly());
    rows.add(
        Problem.of(
                name + ", back",
                new AttentionBack(heads),
                (in, shapes, out) -> back(in, batch, tokens, heads, size),
                x,
                y,
                y)
            .rounding(1e-5)
            .forwardOnly());
  }

  /// The weights of query i of a head: softmax(q k / sqrt(d)).
  private static double[] weights(double[] x, int at, int tokens, int width, int size, int i) {
    double[] p = new double[tokens];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < tokens; j++) {
      for (int c = 0; c < size; c++) {
        p[j] += x[at + i * 3 * width + c] * x[at + (3 * j + 1) * width + c];
      }
      p[j] /= Math.sqrt(size);
      max = Math.max(max, p[j]);
    }
    double sum = 0;
    for (int j = 0; j < tokens; j++) {
      p[j] = Math.exp(p[j] - max);
      sum += p[j];
    }
    for (int j = 0; j < tokens; j++) {
      p[j] /= sum;
    }
    return p;
  }

  private static double[] forward(double[] x, int batch, int tokens, int heads, int size) {
    int width = heads * size;
    double[] y = new double[batch * tokens * width];
    for (int n = 0; n < batch; n++) {
      for (int h = 0; h < heads; h++) {
        int at = n * tokens * 3 * width + h * size;
        for (int i = 0; i < tokens; i++) {
          double[] p = weights(x, at, tokens, width, size, i);
          for (int j = 0; j < tokens; j++) {
            for (int c = 0; c < size; c++) {
              y[(n * tokens + i) * width + h * size + c] += p[j] * x[at + (3 * j + 2) * width + c];
            }
          }
        }
      }
    }
    return y;
  }

  private static double[] back(List<double[]> in, int batch, int tokens, int heads, int size) {
    int width = heads * size;
    double[] x = in.get(0);
    double[] gx = new double[x.length];
    for (int n = 0; n < batch; n++) {
      for (int h = 0; h < heads; h++) {
        int at = n * tokens * 3 * width + h * size;
        for (int i = 0; i < tokens; i++) {
          double[] p = weights(x, at, tokens, width, size, i);
          int row = (n * tokens + i) * width + h * size;
          for (int j = 0; j < tokens; j++) {
            int q = at + i * 3 * width;
            int k = at + (3 * j + 1) * width;
            int v = k + width;
            double e = 0;
            for (int c = 0; c < size; c++) {
              e += in.get(2)[row + c] * (x[v + c] - in.get(1)[row + c]);
            }
            e *= p[j] / Math.sqrt(size);
            for (int c = 0; c < size; c++) {
              gx[q + c] += e * x[k + c];
              gx[k + c] += e * x[q + c];
              gx[v + c] += p[j] * in.get(2)[row + c];
            }
          }
        }
      }
    }
    return gx;
  }
}

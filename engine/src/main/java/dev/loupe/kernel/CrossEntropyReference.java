package dev.loupe.kernel;

/// Softmax cross entropy, or its gradient for the logits, row by row, in the natural order.
///
/// With `c[k] = weight[k] ((1 - smoothing) target[k] + smoothing / classes)` the loss of a row is
/// `-sum(c[k] log softmax(x)[k])`, its gradient `softmax(x)[k] sum(c) - c[k]`.
public final class CrossEntropyReference implements Kernel {
  private final CrossEntropyGeometry g;
  private final boolean backward;

  /// @param g the rows
  /// @param backward whether the gradient is computed; the third input is then gy
  public CrossEntropyReference(CrossEntropyGeometry g, boolean backward) {
    this.g = g;
    this.backward = backward;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public int scratch() {
    return g.classes();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int n = g.classes();
    float[] x = o.array(0);
    for (int row = 0; row < g.rows(); row++) {
      int in = o.offset(0) + row * n;
      float total = coefficients(g, backward ? 3 : 2, o, row, scratch, 0);
      float max = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < n; k++) {
        max = Math.max(max, x[in + k]);
      }
      float sum = 0;
      for (int k = 0; k < n; k++) {
        sum += ScalarMath.exp(x[in + k] - max);
      }
      if (backward) {
        float gy = o.array(2)[o.offset(2) + row];
        for (int k = 0; k < n; k++) {
          float p = ScalarMath.exp(x[in + k] - max) / sum;
          o.output()[o.outputOffset() + row * n + k] = gradient(p, total, scratch[k], gy);
        }
      } else {
        float logSum = ScalarMath.log(sum);
        float loss = 0;
        for (int k = 0; k < n; k++) {
          if (!g.oneTerm() || scratch[k] != 0) {
            loss = Math.fma(scratch[k], logSum - (x[in + k] - max), loss);
          }
        }
        o.output()[o.outputOffset() + row] = loss;
      }
    }
  }

  static float gradient(float p, float total, float coefficient, float gy) {
    return Math.fma(p, total, -coefficient) * gy;
  }

  /// Writes the c of a row and gives their sum; all are NaN where the label names no class.
  static float coefficients(
      CrossEntropyGeometry g, int weights, Operands o, int row, float[] c, int at) {
    int n = g.classes();
    int label = g.soft() ? 0 : g.label(o.array(1)[o.offset(1) + row]);
    float other = label < 0 ? Float.NaN : 0;
    float total = 0;
    for (int k = 0; k < n; k++) {
      float hard = k == label ? 1 : other;
      float t = g.soft() ? o.array(1)[o.offset(1) + row * n + k] : hard;
      float w = g.weighted() ? o.array(weights)[o.offset(weights) + k] : 1;
      c[at + k] = Math.fma(g.keep(), t, g.spread()) * w;
      total += c[at + k];
    }
    return total;
  }
}

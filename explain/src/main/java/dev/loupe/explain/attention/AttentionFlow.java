package dev.loupe.explain.attention;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// What reaches each token of the last layer from each of the first, through all layers.
public final class AttentionFlow {
  private AttentionFlow() {}

  /// Attention rollout: each layer passes on half of itself and half of what its heads, on average,
  /// look at; the layers multiplied.
  ///
  /// Source: Abnar and Zuidema, Quantifying Attention Flow in Transformers, ACL 2020, section 3.
  ///
  /// @param layers from the first on, of the same tokens
  /// @return tokens of the last layer, tokens of the first; rows sum to 1
  public static Tensor rollout(List<AttentionWeights> layers) {
    int tokens = layers.getFirst().tokens();
    double[][] flow = identity(tokens);
    for (AttentionWeights layer : layers) {
      Tensor mean = layer.mean();
      double[][] step = new double[tokens][tokens];
      for (int i = 0; i < tokens; i++) {
        for (int j = 0; j < tokens; j++) {
          step[i][j] = mean.get(i * tokens + j) / 2 + (i == j ? 0.5 : 0);
        }
        normalise(step[i]);
      }
      flow = times(step, flow);
    }
    return tensor(flow);
  }

  /// Attention weighted by the gradient of a target: of each layer the mean over the heads of what
  /// is above 0 of weight times gradient, added up as it flows on: `R = R + A R`.
  ///
  /// Source: Chefer et al., Generic Attention-model Explainability, ICCV 2021, equations 1, 5 and
  /// 6.
  ///
  /// @param layers from the first on, of the same tokens
  /// @param gradients of the target for the weights of each layer: heads, tokens, tokens
  /// @return tokens of the last layer, tokens of the first
  public static Tensor relevance(List<AttentionWeights> layers, List<Tensor> gradients) {
    int tokens = layers.getFirst().tokens();
    int square = tokens * tokens;
    double[][] flow = identity(tokens);
    for (int l = 0; l < layers.size(); l++) {
      AttentionWeights layer = layers.get(l);
      Tensor gradient = gradients.get(l);
      double[][] step = new double[tokens][tokens];
      for (int i = 0; i < square; i++) {
        double sum = 0;
        for (int h = 0; h < layer.heads(); h++) {
          int at = h * square + i;
          sum += Math.max(0, (double) layer.values().get(at) * gradient.get(at));
        }
        step[i / tokens][i % tokens] = sum / layer.heads();
      }
      double[][] more = times(step, flow);
      for (int i = 0; i < square; i++) {
        flow[i / tokens][i % tokens] += more[i / tokens][i % tokens];
      }
    }
    return tensor(flow);
  }

  private static double[][] identity(int size) {
    double[][] m = new double[size][size];
    for (int i = 0; i < size; i++) {
      m[i][i] = 1;
    }
    return m;
  }

  private static void normalise(double[] row) {
    double sum = 0;
    for (double v : row) {
      sum += v;
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        double factor = a[i][k];
        if (factor != 0) {
          for (int j = 0; j < b.length; j++) {
            c[i][j] += factor * b[k][j];
          }
        }
      }
    }
    return c;
  }

  private static Tensor tensor(double[][] m) {
    Tensor t = Tensor.zeros(Shape.of(m.length, m.length));
    for (int i = 0; i < t.length(); i++) {
      t.set(i, (float) m[i / m.length][i % m.length]);
    }
    return t;
  }
}

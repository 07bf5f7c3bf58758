package dev.loupe.explain.attention;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// What reaches an answer from each token of the first layer, through all layers.
///
/// The papers multiply matrices of tokens by tokens; of the product only the rows that the answer
/// is read from are wanted, so that vectors go from the last layer to the first.
final class AttentionFlow {
  private AttentionFlow() {}

  /// Attention rollout: each layer passes on half of itself and half of what its heads, on average,
  /// look at.
  ///
  /// Source: Abnar and Zuidema, Quantifying Attention Flow in Transformers, ACL 2020, section 3.
  ///
  /// @param layers from the first on, of the same tokens
  /// @param answer the part of the answer that each token of the last layer gives; sums to 1
  /// @return of each token of the first layer; sums to 1
  static Tensor rollout(List<AttentionWeights> layers, Tensor answer) {
    double[] flow = numbers(answer);
    for (AttentionWeights layer : layers.reversed()) {
      double[] passed = times(flow, numbers(layer.mean()));
      for (int j = 0; j < flow.length; j++) {
        flow[j] = (flow[j] + passed[j]) / 2;
      }
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
  /// @param answer the part of the answer that each token of the last layer gives
  /// @return of each token of the first layer, at least its part of the answer
  static Tensor relevance(List<AttentionWeights> layers, List<Tensor> gradients, Tensor answer) {
    double[] flow = numbers(answer);
    for (int l = layers.size() - 1; l >= 0; l--) {
      double[] passed = times(flow, wanted(layers.get(l), gradients.get(l)));
      for (int j = 0; j < flow.length; j++) {
        flow[j] += passed[j];
      }
    }
    return tensor(flow);
  }

  private static double[] wanted(AttentionWeights layer, Tensor gradient) {
    double[] mean = new double[layer.tokens() * layer.tokens()];
    for (int i = 0; i < layer.values().length(); i++) {
      double product = (double) layer.values().get(i) * gradient.get(i);
      mean[i % mean.length] += Math.max(0, product) / layer.heads();
    }
    return mean;
  }

  /// A row times a square.
  private static double[] times(double[] row, double[] square) {
    int n = row.length;
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      if (row[i] != 0) {
        for (int j = 0; j < n; j++) {
          result[j] += row[i] * square[i * n + j];
        }
      }
    }
    return result;
  }

  private static double[] numbers(Tensor t) {
    double[] all = new double[t.length()];
    Arrays.setAll(all, t::get);
    return all;
  }

  private static Tensor tensor(double[] row) {
    Tensor t = Tensor.zeros(Shape.of(row.length));
    for (int i = 0; i < row.length; i++) {
      t.set(i, (float) row[i]);
    }
    return t;
  }
}

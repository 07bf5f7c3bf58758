package dev.loupe.explain.attention;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// How much each token of a layer looks at each, in each head: `softmax(q k^T / sqrt(d))`.
///
/// The engine never keeps these: it goes over the keys a few at a time. So they are computed again
/// from the queries and keys that it had.
///
/// Source: Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.1.
///
/// @param values heads, tokens that look, tokens that are looked at; rows sum to 1
public record AttentionWeights(Tensor values) {
  /// Checks the shape.
  public AttentionWeights {
    Shape s = values.shape();
    if (s.rank() != 3 || s.size(1) != s.size(2)) {
      throw LoupeException.of("attention weights have the wrong shape")
          .expected("heads, tokens, tokens")
          .got(s.toString());
    }
  }

  /// The weights of a layer that gives queries, keys and values side by side.
  ///
  /// @param qkv tokens, 3 x heads x d
  /// @param heads a divisor of a third of the channels
  public static AttentionWeights of(Tensor qkv, int heads) {
    int tokens = qkv.shape().size(0);
    int width = width(qkv, heads);
    int each = width / heads;
    double scale = 1 / Math.sqrt(each);
    Tensor all = Tensor.zeros(Shape.of(heads, tokens, tokens));
    double[] row = new double[tokens];
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < tokens; i++) {
        int query = i * 3 * width + h * each;
        for (int j = 0; j < tokens; j++) {
          row[j] = scale * product(qkv, query, qkv, j * 3 * width + width + h * each, each);
        }
        softmax(row);
        for (int j = 0; j < tokens; j++) {
          all.set((h * tokens + i) * tokens + j, (float) row[j]);
        }
      }
    }
    return new AttentionWeights(all);
  }

  /// The gradient of a target for the weights, `g v^T`, from the gradient g for what the heads
  /// give.
  ///
  /// @param qkv tokens, 3 x heads x d
  /// @param gradient tokens, heads x d
  /// @return heads, tokens, tokens
  public static Tensor gradient(Tensor qkv, Tensor gradient, int heads) {
    int tokens = qkv.shape().size(0);
    int width = width(qkv, heads);
    int each = width / heads;
    Tensor all = Tensor.zeros(Shape.of(heads, tokens, tokens));
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < tokens; i++) {
        for (int j = 0; j < tokens; j++) {
          int value = j * 3 * width + 2 * width + h * each;
          double sum = product(gradient, i * width + h * each, qkv, value, each);
          all.set((h * tokens + i) * tokens + j, (float) sum);
        }
      }
    }
    return all;
  }

  /// How many heads there are.
  public int heads() {
    return values.shape().size(0);
  }

  /// How many tokens there are.
  public int tokens() {
    return values.shape().size(1);
  }

  /// How much a token looks at another in a head.
  public float get(int head, int from, int to) {
    return values.get((head * tokens() + from) * tokens() + to);
  }

  /// The mean over the heads: tokens, tokens.
  public Tensor mean() {
    int square = tokens() * tokens();
    Tensor mean = Tensor.zeros(Shape.of(tokens(), tokens()));
    for (int i = 0; i < square; i++) {
      double sum = 0;
      for (int h = 0; h < heads(); h++) {
        sum += values.get(h * square + i);
      }
      mean.set(i, (float) (sum / heads()));
    }
    return mean;
  }

  private static int width(Tensor qkv, int heads) {
    int width = qkv.shape().channels() / 3;
    if (qkv.shape().rank() != 2 || width * 3 != qkv.shape().channels() || width % heads != 0) {
      throw LoupeException.of("these are not the queries, keys and values of " + heads + " heads")
          .expected("tokens, and three times a multiple of " + heads)
          .got(qkv.shape().toString());
    }
    return width;
  }

  private static double product(Tensor a, int fromA, Tensor b, int fromB, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += (double) a.get(fromA + k) * b.get(fromB + k);
    }
    return sum;
  }

  private static void softmax(double[] row) {
    double most = Double.NEGATIVE_INFINITY;
    for (double v : row) {
      most = Math.max(most, v);
    }
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = StrictMath.exp(row[j] - most);
      sum += row[j];
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
  }
}

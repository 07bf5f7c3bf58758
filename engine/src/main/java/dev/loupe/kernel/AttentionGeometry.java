package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// Self-attention over N, T, 3 D: queries, keys and values of each token, by heads.
///
/// @param batch N
/// @param tokens T
/// @param heads how many
/// @param size the channels of a head, D / heads
public record AttentionGeometry(int batch, int tokens, int heads, int size) {
  /// Of an input N, T, 3 D.
  public static AttentionGeometry of(Shape input, int heads) {
    return new AttentionGeometry(input.size(0), input.size(1), heads, input.channels() / 3 / heads);
  }

  /// D, the channels of all heads.
  int width() {
    return heads * size;
  }

  /// What scores are multiplied by.
  float scale() {
    return (float) (1 / StrictMath.sqrt(size));
  }

  /// The index of a query in the input.
  int query(int sample, int head, int token) {
    return (sample * tokens + token) * 3 * width() + head * size;
  }

  /// The index of a key.
  int key(int sample, int head, int token) {
    return query(sample, head, token) + width();
  }

  /// The index of a value.
  int value(int sample, int head, int token) {
    return query(sample, head, token) + 2 * width();
  }

  /// The index of a row of the output.
  int row(int sample, int head, int token) {
    return (sample * tokens + token) * width() + head * size;
  }
}

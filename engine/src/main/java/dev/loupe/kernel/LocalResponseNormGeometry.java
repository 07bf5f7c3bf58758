package dev.loupe.kernel;

/// All about a local response normalisation: rows of channels and the four constants.
///
/// @param rows how many rows of channels
/// @param channels how many channels
/// @param size how many neighbouring channels are summed
/// @param alpha of the sum's mean
/// @param beta the exponent
/// @param k what is added
public record LocalResponseNormGeometry(
    int rows, int channels, int size, float alpha, float beta, float k) {
  /// Channels below c in its sum.
  int below() {
    return size / 2;
  }

  /// Channels above c in its sum.
  int above() {
    return (size - 1) / 2;
  }

  /// `k + alpha / size * sum`.
  float base(float sum) {
    return Math.fma(alpha / size, sum, k);
  }

  /// `t^beta`: through square roots where beta is 0.5, 0.75 or 1, which the vector kernel does too.
  float power(float t) {
    if (beta == 0.75f) {
      float root = (float) Math.sqrt(t);
      return root * (float) Math.sqrt(root);
    }
    if (beta == 0.5f) {
      return (float) Math.sqrt(t);
    }
    return beta == 1 ? t : (float) StrictMath.pow(t, beta);
  }
}

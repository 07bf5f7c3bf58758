package dev.loupe.kernel;

/// Which inputs every output of a resizing mixes along one axis:
/// `y[o] = (1 - weights[o]) x[low[o]] + weights[o] x[high[o]]`, and the same seen from the input.
///
/// @param input the size of the input
/// @param low the first input of each output
/// @param high the second; the same as the first where the weight is 0
/// @param weights of the second
/// @param from for each input, the first output that reads it
/// @param to for each input, the end of the outputs that read it, exclusive
public record UpsampleAxis(
    int input, int[] low, int[] high, float[] weights, int[] from, int[] to) {
  /// An axis that stays as it is.
  static UpsampleAxis single() {
    return of(UpsampleMode.NEAREST, 1, 1, false);
  }

  /// The tables of one axis.
  ///
  /// @param mode nearest or linear
  /// @param input the size of the input
  /// @param output the size of the output
  /// @param alignCorners whether the centres of the outermost values coincide, rather than the
  ///     outer edges; for linear
  public static UpsampleAxis of(UpsampleMode mode, int input, int output, boolean alignCorners) {
    int[] low = new int[output];
    int[] high = new int[output];
    float[] weights = new float[output];
    for (int o = 0; o < output; o++) {
      switch (mode) {
        case NEAREST -> {
          low[o] = (int) ((long) o * input / output);
          high[o] = low[o];
        }
        case LINEAR -> {
          double at = source(o, input, output, alignCorners);
          low[o] = Math.min((int) at, input - 1);
          weights[o] = low[o] == input - 1 ? 0 : (float) (at - low[o]);
          high[o] = weights[o] == 0 ? low[o] : low[o] + 1;
        }
      }
    }
    int[] from = new int[input];
    int[] to = new int[input];
    // Downwards, so that the first reader is written last; low and high grow with o.
    for (int o = output - 1; o >= 0; o--) {
      from[low[o]] = o;
      from[high[o]] = o;
      to[low[o]] = Math.max(to[low[o]], o + 1);
      to[high[o]] = Math.max(to[high[o]], o + 1);
    }
    return new UpsampleAxis(input, low, high, weights, from, to);
  }

  private static double source(int o, int input, int output, boolean alignCorners) {
    if (alignCorners) {
      return output == 1 ? 0 : (double) o * (input - 1) / (output - 1);
    }
    return Math.max(0, (o + 0.5) * input / output - 0.5);
  }

  /// How many outputs there are.
  public int output() {
    return low.length;
  }

  /// What output `o` takes of input `i`, which is one of those that it reads.
  float weight(int o, int i) {
    return i == high[o] && weights[o] != 0 ? weights[o] : 1 - weights[o];
  }
}

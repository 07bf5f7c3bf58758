package dev.loupe.train.metrics;

/// How well segmentations agree: the overlap of two sets of pixels or voxels.
public final class Overlap {
  private Overlap() {}

  /// Dice's coefficient of one class: `2 |A and B| / (|A| + |B|)`, 0 to 1.
  ///
  /// Source: Dice, Measures of the Amount of Ecologic Association Between Species, Ecology 1945.
  ///
  /// @param truth the class of each pixel or voxel
  /// @param guess the class each was given
  /// @return NaN where neither has a pixel of the class
  /// @throws IllegalArgumentException if the arrays have different lengths
  public static double dice(int[] truth, int[] guess, int label) {
    long[] sizes = sizes(truth, guess, label);
    return 2.0 * sizes[2] / (sizes[0] + sizes[1]);
  }

  /// The intersection over union of one class (Jaccard's index): `|A and B| / |A or B|`, 0 to 1.
  ///
  /// @return NaN where neither has a pixel of the class
  /// @throws IllegalArgumentException if the arrays have different lengths
  public static double iou(int[] truth, int[] guess, int label) {
    long[] sizes = sizes(truth, guess, label);
    return (double) sizes[2] / (sizes[0] + sizes[1] - sizes[2]);
  }

  /// How many are in the truth, in the guess, and in both.
  private static long[] sizes(int[] truth, int[] guess, int label) {
    if (truth.length != guess.length) {
      throw new IllegalArgumentException(
          truth.length + " classes don't fit " + guess.length + " guesses");
    }
    long[] sizes = new long[3];
    for (int i = 0; i < truth.length; i++) {
      sizes[0] += truth[i] == label ? 1 : 0;
      sizes[1] += guess[i] == label ? 1 : 0;
      sizes[2] += truth[i] == label && guess[i] == label ? 1 : 0;
    }
    return sizes;
  }
}

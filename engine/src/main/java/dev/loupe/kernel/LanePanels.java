package dev.loupe.kernel;

import java.util.Arrays;

/// How channels are cut into panels of whole vectors that lie inside of them: nothing is filled up,
/// the last panel goes back over channels of the one before.
final class LanePanels {
  private static final int PAIRS = 0;

  private final int[] first;
  private final int[] vectors;

  /// @param channels at least a vector
  /// @param widest the most vectors of a panel: 1, 2 or 4, or 3 for panels of 2 and a last one of
  ///     3 where their number is odd
  LanePanels(int channels, int widest) {
    int left = Pieces.parts(channels, Lanes.N);
    int[] wide = new int[left];
    int[] begin = new int[left];
    int count = 0;
    int channel = 0;
    while (left > 0) {
      int next = next(left, widest);
      while (next * Lanes.N > channels) {
        next = next == 3 ? 2 : next / 2;
      }
      begin[count] = Math.min(channel, channels - next * Lanes.N);
      wide[count++] = next;
      channel += next * Lanes.N;
      left -= next;
    }
    this.first = Arrays.copyOf(begin, count);
    this.vectors = Arrays.copyOf(wide, count);
  }

  private static int next(int left, int widest) {
    if (widest == PAIRS) {
      return 2;
    }
    if (widest == 3) {
      return left == 3 ? 3 : 2;
    }
    return left >= widest ? widest : left >= 2 ? 2 : 1;
  }

  /// Panels of two vectors all; the last goes back over the one before where their number is odd.
  ///
  /// @param channels at least two vectors
  static LanePanels pairs(int channels) {
    return new LanePanels(channels, PAIRS);
  }

  /// How many panels.
  int count() {
    return vectors.length;
  }

  /// The first channel of a panel.
  int first(int panel) {
    return first[panel];
  }

  /// The width of a panel in vectors.
  int vectors(int panel) {
    return vectors[panel];
  }

  /// The width of a panel in channels.
  int width(int panel) {
    return vectors[panel] * Lanes.N;
  }
}

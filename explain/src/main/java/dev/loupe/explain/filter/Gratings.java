package dev.loupe.explain.filter;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// The pictures that channels are asked about orientation with: sine gratings, plaids of two
/// gratings at 45 or 90 degrees to each other, and grey.
///
/// Each grating of a plaid has half of a grating's contrast, so that a linear filter answers to a
/// plaid by the mean of its answers to both, which is never more than the better of them.
final class Gratings {
  static final int ORIENTATIONS = 8;
  static final int PHASES = 8;
  static final double[] FREQUENCIES = {0.06, 0.12, 0.2, 0.3};
  private static final double CONTRAST = 0.45;
  private static final int SINGLE = FREQUENCIES.length * ORIENTATIONS * PHASES;

  /// Of each of a plaid's gratings, some of those of a grating.
  private static final int PLAID_PHASES = 4;

  /// Eight pairs at 45 degrees, four at 90.
  private static final int PAIRS = ORIENTATIONS + ORIENTATIONS / 2;

  private static final int PLAIDS = FREQUENCIES.length * PAIRS * PLAID_PHASES * PLAID_PHASES;

  private Gratings() {}

  /// How many pictures there are.
  static int count() {
    return SINGLE + PLAIDS + 1;
  }

  /// The number of a grating.
  static int single(int frequency, int orientation, int phase) {
    return (frequency * ORIENTATIONS + orientation) * PHASES + phase;
  }

  /// The number of grey, the last.
  static int grey() {
    return SINGLE + PLAIDS;
  }

  /// Whether a number is of two gratings.
  static boolean plaid(int index) {
    return index >= SINGLE && index < grey();
  }

  /// Draws a picture: 0.5 is grey.
  ///
  /// @param into height x width x channels
  static void draw(int index, Tensor into) {
    into.fill(0.5f);
    if (index < SINGLE) {
      int phase = index % PHASES;
      int orientation = index / PHASES % ORIENTATIONS;
      add(into, index / PHASES / ORIENTATIONS, orientation, phase, CONTRAST);
    } else if (plaid(index)) {
      int rest = index - SINGLE;
      int step = PHASES / PLAID_PHASES;
      int first = rest % PLAID_PHASES * step;
      int second = rest / PLAID_PHASES % PLAID_PHASES * step;
      int pair = rest / PLAID_PHASES / PLAID_PHASES % PAIRS;
      int frequency = rest / PLAID_PHASES / PLAID_PHASES / PAIRS;
      int orientation = pair % ORIENTATIONS;
      int apart = pair < ORIENTATIONS ? ORIENTATIONS / 4 : ORIENTATIONS / 2;
      add(into, frequency, orientation, first, CONTRAST / 2);
      add(into, frequency, (orientation + apart) % ORIENTATIONS, second, CONTRAST / 2);
    }
  }

  private static void add(Tensor into, int frequency, int orientation, int phase, double contrast) {
    Shape shape = into.shape();
    double angle = Math.PI / 2 - Math.PI * orientation / ORIENTATIONS;
    double c = StrictMath.cos(angle);
    double s = StrictMath.sin(angle);
    double cycles = 2 * Math.PI * FREQUENCIES[frequency];
    double shift = 2 * Math.PI * phase / PHASES;
    for (int i = 0; i < shape.rows(); i++) {
      double y = Math.floorDiv(i, shape.size(1)) - (shape.size(0) - 1) / 2.0;
      double x = i % shape.size(1) - (shape.size(1) - 1) / 2.0;
      float wave = (float) (contrast * StrictMath.sin(cycles * (x * c + y * s) + shift));
      for (int k = 0; k < shape.channels(); k++) {
        int place = i * shape.channels() + k;
        into.set(place, into.get(place) + wave);
      }
    }
  }
}

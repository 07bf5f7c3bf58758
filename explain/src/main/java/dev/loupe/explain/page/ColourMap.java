package dev.loupe.explain.page;

/// Colours for values: a step of a value is a step that is seen, and none looks like an edge.
///
/// Colours between given ones are mixed in OKLab, where equal distances look equal, and their
/// lightness goes evenly. Source of the space: Ottosson, A perceptual color space for image
/// processing, 2020.
public enum ColourMap {
  /// For values from nothing to much: dark blue by red to light yellow; lightness rises.
  SEQUENTIAL(
      new double[][] {
        {0.14, 0.002, -0.05},
        {0.3475, 0.065, -0.105},
        {0.555, 0.165, 0.01},
        {0.7625, 0.075, 0.12},
        {0.97, -0.012, 0.07}
      }),

  /// For values around 0: blue below, light grey at 0, orange above; lightness falls to both sides.
  DIVERGING(
      new double[][] {
        {0.38, -0.02, -0.11},
        {0.675, -0.04, -0.09},
        {0.97, 0, 0},
        {0.675, 0.09, 0.1},
        {0.38, 0.075, 0.07}
      });

  private static final int STEPS = 1024;

  @SuppressWarnings("ImmutableEnumChecker") // Filled once, by the constructor.
  private final int[] colours = new int[STEPS + 1];

  ColourMap(double[][] stops) {
    for (int i = 0; i <= STEPS; i++) {
      double place = (double) i / STEPS * (stops.length - 1);
      int before = Math.min((int) place, stops.length - 2);
      double part = place - before;
      double[] lab = new double[3];
      for (int c = 0; c < 3; c++) {
        lab[c] = (1 - part) * stops[before][c] + part * stops[before + 1][c];
      }
      colours[i] = OkLab.colour(lab[0], lab[1], lab[2]);
    }
  }

  /// The colour of a value as `0xRRGGBB`.
  ///
  /// @param part 0 for the least value, 1 for the greatest; what lies beyond has the colour of the
  ///     end, NaN that of the least
  public int colour(double part) {
    return colours[(int) Math.round(Math.clamp(part, 0, 1) * STEPS)];
  }

  /// The colour of a value between two.
  ///
  /// @param low has the first colour
  /// @param high has the last colour
  public int colour(double value, double low, double high) {
    return colour(high > low ? (value - low) / (high - low) : 0.5);
  }
}

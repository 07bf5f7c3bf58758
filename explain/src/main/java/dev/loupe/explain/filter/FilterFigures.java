package dev.loupe.explain.filter;

/// What a filter is, in figures. Shares are of the energy (the sum of squares) of the whole filter.
public sealed interface FilterFigures permits PictureFigures, WaveFigures {
  /// From which share on a template explains a filter.
  double LIMIT = 0.7;

  /// By how much a wave must be ahead of a spot, or of a mean, that explains enough too.
  double AHEAD = 0.1;

  /// What it looks for.
  FilterKind kind();

  /// How much the best wave explains, 0 to 1.
  double edge();

  /// How much the best spot explains, 0 to 1.
  double blob();

  /// How much first derivatives explain, 0 to 1.
  double derivative();

  /// How much a pattern times a weight for each channel explains, 0 to 1.
  double separable();

  /// Of the best wave: cycles a sample, pixel or voxel.
  double frequency();

  /// Which way round it is: where an edge brightens, or whether a bar is light or dark; empty where
  /// the kind has no sides or says it.
  String polarity();

  /// What it is, for people.
  String words();

  /// The figures of a filter.
  interface Finder {
    /// @param filter kernel..., channels
    FilterFigures of(Separated filter);
  }

  /// Finds the figures of filters of a kernel; safe for several threads.
  ///
  /// @param kernel one size an axis, 1 to 3 axes of at least 2
  static Finder finder(int... kernel) {
    if (kernel.length == 2) {
      Fitter fitter = new Fitter(kernel[0], kernel[1]);
      return filter -> PictureFigures.of(filter, fitter);
    }
    WaveFitter fitter = new WaveFitter(kernel);
    return filter -> WaveFigures.of(filter, fitter);
  }
}

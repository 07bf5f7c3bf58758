package dev.loupe.kernel;

/// What a sample between values is made of.
public enum SampleMode {
  /// The nearest value; of two the one with the even index.
  NEAREST(1),
  /// The two values around on each axis, weighted by distance.
  LINEAR(2),
  /// The four values around on each axis, weighted by Keys' cubic with a = -0.75.
  CUBIC(4);

  private final int taps;

  SampleMode(int taps) {
    this.taps = taps;
  }

  /// How many values an axis has a part in.
  public int taps() {
    return taps;
  }
}

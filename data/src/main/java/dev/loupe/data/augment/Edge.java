package dev.loupe.data.augment;

/// What lies beyond the edge of a sample.
public enum Edge {
  /// Zeros: black before a [dev.loupe.data.Normalise].
  ZERO,
  /// The sample mirrored at its outermost values, which are not repeated.
  REFLECT;

  /// The place inside that is seen at a place, by mirrors at 0 and size - 1.
  static int reflect(int place, int size) {
    if (place >= 0 && place < size) {
      return place;
    }
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int in = Math.floorMod(place, period);
    return in < size ? in : period - in;
  }
}

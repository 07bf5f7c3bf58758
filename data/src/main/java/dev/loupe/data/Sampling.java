package dev.loupe.data;

/// What is seen between the places of a sample.
public enum Sampling {
  /// The mean of the neighbours, weighted by their nearness: for values.
  LINEAR,
  /// The nearest neighbour, of two as near the later one: for classes.
  NEAREST;

  /// Where to look for a place.
  public double place(double place) {
    return this == NEAREST ? Math.floor(place + 0.5) : place;
  }
}

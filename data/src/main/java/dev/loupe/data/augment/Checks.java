package dev.loupe.data.augment;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// What the transforms refuse.
final class Checks {
  private Checks() {}

  /// Refuses figures outside a range, and those that are no number.
  static void range(String name, String what, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw LoupeException.of(name + ": the " + what + " is out of range")
          .expected(Words.number(low) + " to " + Words.number(high))
          .got(Words.number(value));
    }
  }

  /// Refuses a range that is upside down.
  static void ordered(String name, String what, double low, double high) {
    if (low > high) {
      throw LoupeException.of(name + ": the range of the " + what + " is upside down")
          .expected("the least first, then the greatest")
          .got(Words.number(low) + " and " + Words.number(high));
    }
  }

  /// What a transform says that a map can't follow.
  static LoupeException noMap(String name) {
    return LoupeException.of(name + ": a map of classes can't follow into frequencies")
        .expected("samples without maps")
        .fix("leave " + name + " out");
  }

  /// Refuses samples without a height and a width.
  static Shape image(String name, Shape shape) {
    return rank(name, shape, 3, 3, "images", "height x width x channels");
  }

  /// Refuses what is neither a picture nor a volume.
  static Shape imageOrVolume(String name, Shape shape) {
    return rank(name, shape, 3, 4, "images and volumes", "(depth x) height x width x channels");
  }

  /// Refuses what is no signal.
  static Shape signal(String name, Shape shape) {
    return rank(name, shape, 2, 2, "signals", "time x channels");
  }

  /// Refuses samples of another number of axes.
  static Shape rank(String name, Shape shape, int least, int most, String kind, String axes) {
    if (shape.rank() < least || shape.rank() > most) {
      throw LoupeException.of(name + ": this works on " + kind + " only")
          .expected("samples of " + axes)
          .got(shape.toString())
          .fix("leave " + name + " out");
    }
    return shape;
  }
}

package dev.loupe.data.image;

import java.util.Optional;

/// How a picture of any size is brought to one size.
public enum ResizeMode {
  /// Resized to the size; proportions change.
  SQUASH,
  /// Resized until it covers the size, then cut in the middle; what sticks out is lost.
  SHORT_SIDE,
  /// Resized until it fits into the size; the rest is black.
  FIT;

  /// The picture in the size.
  public Image apply(Image image, int width, int height, Filter filter) {
    return switch (this) {
      case SQUASH -> Resize.to(image, width, height, filter);
      case SHORT_SIDE -> Crop.centre(Resize.cover(image, width, height, filter), width, height);
      case FIT -> Resize.fit(image, width, height, filter);
    };
  }

  /// The picture in the size, as the middle of a larger one where that is given.
  ///
  /// @param first what it is resized to before the middle is cut out
  /// @throws dev.loupe.tensor.LoupeException if that is smaller
  public Image apply(Image image, int width, int height, Filter filter, Optional<Resized> first) {
    if (first.isEmpty()) {
      return apply(image, width, height, filter);
    }
    Resized whole = first.get();
    whole.check(width, height);
    Image resized =
        this == SHORT_SIDE
            ? Resize.cover(image, whole.width(), whole.height(), filter)
            : apply(image, whole.width(), whole.height(), filter);
    return Crop.centre(resized, width, height);
  }
}

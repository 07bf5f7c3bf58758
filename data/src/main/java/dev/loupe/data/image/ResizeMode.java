package dev.loupe.data.image;

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
}

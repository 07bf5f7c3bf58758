package dev.loupe.data.image;

/// Cuts a part out of a picture.
public final class Crop {
  private Crop() {}

  /// The part of a size at a place.
  ///
  /// @throws IllegalArgumentException if it does not lie inside the picture
  public static Image box(Image image, int left, int top, int width, int height) {
    if (left < 0 || top < 0 || left + width > image.width() || top + height > image.height()) {
      throw new IllegalArgumentException(
          width + "x" + height + " at " + left + ", " + top + " is not inside the " + image);
    }
    if (width == image.width() && height == image.height()) {
      return image;
    }
    Image part = Image.black(width, height, image.channels());
    int length = width * image.channels();
    for (int y = 0; y < height; y++) {
      int from = ((top + y) * image.width() + left) * image.channels();
      System.arraycopy(image.pixels(), from, part.pixels(), y * length, length);
    }
    return part;
  }

  /// The middle part of a size.
  ///
  /// Where the middle falls between two pixels it goes to the even place, as in torchvision's
  /// `CenterCrop`.
  ///
  /// @throws IllegalArgumentException if the picture is smaller
  public static Image centre(Image image, int width, int height) {
    int left = (int) Math.rint((image.width() - width) / 2.0);
    int top = (int) Math.rint((image.height() - height) / 2.0);
    return box(image, left, top, width, height);
  }
}

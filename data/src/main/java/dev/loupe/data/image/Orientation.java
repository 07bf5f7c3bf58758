package dev.loupe.data.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/// How a camera was held: the eight values of the EXIF tag Orientation (0x0112).
///
/// Source: CIPA DC-008 (Exif 2.32), section 4.6.4, tag Orientation.
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  UPSIDE_DOWN_MIRRORED(false, false, true),
  TRANSPOSED(true, false, false),
  TURNED_LEFT(true, false, true),
  TRANSVERSED(true, true, true),
  TURNED_RIGHT(true, true, false);

  /// Where output (x, y) is read: x and y exchanged, then counted from the right, from the bottom.
  private final boolean swaps;

  private final boolean fromRight;
  private final boolean fromBottom;

  Orientation(boolean swaps, boolean fromRight, boolean fromBottom) {
    this.swaps = swaps;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /// The orientation of the EXIF value 1 to 8; upright for any other.
  static Orientation of(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /// The orientation told by EXIF data; upright where they tell none or are broken.
  ///
  /// @param exif a TIFF header and what follows; empty if there is none
  static Orientation of(byte[] exif) {
    if (exif.length == 0) {
      return UPRIGHT;
    }
    Metadata metadata = new Metadata();
    try {
      new ExifReader().extract(new ByteArrayReader(exif), metadata);
    } catch (RuntimeException e) {
      return UPRIGHT; // the pixels are fine without it
    }
    ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer value =
        directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null ? UPRIGHT : of(value);
  }

  /// Whether width and height change places.
  boolean swaps() {
    return swaps;
  }

  /// The picture as it was seen.
  Image apply(Image image) {
    if (this == UPRIGHT) {
      return image;
    }
    int width = swaps ? image.height() : image.width();
    int height = swaps ? image.width() : image.height();
    int channels = image.channels();
    Image turned = Image.black(width, height, channels);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromX = swaps ? y : x;
        int fromY = swaps ? x : y;
        fromX = fromRight ? image.width() - 1 - fromX : fromX;
        fromY = fromBottom ? image.height() - 1 - fromY : fromY;
        System.arraycopy(
            image.pixels(),
            (fromY * image.width() + fromX) * channels,
            turned.pixels(),
            (y * width + x) * channels,
            channels);
      }
    }
    return turned;
  }
}

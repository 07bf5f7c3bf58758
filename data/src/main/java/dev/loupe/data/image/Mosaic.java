package dev.loupe.data.image;

import java.util.Arrays;
import java.util.List;

/// Many pictures side by side on white.
public final class Mosaic {
  private static final byte PAPER = (byte) 0xFF;

  private Mosaic() {}

  /// Pictures in rows, each in a cell as large as the largest.
  public static Image of(List<Image> images, int columns, int gap) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("there are no pictures to put side by side");
    }
    int width = images.stream().mapToInt(Image::width).max().orElse(1);
    int height = images.stream().mapToInt(Image::height).max().orElse(1);
    int across = Math.min(columns, images.size());
    int down = (images.size() + across - 1) / across;
    Image all = Image.black(across * (width + gap) + gap, down * (height + gap) + gap, 3);
    Arrays.fill(all.pixels(), PAPER);
    for (int i = 0; i < images.size(); i++) {
      Image one = images.get(i).rgb();
      int left = gap + i % across * (width + gap);
      int top = gap + i / across * (height + gap);
      for (int y = 0; y < one.height(); y++) {
        System.arraycopy(
            one.pixels(),
            3 * y * one.width(),
            all.pixels(),
            3 * ((top + y) * all.width() + left),
            3 * one.width());
      }
    }
    return all;
  }

  /// A picture enlarged by a whole factor, so that its longer side comes near a length; larger
  /// ones are reduced to it.
  public static Image sized(Image image, int length) {
    int longer = Math.max(image.width(), image.height());
    int factor = length / longer;
    if (factor >= 1) {
      return Resize.to(image, image.width() * factor, image.height() * factor, Filter.NEAREST);
    }
    int width = Math.max(1, image.width() * length / longer);
    int height = Math.max(1, image.height() * length / longer);
    return Resize.to(image, width, height, Filter.BILINEAR);
  }

  /// A place that is left free.
  public static Image free() {
    return new Image(1, 1, 1, new byte[] {PAPER});
  }
}

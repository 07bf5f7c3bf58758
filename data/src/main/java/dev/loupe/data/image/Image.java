package dev.loupe.data.image;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// An 8-bit picture.
///
/// @param width columns, at least 1
/// @param height rows, at least 1
/// @param channels 1 (grey) or 3 (red, green, blue)
/// @param pixels rows from top to bottom, channels last; not copied
public record Image(int width, int height, int channels, byte[] pixels) {
  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if the sizes don't fit the array
  public Image {
    if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "a picture of " + width + "x" + height + "x" + channels + " is not possible");
    }
    if ((long) width * height * channels != pixels.length) {
      throw new IllegalArgumentException(
          width + "x" + height + "x" + channels + " does not fit " + pixels.length + " bytes");
    }
  }

  /// A black picture.
  public static Image black(int width, int height, int channels) {
    int length = Math.toIntExact((long) width * height * channels);
    return new Image(width, height, channels, new byte[length]);
  }

  /// A value, 0 to 255.
  public int at(int x, int y, int channel) {
    return pixels[(y * width + x) * channels + channel] & 0xFF;
  }

  /// The shape of its tensor: height, width, channels.
  public Shape shape() {
    return Shape.of(height, width, channels);
  }

  /// The picture as height, width, channels with values of 0 to 1: `value / 255`.
  public Tensor toTensor() {
    Tensor tensor = Tensor.zeros(shape());
    toTensor(tensor);
    return tensor;
  }

  /// Writes the values divided by 255.
  ///
  /// @param into of the shape [#shape()]
  /// @throws IllegalArgumentException if its shape is another
  public void toTensor(Tensor into) {
    if (!into.shape().equals(shape())) {
      throw new IllegalArgumentException(shape() + " does not fit a tensor of " + into.shape());
    }
    for (int i = 0; i < pixels.length; i++) {
      into.set(i, (pixels[i] & 0xFF) / 255f);
    }
  }

  /// The picture in one channel: `(19595 R + 38470 G + 7471 B + 32768) >> 16`.
  ///
  /// The weights are those of ITU-R BT.601 (0.299, 0.587, 0.114) in 16 bits, as Pillow has them.
  public Image grey() {
    if (channels == 1) {
      return this;
    }
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      int red = pixels[3 * i] & 0xFF;
      int green = pixels[3 * i + 1] & 0xFF;
      int blue = pixels[3 * i + 2] & 0xFF;
      grey[i] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
    }
    return new Image(width, height, 1, grey);
  }

  /// The picture in three channels.
  public Image rgb() {
    if (channels == 3) {
      return this;
    }
    byte[] rgb = new byte[Math.multiplyExact(3, pixels.length)];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = pixels[i];
      rgb[3 * i + 1] = pixels[i];
      rgb[3 * i + 2] = pixels[i];
    }
    return new Image(width, height, 3, rgb);
  }

  /// The picture in three channels, blue first.
  public Image bgr() {
    byte[] turned = rgb().pixels().clone();
    for (int i = 0; i < turned.length; i += 3) {
      byte red = turned[i];
      turned[i] = turned[i + 2];
      turned[i + 2] = red;
    }
    return new Image(width, height, 3, turned);
  }

  /// The picture in the channels asked for.
  public Image as(Colour colour) {
    return switch (colour) {
      case GREY -> grey();
      case RGB -> rgb();
      case BGR -> bgr();
      case AS_IS -> this;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image
        && width == image.width
        && height == image.height
        && channels == image.channels
        && Arrays.equals(pixels, image.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "Image " + width + "x" + height + "x" + channels;
  }
}

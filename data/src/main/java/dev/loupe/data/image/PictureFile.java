package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Writes pictures as PNG files.
public final class PictureFile {
  private PictureFile() {}

  /// Writes a picture; folders that are missing are made.
  ///
  /// @throws LoupeException if the file can't be written
  public static void write(Image image, Path path) {
    write(buffered(image), path);
  }

  /// The bytes of a PNG file.
  public static byte[] png(Image image) {
    return png(buffered(image));
  }

  static void write(BufferedImage image, Path path) {
    byte[] bytes = png(image);
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(path, bytes);
    } catch (IOException e) {
      throw LoupeException.of(path + ": the picture can't be written: " + e.getMessage())
          .causedBy(e);
    }
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IllegalStateException("this Java has no PNG writer");
      }
      stream.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  static BufferedImage buffered(Image image) {
    int width = image.width();
    int height = image.height();
    if (image.channels() == 1) {
      BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      grey.getRaster().setDataElements(0, 0, width, height, image.pixels());
      return grey;
    }
    BufferedImage colours = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    colours.getRaster().setPixels(0, 0, width, height, unsigned(image.pixels()));
    return colours;
  }

  private static int[] unsigned(byte[] values) {
    int[] all = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      all[i] = values[i] & 0xFF;
    }
    return all;
  }
}

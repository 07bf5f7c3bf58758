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
    int type = image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage buffered = new BufferedImage(image.width(), image.height(), type);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < image.channels(); c++) {
          buffered.getRaster().setSample(x, y, c, image.at(x, y, c));
        }
      }
    }
    return buffered;
  }
}

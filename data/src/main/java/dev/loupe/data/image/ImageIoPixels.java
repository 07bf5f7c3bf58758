package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes BMP and GIF with the JDK's readers, without going through a disk cache.
final class ImageIoPixels {
  private ImageIoPixels() {}

  /// The JDK's own reader of a format; plug-ins on the class path are passed over.
  static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw LoupeException.of("this Java has no reader for " + format)
        .fix("use a full JDK: the module java.desktop is needed");
  }

  /// Decodes the first picture of a file over white.
  ///
  /// @param width the columns of the result; the picture lies at (left, top) in it
  /// @throws IOException if the decoder gives up
  static Image decode(String format, byte[] file, int width, int height, int left, int top)
      throws IOException {
    ImageReader reader = reader(format);
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      BufferedImage read = reader.read(0);
      if (read == null) {
        throw new IOException("no picture");
      }
      Image image = Image.black(width, height, grey(read.getColorModel()) ? 1 : 3);
      Arrays.fill(image.pixels(), (byte) 255);
      copy(read, image, left, top);
      return image;
    } finally {
      reader.dispose();
    }
  }

  private static boolean grey(ColorModel model) {
    if (!(model instanceof IndexColorModel palette)) {
      return model.getNumComponents() == 1;
    }
    byte[] colours = new byte[3 * palette.getMapSize()];
    for (int i = 0; i < palette.getMapSize(); i++) {
      for (int c = 0; c < 3; c++) {
        colours[3 * i + c] = over(palette.getRGB(i), 16 - 8 * c);
      }
    }
    return new Palette(colours).grey();
  }

  private static byte over(int argb, int shift) {
    return (byte) Palette.overWhite(argb >> shift & 0xFF, argb >>> 24);
  }

  private static void copy(BufferedImage from, Image to, int left, int top) {
    Raster raster = from.getRaster();
    // A model of components may carry a profile: its samples are taken as they are.
    boolean direct =
        from.getColorModel() instanceof ComponentColorModel
            && raster.getSampleModel().getSampleSize(0) == 8;
    int bands = raster.getNumBands();
    for (int y = 0; y < Math.min(from.getHeight(), to.height() - top); y++) {
      for (int x = 0; x < Math.min(from.getWidth(), to.width() - left); x++) {
        int at = ((top + y) * to.width() + left + x) * to.channels();
        int argb = direct ? 0 : from.getRGB(x, y);
        int alpha = direct && (bands == 2 || bands == 4) ? raster.getSample(x, y, bands - 1) : 255;
        for (int c = 0; c < to.channels(); c++) {
          to.pixels()[at + c] =
              direct
                  ? (byte) Palette.overWhite(raster.getSample(x, y, c), alpha)
                  : over(argb, 16 - 8 * c);
        }
      }
    }
  }
}

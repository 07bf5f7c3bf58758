package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes JPEG pixels with the JDK's decoder, used for the raw components only.
///
/// The colours are converted by [JpegColour]: ImageIO would apply colour profiles and a gamma to
/// grey pictures, and refuses CMYK.
final class JpegPixels {
  private JpegPixels() {}

  /// Decodes the pixels.
  ///
  /// @throws LoupeException if the data is not what the header says
  /// @throws IOException if the decoder gives up
  static Image decode(JpegFile jpeg) throws IOException {
    ImageReader reader = ImageIoPixels.reader("jpeg");
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg.stream()))) {
      reader.setInput(stream, true, true);
      Raster raster = reader.readRaster(0, null);
      boolean expected =
          raster.getWidth() == jpeg.width()
              && raster.getHeight() == jpeg.height()
              && raster.getNumBands() == jpeg.coding().components();
      if (!expected || !(raster.getDataBuffer() instanceof DataBufferByte)) {
        throw new LoupeException("the JPEG's pixels are not what its header says");
      }
      byte[] bytes = ((DataBufferByte) raster.getDataBuffer()).getData();
      return jpeg.coding().convert(jpeg.width(), jpeg.height(), bytes);
    } finally {
      reader.dispose();
    }
  }
}

package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  /// @throws LoupeException if the data ends early
  /// @throws IOException if the decoder gives up
  static Image decode(JpegFile jpeg) throws IOException {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = ImageIoPixels.reader("jpeg");
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg.stream()))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(stream, true, true);
      Raster raster = reader.readRaster(0, null);
      // An end marker was put where the file has none; to meet it inside the pixels is to be cut.
      if (!jpeg.whole() && warnings.stream().anyMatch(w -> w.contains("premature end"))) {
        throw new LoupeException("the JPEG's pixel data ends early");
      }
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

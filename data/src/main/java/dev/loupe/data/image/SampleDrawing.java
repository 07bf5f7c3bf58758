package dev.loupe.data.image;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;

/// Draws a sample into an area: pictures as they are, signals as a curve for each channel, volumes
/// as their middle slice. Values outside 0 to 1 are spread over the sample's own range.
///
/// @param width of the area
/// @param height of the area
record SampleDrawing(int width, int height) {
  static final int FRAME = 0xDDDDDD;
  private static final Color[] CURVES = {
    new Color(0x1F, 0x77, 0xB4),
    new Color(0xD6, 0x27, 0x28),
    new Color(0x2C, 0xA0, 0x2C),
    new Color(0x94, 0x67, 0xBD)
  };

  /// Draws with the upper left corner at a place.
  void draw(Page page, Tensor sample, int x, int y) {
    if (signal(sample.shape())) {
      curves(page, sample, range(sample, Float.POSITIVE_INFINITY, -Float.MAX_VALUE), x, y);
      return;
    }
    picture(page, fitted(SampleImage.of(SampleImage.middle(sample))), x, y);
  }

  /// Draws a picture in the middle of the area.
  void picture(Page page, Image image, int x, int y) {
    page.graphics()
        .drawImage(
            PictureFile.buffered(image.rgb()),
            x + (width - image.width()) / 2,
            y + (height - image.height()) / 2,
            null);
  }

  /// Whether samples of a shape are drawn as curves.
  static boolean signal(Shape shape) {
    return shape.rank() <= 2;
  }

  /// Small pictures grow by a whole factor, so that their pixels stay sharp; others fill the area.
  private Image fitted(Image image) {
    double scale = Math.min((double) width / image.width(), (double) height / image.height());
    if (scale >= 2) {
      int factor = (int) scale;
      return Resize.to(image, image.width() * factor, image.height() * factor, Filter.NEAREST);
    }
    int columns = Math.max(1, (int) (image.width() * scale));
    int rows = Math.max(1, (int) (image.height() * scale));
    return Resize.to(image, columns, rows, Filter.BILINEAR);
  }

  /// The least and the greatest of all values and two more, such as 0 and 1 of pictures.
  static float[] range(Tensor tensor, float least, float greatest) {
    float low = least;
    float high = greatest;
    for (int i = 0; i < tensor.length(); i++) {
      low = Math.min(low, tensor.get(i));
      high = Math.max(high, tensor.get(i));
    }
    return new float[] {low, high};
  }

  /// Draws a curve for each channel; what lies beyond the range goes along its edge.
  ///
  /// @param range the values at the bottom and at the top
  void curves(Page page, Tensor signal, float[] range, int x, int y) {
    page.frame(FRAME, x, y, width, height);
    float scale = range[1] > range[0] ? (height - 8) / (range[1] - range[0]) : 0;
    int length = signal.shape().size(0);
    int channels = signal.length() / length;
    Graphics2D graphics = page.graphics();
    graphics.setStroke(new BasicStroke(1.2f));
    for (int c = Math.min(channels, CURVES.length) - 1; c >= 0; c--) {
      int[] xs = new int[length];
      int[] ys = new int[length];
      for (int i = 0; i < length; i++) {
        xs[i] = x + 3 + (int) ((long) i * (width - 7) / Math.max(1, length - 1));
        int above = Math.round((signal.get(i * channels + c) - range[0]) * scale);
        ys[i] = y + height - 4 - Math.clamp(above, 0, height - 8);
      }
      graphics.setColor(CURVES[c]);
      graphics.drawPolyline(xs, ys, length);
    }
  }
}

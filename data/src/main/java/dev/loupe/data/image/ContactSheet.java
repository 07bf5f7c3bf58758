package dev.loupe.data.image;

import dev.loupe.data.Dataset;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Draws some samples of a dataset on a page: a row for each class.
///
/// Pictures are shown as they are, signals as a curve for each channel, volumes as their middle
/// slice. Values outside 0 to 1 are spread over the sample's own range.
public final class ContactSheet {
  static final int CELL = 96;
  static final int GAP = 6;
  static final int LABEL = 150;
  static final int HEAD = 34;
  static final int MOST_CLASSES = 100;
  static final Color LINE = new Color(0xDD, 0xDD, 0xDD);
  static final Color INK = new Color(0x22, 0x22, 0x22);
  private static final Color[] CURVES = {
    new Color(0x1F, 0x77, 0xB4),
    new Color(0xD6, 0x27, 0x28),
    new Color(0x2C, 0xA0, 0x2C),
    new Color(0x94, 0x67, 0xBD)
  };

  private ContactSheet() {}

  /// Writes a sheet as a PNG file: the first samples of each class, at most 100 classes.
  ///
  /// @param perClass how many samples a row has, 1 to 100
  /// @throws dev.loupe.tensor.LoupeException if a sample can't be read or the file not be written
  public static void write(Dataset dataset, int perClass, Path path) {
    PictureFile.write(draw(dataset, perClass), path);
  }

  static BufferedImage draw(Dataset dataset, int perClass) {
    if (perClass < 1 || perClass > 100) {
      throw new IllegalArgumentException("a row of " + perClass + " samples is not possible");
    }
    int rows = Math.min(MOST_CLASSES, dataset.classes().size());
    int width = LABEL + perClass * (CELL + GAP) + GAP;
    int height = HEAD + rows * (CELL + GAP);
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setColor(INK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
      String more = rows < dataset.classes().size() ? ", the first " + rows + " classes" : "";
      String samples = dataset.size() + " samples of " + dataset.shape();
      text(graphics, dataset.card().name() + ": " + samples + more, GAP, 22, width - 2 * GAP);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
      List<List<Integer>> chosen = choose(dataset, rows, perClass);
      Tensor sample = Tensor.zeros(dataset.shape());
      for (int row = 0; row < rows; row++) {
        int y = HEAD + row * (CELL + GAP);
        graphics.setColor(INK);
        text(graphics, dataset.classes().get(row), GAP, y + CELL / 2 + 5, LABEL - 2 * GAP);
        for (int i = 0; i < chosen.get(row).size(); i++) {
          dataset.read(chosen.get(row).get(i), sample);
          cell(graphics, sample, LABEL + i * (CELL + GAP), y);
        }
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  static List<List<Integer>> choose(Dataset dataset, int rows, int perClass) {
    List<List<Integer>> chosen = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      chosen.add(new ArrayList<>());
    }
    int missing = rows * perClass;
    for (int i = 0; i < dataset.size() && missing > 0; i++) {
      int label = dataset.label(i);
      if (label < rows && chosen.get(label).size() < perClass) {
        chosen.get(label).add(i);
        missing--;
      }
    }
    return chosen;
  }

  static void text(Graphics2D graphics, String text, int x, int y, int width) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = text;
    while (metrics.stringWidth(shown) > width && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "\u2026";
    }
    graphics.drawString(shown, x, y);
  }

  static void cell(Graphics2D graphics, Tensor sample, int x, int y) {
    int rank = sample.shape().rank();
    if (rank <= 2) {
      curves(graphics, sample, range(sample, Float.POSITIVE_INFINITY, -Float.MAX_VALUE), x, y);
      return;
    }
    Tensor plane = sample;
    while (plane.shape().rank() > 3) {
      plane = plane.item(plane.shape().size(0) / 2);
    }
    picture(graphics, enlarged(toImage(plane)), x, y);
  }

  /// In the middle of a cell.
  static void picture(Graphics2D graphics, Image image, int x, int y) {
    int left = x + (CELL - image.width()) / 2;
    int top = y + (CELL - image.height()) / 2;
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        int last = image.channels() - 1;
        graphics.setColor(
            new Color(
                image.at(column, row, 0),
                image.at(column, row, Math.min(1, last)),
                image.at(column, row, last)));
        graphics.fillRect(left + column, top + row, 1, 1);
      }
    }
  }

  /// Small pictures grow by a whole factor, so that their pixels stay sharp; others fill the cell.
  private static Image enlarged(Image image) {
    int longest = Math.max(image.width(), image.height());
    if (2 * longest <= CELL) {
      int factor = CELL / longest;
      return Resize.to(image, image.width() * factor, image.height() * factor, Filter.NEAREST);
    }
    int width = Math.max(1, image.width() * CELL / longest);
    int height = Math.max(1, image.height() * CELL / longest);
    return Resize.to(image, width, height, Filter.BILINEAR);
  }

  /// Three channels as colours, any other number as its first in grey.
  private static Image toImage(Tensor plane) {
    Shape shape = plane.shape();
    int channels = shape.channels() == 3 ? 3 : 1;
    float[] range = range(plane, 0, 1);
    Image image = Image.black(shape.size(1), shape.size(0), channels);
    for (int i = 0; i < shape.rows(); i++) {
      for (int c = 0; c < channels; c++) {
        float value = (plane.get(i * shape.channels() + c) - range[0]) / (range[1] - range[0]);
        image.pixels()[i * channels + c] = (byte) Math.clamp(Math.round(value * 255), 0, 255);
      }
    }
    return image;
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
  static void curves(Graphics2D graphics, Tensor signal, float[] range, int x, int y) {
    graphics.setColor(LINE);
    graphics.drawRect(x, y, CELL - 1, CELL - 1);
    float scale = range[1] > range[0] ? (CELL - 8) / (range[1] - range[0]) : 0;
    int length = signal.shape().size(0);
    int channels = signal.length() / length;
    graphics.setStroke(new BasicStroke(1.2f));
    for (int c = Math.min(channels, CURVES.length) - 1; c >= 0; c--) {
      int[] xs = new int[length];
      int[] ys = new int[length];
      for (int i = 0; i < length; i++) {
        xs[i] = x + 3 + (int) ((long) i * (CELL - 7) / Math.max(1, length - 1));
        ys[i] =
            y
                + CELL
                - 4
                - Math.clamp(
                    Math.round((signal.get(i * channels + c) - range[0]) * scale), 0, CELL - 8);
      }
      graphics.setColor(CURVES[c]);
      graphics.drawPolyline(xs, ys, length);
    }
  }
}

package dev.loupe.data.image;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/// A white page to draw on: areas, lines, and texts that are cut to their room.
///
/// Places are in pixels from the upper left corner; colours are `0xRRGGBB`. For one thread at a
/// time. On a machine without fonts the first text throws an error of the Java runtime.
public final class Page implements AutoCloseable {
  /// The colour of texts.
  public static final int INK = 0x222222;

  private final BufferedImage image;
  private final Graphics2D graphics;

  /// Where a text stands in its room.
  public enum Align {
    /// At the start.
    LEFT,
    /// In the middle.
    CENTRE,
    /// At the end.
    RIGHT
  }

  /// An empty page.
  ///
  /// @param width in pixels, at least 1
  /// @param height in pixels, at least 1
  public Page(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    fill(0xFFFFFF, 0, 0, width, height);
    font(14, false);
  }

  /// The colour between two.
  ///
  /// @param share 0 for the first, 1 for the second
  public static int between(int first, int second, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = first >> shift & 0xFF;
      int to = second >> shift & 0xFF;
      mixed |= (int) Math.round(from + (to - from) * Math.clamp(share, 0, 1)) << shift;
    }
    return mixed;
  }

  /// What the following texts are written in.
  ///
  /// @param size the height of a line, in pixels
  public void font(int size, boolean bold) {
    graphics.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, size));
  }

  /// How wide a text is, in pixels.
  public int width(String text) {
    return graphics.getFontMetrics().stringWidth(text);
  }

  /// Fills an area.
  public void fill(int colour, int x, int y, int width, int height) {
    graphics.setColor(new Color(colour));
    graphics.fillRect(x, y, width, height);
  }

  /// Draws the edge of an area, inside it.
  public void frame(int colour, int x, int y, int width, int height) {
    graphics.setColor(new Color(colour));
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect(x, y, width - 1, height - 1);
  }

  /// Draws a line.
  ///
  /// @param thickness in pixels
  public void line(int colour, double thickness, double x, double y, double toX, double toY) {
    graphics.setColor(new Color(colour));
    graphics.setStroke(new BasicStroke((float) thickness));
    graphics.draw(new Line2D.Double(x, y, toX, toY));
  }

  /// Writes a text; what does not fit is left out for an ellipsis.
  ///
  /// @param y of the line that the letters stand on
  /// @param width the room, from `x` on
  public void text(int colour, String text, int x, int y, int width, Align align) {
    String shown = fitted(text, width);
    int spare = width - width(shown);
    int at =
        switch (align) {
          case LEFT -> x;
          case CENTRE -> x + spare / 2;
          case RIGHT -> x + spare;
        };
    graphics.setColor(new Color(colour));
    graphics.drawString(shown, at, y);
  }

  /// Writes a text upwards, to be read with the head to the left.
  ///
  /// @param x of the line that the letters stand on
  /// @param y where the room begins, at the bottom
  /// @param height the room, from `y` up
  public void textUp(int colour, String text, int x, int y, int height, Align align) {
    AffineTransform before = graphics.getTransform();
    graphics.rotate(-Math.PI / 2, x, y);
    text(colour, text, x, y, height, align);
    graphics.setTransform(before);
  }

  /// Writes the page as a PNG file.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written
  public void write(Path path) {
    PictureFile.write(image, path);
  }

  /// Gives back what drawing took; the picture stays.
  @Override
  public void close() {
    graphics.dispose();
  }

  BufferedImage image() {
    return image;
  }

  Graphics2D graphics() {
    return graphics;
  }

  private String fitted(String text, int width) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = text;
    while (metrics.stringWidth(shown) > width && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "\u2026";
    }
    return shown;
  }
}

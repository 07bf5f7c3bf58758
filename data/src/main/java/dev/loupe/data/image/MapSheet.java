package dev.loupe.data.image;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Draws pictures, or middle slices of volumes, with their true map and another one side by side.
public final class MapSheet {
  private static final int CELL = 150;
  private static final int GAP = 14;
  private static final int HEAD = 58;
  private static final int LINE = 20;
  private static final int[] COLOURS = {
    0x111111, 0x1F77B4, 0xFF7F0E, 0x2CA02C, 0xD62728, 0x9467BD, 0x8C564B, 0xE377C2
  };

  private MapSheet() {}

  /// A sample with two maps.
  ///
  /// @param sample spatial..., channels
  /// @param truth spatial...: the classes
  /// @param guess spatial...: what was answered
  /// @param caption what is said below
  public record Row(Tensor sample, Tensor truth, Tensor guess, String caption) {}

  /// Writes a sheet as a PNG file.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written
  public static void write(String title, List<Row> rows, Path path) {
    PictureFile.write(draw(title, rows), path);
  }

  static BufferedImage draw(String title, List<Row> rows) {
    SampleDrawing cell = new SampleDrawing(CELL, CELL);
    int step = CELL + GAP;
    int height = HEAD + rows.size() * (step + LINE);
    try (Page page = new Page(GAP + 3 * step, height)) {
      page.font(16, true);
      page.text(Page.INK, title, GAP, 26, 3 * step - GAP, Page.Align.LEFT);
      page.font(12, false);
      List<String> heads = List.of("sample", "truth", "answer");
      for (int i = 0; i < heads.size(); i++) {
        page.text(Page.INK, heads.get(i), GAP + i * step, 48, CELL, Page.Align.LEFT);
      }
      int y = HEAD;
      for (Row row : rows) {
        cell.draw(page, row.sample(), GAP, y);
        cell.draw(page, coloured(row.truth()), GAP + step, y);
        cell.draw(page, coloured(row.guess()), GAP + 2 * step, y);
        page.text(Page.INK, row.caption(), GAP, y + CELL + 16, 3 * step - GAP, Page.Align.LEFT);
        y += step + LINE;
      }
      return page.image();
    }
  }

  /// A map as a picture of colours, spatial..., 3.
  private static Tensor coloured(Tensor map) {
    Shape shape = map.shape();
    Tensor colours = Tensor.zeros(extended(shape));
    for (int i = 0; i < map.length(); i++) {
      int colour = COLOURS[(int) map.get(i) % COLOURS.length];
      for (int c = 0; c < 3; c++) {
        colours.set(3 * i + c, (colour >> (16 - 8 * c) & 0xFF) / 255f);
      }
    }
    return colours;
  }

  private static Shape extended(Shape shape) {
    int[] sizes = Arrays.copyOf(shape.sizes(), shape.rank() + 1);
    sizes[shape.rank()] = 3;
    return Shape.of(sizes);
  }
}

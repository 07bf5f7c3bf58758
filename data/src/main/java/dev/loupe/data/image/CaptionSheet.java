package dev.loupe.data.image;

import dev.loupe.data.Dataset;
import dev.loupe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/// Draws chosen samples of a dataset on a page, each with what is to be said about it below.
///
/// Samples look as on a [ContactSheet]; signals have more room.
public final class CaptionSheet {
  private static final int GAP = 14;
  private static final int HEAD = 40;
  private static final int LINE = 17;
  private static final int ACROSS = 6;
  private static final SampleDrawing PICTURE = new SampleDrawing(150, 150);
  private static final SampleDrawing CURVE = new SampleDrawing(220, 120);

  private CaptionSheet() {}

  /// A sample with its lines.
  ///
  /// @param sample its index
  /// @param lines as many for each entry of a sheet
  public record Entry(int sample, List<Line> lines) {
    /// Copies the list.
    public Entry {
      lines = List.copyOf(lines);
    }
  }

  /// A line of text.
  ///
  /// @param text stands on the left; what is too long is cut
  /// @param end stands on the right, and is never cut
  /// @param colour `0xRRGGBB`
  public record Line(String text, String end, int colour) {}

  /// Writes a sheet as a PNG file.
  ///
  /// @throws dev.loupe.tensor.LoupeException if a sample can't be read or the file not be written
  public static void write(Dataset dataset, String title, List<Entry> entries, Path path) {
    PictureFile.write(draw(dataset, title, entries), path);
  }

  static BufferedImage draw(Dataset dataset, String title, List<Entry> entries) {
    SampleDrawing cell = SampleDrawing.signal(dataset.shape()) ? CURVE : PICTURE;
    int lines = entries.stream().mapToInt(e -> e.lines().size()).max().orElse(0);
    int rows = (entries.size() + ACROSS - 1) / ACROSS;
    int across = Math.min(ACROSS, Math.max(4, entries.size()));
    int stepX = cell.width() + GAP;
    int stepY = cell.height() + LINE * lines + GAP;
    try (Page page = new Page(GAP + across * stepX, HEAD + rows * stepY + GAP / 2)) {
      page.font(16, true);
      page.text(Page.INK, title, GAP, 26, across * stepX - GAP, Page.Align.LEFT);
      page.font(12, false);
      Tensor sample = Tensor.zeros(dataset.shape());
      for (int i = 0; i < entries.size(); i++) {
        int x = GAP + i % ACROSS * stepX;
        int y = HEAD + i / ACROSS * stepY;
        dataset.read(entries.get(i).sample(), sample);
        cell.draw(page, sample, x, y);
        int line = y + cell.height();
        for (Line l : entries.get(i).lines()) {
          line += LINE;
          int end = page.width(l.end());
          int room = cell.width() - end - (end == 0 ? 0 : 6);
          page.text(l.colour(), l.text(), x, line, room, Page.Align.LEFT);
          page.text(l.colour(), l.end(), x, line, cell.width(), Page.Align.RIGHT);
        }
      }
      return page.image();
    }
  }
}

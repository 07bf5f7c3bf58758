package dev.loupe.data.image;

import dev.loupe.data.Dataset;
import dev.loupe.tensor.Tensor;
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
  static final int MOST_CLASSES = 100;
  private static final int HEAD = 34;

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
    try (Page page = new Page(width, HEAD + rows * (CELL + GAP))) {
      page.font(15, true);
      String more = rows < dataset.classes().size() ? ", the first " + rows + " classes" : "";
      String samples = dataset.size() + " samples of " + dataset.shape();
      String title = dataset.card().name() + ": " + samples + more;
      page.text(Page.INK, title, GAP, 22, width - 2 * GAP, Page.Align.LEFT);
      page.font(14, false);
      SampleDrawing drawing = new SampleDrawing(CELL, CELL);
      List<List<Integer>> chosen = choose(dataset, rows, perClass);
      Tensor sample = Tensor.zeros(dataset.shape());
      for (int row = 0; row < rows; row++) {
        int y = HEAD + row * (CELL + GAP);
        String name = dataset.classes().get(row);
        page.text(Page.INK, name, GAP, y + CELL / 2 + 5, LABEL - 2 * GAP, Page.Align.LEFT);
        for (int i = 0; i < chosen.get(row).size(); i++) {
          dataset.read(chosen.get(row).get(i), sample);
          drawing.draw(page, sample, LABEL + i * (CELL + GAP), y);
        }
      }
      return page.image();
    }
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
}

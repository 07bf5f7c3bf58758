package dev.loupe.data.image;

import dev.loupe.data.Dataset;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.data.image.Page.Align;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/// Draws samples of each class on a page, and what transforms make of them beside them.
///
/// Signals are drawn on the scale of their original; what transforms have turned into frequencies
/// is drawn in colours, low ones at the bottom.
public final class VariationSheet {
  private static final int VARIATIONS = 10;

  /// Datasets of few classes show more samples of each.
  private static final int ROWS = 6;

  private static final int HEAD = 74;

  private static final SampleDrawing DRAWING =
      new SampleDrawing(ContactSheet.CELL, ContactSheet.CELL);

  /// How much room signals have above and below, as a part of their original's range.
  private static final float ROOM = 0.25f;

  private VariationSheet() {}

  /// Writes a sheet as a PNG file: rows of an original and ten variations, at most 100 classes.
  ///
  /// @param seed what the variations are drawn from
  /// @throws dev.loupe.tensor.LoupeException if a sample can't be read or the file not be written
  public static void write(Dataset dataset, List<Transform> transforms, Seed seed, Path path) {
    PictureFile.write(draw(dataset, transforms, seed), path);
  }

  static BufferedImage draw(Dataset dataset, List<Transform> transforms, Seed seed) {
    int step = ContactSheet.CELL + ContactSheet.GAP;
    int classes = Math.min(ContactSheet.MOST_CLASSES, dataset.classes().size());
    List<List<Integer>> chosen = ContactSheet.choose(dataset, classes, Math.max(1, ROWS / classes));
    int rows = chosen.stream().mapToInt(List::size).sum();
    int width = left(1 + VARIATIONS) + ContactSheet.GAP;
    int height = HEAD + rows * step;
    try (Page page = new Page(width, height)) {
      head(page, dataset, transforms, width, height);
      int y = HEAD;
      for (int label = 0; label < classes; label++) {
        int room = ContactSheet.LABEL - 2 * ContactSheet.GAP;
        String name = dataset.classes().get(label);
        int middle = y + ContactSheet.CELL / 2 + 5;
        page.text(Page.INK, name, ContactSheet.GAP, middle, room, Align.LEFT);
        for (int index : chosen.get(label)) {
          row(page, dataset, index, transforms, seed.child(index), y);
          y += step;
        }
      }
      return page.image();
    }
  }

  /// The left edge of a column; the variations stand apart from the original.
  private static int left(int column) {
    int gap = column == 0 ? 0 : 2 * ContactSheet.GAP;
    return ContactSheet.LABEL + column * (ContactSheet.CELL + ContactSheet.GAP) + gap;
  }

  private static void head(
      Page page, Dataset dataset, List<Transform> transforms, int width, int height) {
    int gap = ContactSheet.GAP;
    int room = width - 2 * gap;
    page.font(15, true);
    String title = dataset.card().name() + ": samples of " + dataset.shape() + " and variations";
    page.text(Page.INK, title, gap, 22, room, Align.LEFT);
    page.font(14, false);
    page.text(Page.INK, Augmentations.text(transforms), gap, 43, room, Align.LEFT);
    page.text(Page.INK, "original", left(0), HEAD - 8, ContactSheet.CELL, Align.LEFT);
    page.text(Page.INK, "variations", left(1), HEAD - 8, room - left(1), Align.LEFT);
    int line = (left(0) + ContactSheet.CELL + left(1)) / 2;
    page.line(SampleDrawing.FRAME, 1, line, HEAD - 20, line, height - gap);
  }

  private static void row(
      Page page, Dataset dataset, int index, List<Transform> transforms, Seed seed, int y) {
    Tensor original = Tensor.zeros(dataset.shape());
    dataset.read(index, original);
    float[] range = SampleDrawing.range(original, Float.POSITIVE_INFINITY, -Float.MAX_VALUE);
    float more = ROOM * (range[1] - range[0]);
    float[] wider = {range[0] - more, range[1] + more};
    cell(page, original, original, wider, left(0), y);
    for (int v = 0; v < VARIATIONS; v++) {
      Tensor sample = original;
      for (int i = 0; i < transforms.size(); i++) {
        Tensor next = Tensor.zeros(transforms.get(i).shape(sample.shape()));
        transforms.get(i).apply(seed.child(v).child(i), sample, next);
        sample = next;
      }
      cell(page, original, sample, wider, left(1 + v), y);
    }
  }

  private static void cell(Page page, Tensor original, Tensor sample, float[] range, int x, int y) {
    boolean signal = original.shape().rank() == 2;
    if (signal && sample.shape().rank() == 2) {
      DRAWING.curves(page, sample, range, x, y);
    } else if (signal) {
      DRAWING.picture(page, Heat.frequencies(sample, ContactSheet.CELL), x, y);
    } else {
      DRAWING.draw(page, sample, x, y);
    }
  }
}

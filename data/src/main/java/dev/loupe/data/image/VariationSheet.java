package dev.loupe.data.image;

import dev.loupe.data.Dataset;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
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
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      head(graphics, dataset, transforms, width, height);
      int y = HEAD;
      for (int label = 0; label < classes; label++) {
        graphics.setColor(ContactSheet.INK);
        int room = ContactSheet.LABEL - 2 * ContactSheet.GAP;
        String name = dataset.classes().get(label);
        ContactSheet.text(graphics, name, ContactSheet.GAP, y + ContactSheet.CELL / 2 + 5, room);
        for (int index : chosen.get(label)) {
          row(graphics, dataset, index, transforms, seed.child(index), y);
          y += step;
        }
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  /// The left edge of a column; the variations stand apart from the original.
  private static int left(int column) {
    int gap = column == 0 ? 0 : 2 * ContactSheet.GAP;
    return ContactSheet.LABEL + column * (ContactSheet.CELL + ContactSheet.GAP) + gap;
  }

  private static void head(
      Graphics2D graphics, Dataset dataset, List<Transform> transforms, int width, int height) {
    int room = width - 2 * ContactSheet.GAP;
    graphics.setColor(ContactSheet.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    String title = dataset.card().name() + ": samples of " + dataset.shape() + " and variations";
    ContactSheet.text(graphics, title, ContactSheet.GAP, 22, room);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    ContactSheet.text(graphics, Augmentations.text(transforms), ContactSheet.GAP, 43, room);
    ContactSheet.text(graphics, "original", left(0), HEAD - 8, ContactSheet.CELL);
    ContactSheet.text(graphics, "variations", left(1), HEAD - 8, room - left(1));
    graphics.setColor(ContactSheet.LINE);
    int line = (left(0) + ContactSheet.CELL + left(1)) / 2;
    graphics.drawLine(line, HEAD - 20, line, height - ContactSheet.GAP);
  }

  private static void row(
      Graphics2D graphics,
      Dataset dataset,
      int index,
      List<Transform> transforms,
      Seed seed,
      int y) {
    Tensor original = Tensor.zeros(dataset.shape());
    dataset.read(index, original);
    float[] range = ContactSheet.range(original, Float.POSITIVE_INFINITY, -Float.MAX_VALUE);
    float more = ROOM * (range[1] - range[0]);
    float[] wider = {range[0] - more, range[1] + more};
    cell(graphics, original, original, wider, left(0), y);
    for (int v = 0; v < VARIATIONS; v++) {
      Tensor sample = original;
      for (int i = 0; i < transforms.size(); i++) {
        Tensor next = Tensor.zeros(transforms.get(i).shape(sample.shape()));
        transforms.get(i).apply(seed.child(v).child(i), sample, next);
        sample = next;
      }
      cell(graphics, original, sample, wider, left(1 + v), y);
    }
  }

  private static void cell(
      Graphics2D graphics, Tensor original, Tensor sample, float[] range, int x, int y) {
    boolean signal = original.shape().rank() == 2;
    if (signal && sample.shape().rank() == 2) {
      ContactSheet.curves(graphics, sample, range, x, y);
    } else if (signal) {
      ContactSheet.picture(graphics, Heat.frequencies(sample, ContactSheet.CELL), x, y);
    } else {
      ContactSheet.cell(graphics, sample, x, y);
    }
  }
}

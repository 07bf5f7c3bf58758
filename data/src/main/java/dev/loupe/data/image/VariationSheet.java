package dev.loupe.data.image;

import dev.loupe.data.Dataset;
import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Draws a sample of each class on a page, and what transforms make of it beside it.
public final class VariationSheet {
  private static final int VARIATIONS = 10;

  private VariationSheet() {}

  /// Writes a sheet as a PNG file: at most 100 rows of an original and ten variations.
  ///
  /// @param seed what the variations are drawn from
  /// @throws dev.loupe.tensor.LoupeException if a sample can't be read or the file not be written
  public static void write(Dataset dataset, List<Transform> transforms, Seed seed, Path path) {
    PictureFile.write(draw(dataset, transforms, seed), path);
  }

  static BufferedImage draw(Dataset dataset, List<Transform> transforms, Seed seed) {
    int step = ContactSheet.CELL + ContactSheet.GAP;
    int rows = Math.min(ContactSheet.MOST_CLASSES, dataset.classes().size());
    int width = ContactSheet.LABEL + (1 + VARIATIONS) * step + ContactSheet.GAP;
    int height = ContactSheet.HEAD + rows * step;
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setColor(ContactSheet.INK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
      String how = transforms.stream().map(Transform::toString).collect(Collectors.joining(","));
      String title = dataset.card().name() + ", each beside variations by " + how;
      ContactSheet.text(graphics, title, ContactSheet.GAP, 22, width - 2 * ContactSheet.GAP);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
      List<List<Integer>> chosen = ContactSheet.choose(dataset, rows, 1);
      for (int row = 0; row < rows; row++) {
        int y = ContactSheet.HEAD + row * step;
        graphics.setColor(ContactSheet.INK);
        int room = ContactSheet.LABEL - 2 * ContactSheet.GAP;
        String name = dataset.classes().get(row);
        ContactSheet.text(graphics, name, ContactSheet.GAP, y + ContactSheet.CELL / 2 + 5, room);
        for (int index : chosen.get(row)) {
          row(graphics, dataset, index, transforms, seed.child(index), y);
        }
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
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
    ContactSheet.cell(graphics, original, ContactSheet.LABEL, y);
    for (int v = 0; v < VARIATIONS; v++) {
      Tensor sample = original;
      for (int i = 0; i < transforms.size(); i++) {
        Tensor next = Tensor.zeros(transforms.get(i).shape(sample.shape()));
        transforms.get(i).apply(seed.child(v).child(i), sample, next);
        sample = next;
      }
      int x = ContactSheet.LABEL + (1 + v) * (ContactSheet.CELL + ContactSheet.GAP);
      ContactSheet.cell(graphics, sample, x, y);
    }
  }
}

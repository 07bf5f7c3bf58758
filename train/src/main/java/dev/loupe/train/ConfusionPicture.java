package dev.loupe.train;

import dev.loupe.data.image.Page;
import dev.loupe.data.image.Page.Align;
import dev.loupe.train.metrics.ConfusionMatrix;
import java.util.Locale;

/// `confusion.png`: a confusion matrix, with the right answers in blue and the wrong ones in
/// orange.
final class ConfusionPicture {
  /// With more classes a cell would be smaller than a pixel.
  static final int MOST_CLASSES = 1000;

  private static final int SIDE = 880;
  private static final int MOST_CELL = 58;
  private static final int COUNTED_CELL = 26;
  private static final int NAMED_CELL = 11;
  private static final int GAP = 16;
  private static final int HEAD = 66;
  private static final int FOOT = 44;
  private static final int LONGEST_NAME = 170;
  private static final int RIGHT = 0x1F5AA6;
  private static final int WRONG = 0xD95F02;
  private static final int GREY = 0x777777;
  private static final int GRID = 0xE4E4E4;

  private final ConfusionMatrix matrix;
  private final int classes;
  private final int cell;
  private final int names;
  private final int left;
  private final int top;

  private ConfusionPicture(ConfusionMatrix matrix) {
    this.matrix = matrix;
    this.classes = matrix.classes().size();
    this.cell = Math.clamp(SIDE / classes, 1, MOST_CELL);
    this.names = cell < NAMED_CELL ? 0 : longestName();
    this.left = GAP + 24 + names;
    this.top = HEAD + 24 + names;
  }

  /// Draws a matrix of at most [#MOST_CLASSES] classes; the caller closes the page.
  static Page draw(ConfusionMatrix matrix, String title) {
    return new ConfusionPicture(matrix).draw(title);
  }

  private int longestName() {
    try (Page page = new Page(1, 1)) {
      page.font(nameSize(), false);
      return Math.min(
          LONGEST_NAME, 8 + matrix.classes().stream().mapToInt(page::width).max().orElse(0));
    }
  }

  private int nameSize() {
    return Math.clamp(cell - 2, 9, 14);
  }

  private Page draw(String title) {
    int side = classes * cell;
    int width = Math.max(left + side + GAP, 460);
    Page page = new Page(width, top + side + FOOT);
    page.font(16, true);
    page.text(Page.INK, title, GAP, 28, width - 2 * GAP, Align.LEFT);
    page.font(13, false);
    String right = String.format(Locale.ROOT, "%.2f %%", 100 * matrix.accuracy());
    String wrong = "the darker, the larger the part of the row";
    page.text(GREY, right + " right; " + wrong, GAP, 50, width - 2 * GAP, Align.LEFT);
    page.font(14, true);
    page.text(Page.INK, "called", left, HEAD + 14, side, Align.CENTRE);
    page.textUp(Page.INK, "is", GAP + 12, top + side, side, Align.CENTRE);
    for (int row = 0; row < classes; row++) {
      for (int column = 0; column < classes; column++) {
        cell(page, row, column);
      }
    }
    names(page);
    page.frame(GREY, left - 1, top - 1, side + 2, side + 2);
    legend(page, GAP, top + side + 16);
    return page;
  }

  private void cell(Page page, int row, int column) {
    long count = matrix.count(row, column);
    int x = left + column * cell;
    int y = top + row * cell;
    double share = count == 0 ? 0 : shade((double) count / matrix.support(row));
    int colour = Page.between(0xFFFFFF, row == column ? RIGHT : WRONG, share);
    page.fill(colour, x, y, cell, cell);
    if (cell >= NAMED_CELL) {
      page.frame(GRID, x, y, cell + 1, cell + 1);
    }
    if (cell >= COUNTED_CELL && count > 0) {
      page.font(cell >= 40 ? 14 : 11, row == column);
      String text = String.valueOf(count);
      if (page.width(text) > cell - 2) {
        text = Math.round(count / 1000.0) + "k";
      }
      // A number that is cut would be another one.
      if (page.width(text) <= cell - 2) {
        int ink = share > 0.6 ? 0xFFFFFF : Page.INK;
        page.text(ink, text, x, y + cell / 2 + 5, cell, Align.CENTRE);
      }
    }
  }

  /// Few mistakes are seen too: the root of the share, from a tenth on.
  private static double shade(double share) {
    return 0.1 + 0.9 * Math.sqrt(share);
  }

  private void names(Page page) {
    if (names == 0) {
      return;
    }
    page.font(nameSize(), false);
    int down = cell / 2 + nameSize() / 3;
    for (int c = 0; c < classes; c++) {
      String name = matrix.classes().get(c);
      int at = c * cell + down;
      page.text(Page.INK, name, left - names, top + at, names - 6, Align.RIGHT);
      page.textUp(Page.INK, name, left + at, top - 6, names - 6, Align.LEFT);
    }
  }

  private static void legend(Page page, int x, int y) {
    int at = x;
    page.font(12, false);
    for (int colour : new int[] {RIGHT, WRONG}) {
      String name = colour == RIGHT ? "right" : "wrong";
      page.text(Page.INK, name, at, y + 11, 50, Align.LEFT);
      at += 42;
      for (int i = 0; i <= 60; i++) {
        page.fill(Page.between(0xFFFFFF, colour, shade(i / 60.0)), at + i, y, 1, 14);
      }
      page.frame(GREY, at, y, 61, 14);
      page.text(GREY, "0 to 100 %", at + 66, y + 11, 80, Align.LEFT);
      at += 160;
    }
  }
}

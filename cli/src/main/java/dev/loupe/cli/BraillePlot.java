package dev.loupe.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Curves in the cells of a terminal: each cell is a Braille pattern, 2 points wide and 4 high.
///
/// Source of the patterns: The Unicode Standard, block "Braille Patterns" (U+2800).
final class BraillePlot {
  /// Letters name curves: without colours, nothing else tells them apart.
  static final int MOST = 10;

  private static final char EMPTY = '\u2800';

  /// The bits of a pattern, by column and row.
  private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

  private static final int[] COLOURS = {34, 33, 32, 35, 36, 31, 94, 93, 92, 95};
  private static final int LABEL = 9;
  private static final int LEAST_WIDTH = 20;

  private final int width;
  private final int height;
  private final boolean colours;
  private final int[] cells;
  private final int[] owners;

  /// A curve.
  ///
  /// @param name said below the plot
  /// @param x where the values are, rising
  /// @param y the values; those that are not finite are left out
  record Curve(String name, List<Double> x, List<Double> y) {}

  private BraillePlot(int columns, int rows, boolean colours) {
    // The scale on the left, and the letters of the curves on the right.
    this.width = Math.max(LEAST_WIDTH, columns - LABEL - 4);
    this.height = rows;
    this.colours = colours;
    this.cells = new int[width * height];
    this.owners = new int[width * height];
    Arrays.fill(owners, -1);
  }

  /// The letter of a curve.
  static char letter(int curve) {
    return (char) ('a' + curve);
  }

  /// The lines of a plot, with scales.
  ///
  /// @param columns of the terminal
  /// @param rows for the curves
  static List<String> lines(List<Curve> curves, int columns, int rows, boolean colours) {
    return new BraillePlot(columns, rows, colours).draw(curves);
  }

  private List<String> draw(List<Curve> curves) {
    Range x = Range.of(curves.stream().map(Curve::x).toList());
    Range y = Range.of(curves.stream().map(Curve::y).toList());
    StringBuilder[] ends = new StringBuilder[height];
    Arrays.setAll(ends, i -> new StringBuilder());
    for (int c = 0; c < curves.size(); c++) {
      int end = curve(c, curves.get(c), x, y);
      if (end >= 0) {
        ends[end / 4].append(paint(String.valueOf(letter(c)), c));
      }
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      boolean scaled = row == 0 || row == height - 1 || row == height / 2;
      double value = y.low + (y.high - y.low) * (height - 1 - row) / (height - 1);
      String label = scaled ? label(value) : "";
      lines.add((" ".repeat(LABEL - label.length()) + label + " │" + cells(row) + ends[row]));
    }
    lines.add(" ".repeat(LABEL) + " └" + "─".repeat(width));
    String first = "epoch " + label(x.low);
    String last = label(x.high);
    int gap = Math.max(1, width - first.length() - last.length());
    lines.add(" ".repeat(LABEL + 2) + first + " ".repeat(gap) + last);
    return lines;
  }

  /// Draws a curve; the row of points where it ends, -1 if it has none.
  private int curve(int number, Curve curve, Range x, Range y) {
    int fromX = -1;
    int fromY = -1;
    for (int i = 0; i < curve.y.size(); i++) {
      if (!Double.isFinite(curve.y.get(i))) {
        continue;
      }
      int toX = (int) Math.round(x.part(curve.x.get(i)) * (2 * width - 1));
      int toY = (int) Math.round((1 - y.part(curve.y.get(i))) * (4 * height - 1));
      line(number, fromX < 0 ? toX : fromX, fromX < 0 ? toY : fromY, toX, toY);
      fromX = toX;
      fromY = toY;
    }
    return fromY;
  }

  private void line(int number, int fromX, int fromY, int toX, int toY) {
    int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
    for (int i = 0; i <= steps; i++) {
      int px = fromX + Math.round((float) (toX - fromX) * i / steps);
      int py = fromY + Math.round((float) (toY - fromY) * i / steps);
      int cell = py / 4 * width + px / 2;
      cells[cell] |= DOTS[px % 2][py % 4];
      owners[cell] = number;
    }
  }

  private String cells(int row) {
    StringBuilder text = new StringBuilder();
    for (int i = row * width; i < (row + 1) * width; i++) {
      text.append(paint(String.valueOf((char) (EMPTY + cells[i])), owners[i]));
    }
    return text.toString();
  }

  private String paint(String text, int curve) {
    return colours && curve >= 0
        ? "\u001b[" + COLOURS[curve % COLOURS.length] + "m" + text + "\u001b[0m"
        : text;
  }

  /// A number in few characters.
  private static String label(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return Figures.decimals(value, 0);
    }
    if (size >= 1e6 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return Figures.decimals(value, size >= 100 ? 1 : 4);
  }

  /// The smallest and the largest value.
  private record Range(double low, double high) {
    static Range of(List<List<Double>> values) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double v : values.stream().flatMap(List::stream).toList()) {
        if (Double.isFinite(v)) {
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
      }
      return low <= high ? new Range(low, high) : new Range(0, 1);
    }

    /// Where a value lies, 0 to 1; in the middle if all are equal.
    double part(double value) {
      return high > low ? (value - low) / (high - low) : 0.5;
    }
  }
}

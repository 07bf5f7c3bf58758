package dev.loupe.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns: the first ones left, numbers right.
final class Table {
  private static final String GAP = "  ";

  private final List<String> head;
  private final int left;
  private final List<List<String>> rows = new ArrayList<>();

  /// A table with a head and no rows.
  ///
  /// @param left how many columns, from the first, are text; the others are set to the right
  Table(int left, String... head) {
    this.left = left;
    this.head = List.of(head);
  }

  /// Adds a row.
  void row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + head.size() + " columns");
    }
    rows.add(List.of(cells));
  }

  /// The lines: head, rule, rows.
  List<String> lines() {
    int[] widths = new int[head.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = head.get(c).length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(head, widths));
    lines.add(
        "-".repeat(java.util.Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = cells.get(c);
      String space = " ".repeat(widths[c] - cell.length());
      line.append(c == 0 ? "" : GAP).append(c < left ? cell + space : space + cell);
    }
    return line.toString().stripTrailing();
  }
}

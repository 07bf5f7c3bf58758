package dev.loupe.explain.page;

import java.util.ArrayList;
import java.util.List;

/// A table; columns whose cells are all numbers stand at the right.
///
/// ```java
/// new DataTable("The layers", List.of("layer", "parameters")).row("conv1", "150")
/// ```
public final class DataTable implements Content {
  private final String caption;
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /// A table without rows.
  ///
  /// @param caption what it holds; not empty
  /// @param head the names of its columns
  public DataTable(String caption, List<String> head) {
    if (caption.isBlank() || head.isEmpty()) {
      throw new IllegalArgumentException("a table needs a caption and columns");
    }
    this.caption = caption;
    this.head = List.copyOf(head);
  }

  /// Adds a row.
  ///
  /// @throws IllegalArgumentException if there are more or fewer cells than columns
  public DataTable row(String... cells) {
    return row(List.of(cells));
  }

  /// Adds a row.
  public DataTable row(List<String> cells) {
    if (cells.size() != head.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + head.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  @Override
  public void write(Markup out) {
    out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    out.open("table").element("caption", caption).open("thead").open("tr");
    boolean[] numbers = new boolean[head.size()];
    for (int c = 0; c < head.size(); c++) {
      numbers[c] = numbers(c);
      out.open("th", "scope", "col", "class", numbers[c] ? "number" : "words");
      out.text(head.get(c)).close("th");
    }
    out.close("tr").close("thead").open("tbody");
    for (List<String> row : rows) {
      out.open("tr");
      for (int c = 0; c < row.size(); c++) {
        out.open("td", "class", numbers[c] ? "number" : "words").text(row.get(c)).close("td");
      }
      out.close("tr");
    }
    out.close("tbody").close("table").close("div");
  }

  private boolean numbers(int column) {
    boolean any = false;
    for (List<String> row : rows) {
      String cell = row.get(column);
      if (!cell.isEmpty() && !cell.equals("-")) {
        if (!cell.matches(
            "[-+\u2212]?[0-9][0-9,.'\u202f ]*(e[-+]?[0-9]+)?( ?[%a-zA-Z\u00b5/]{1,8})?")) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }
}

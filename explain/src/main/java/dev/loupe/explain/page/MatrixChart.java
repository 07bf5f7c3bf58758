package dev.loupe.explain.page;

import java.util.List;
import java.util.Locale;

/// A table of counts as coloured cells, such as a confusion matrix: each cell by its part of its
/// row, the diagonal in another colour than the rest.
///
/// @param caption below it; not empty
/// @param names of rows and columns
/// @param counts rows of as many
public record MatrixChart(String caption, List<String> names, List<List<Integer>> counts)
    implements Content {
  private static final int SIDE = 620;
  private static final int COUNTED = 20;
  private static final int LONGEST = 16;

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is no caption, or it is not a square
  public MatrixChart {
    names = List.copyOf(names);
    counts = counts.stream().map(List::copyOf).toList();
    int size = names.size();
    if (caption.isBlank()
        || counts.size() != size
        || counts.stream().anyMatch(r -> r.size() != size)) {
      throw new IllegalArgumentException("a matrix needs a caption and as many rows as columns");
    }
  }

  @Override
  public void write(Markup out) {
    int n = names.size();
    int longest = names.stream().mapToInt(s -> shortened(s).length()).max().orElse(1);
    double cell = Math.min(44, (SIDE - 34 - 8 * longest) / (double) n);
    int side = (int) Math.ceil(cell * n);
    int left = cell >= COUNTED ? 34 + 8 * longest : 28;
    String width = "max-width:" + (left + side + 2) + "px";
    out.open("figure", "class", "plot", "style", width);
    Plot.svg(out, alt(), left + side + 2, left + side + 2);
    for (int row = 0; row < n; row++) {
      long all = counts.get(row).stream().mapToLong(Integer::longValue).sum();
      for (int column = 0; column < n; column++) {
        int count = counts.get(row).get(column);
        if (count > 0) {
          cell(out, left + column * cell, left + row * cell, cell, row == column, count, all);
        }
      }
      if (cell >= COUNTED) {
        String name = shortened(names.get(row));
        double middle = left + row * cell + cell / 2 + 5;
        Plot.text(out, name, left - 6.0, middle, "end");
        out.raw(
            "<text transform=\"translate(%s %d) rotate(-90)\">"
                .formatted(Plot.at(middle), left - 6));
        out.text(name).close("text");
      }
    }
    out.raw(
        "<rect class=\"frame-line\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
            .formatted(left, left, side, side));
    Plot.text(out, "said", left + side / 2.0, 16, "middle");
    out.raw(
        "<text transform=\"translate(16 %s) rotate(-90)\" text-anchor=\"middle\">is</text>"
            .formatted(Plot.at(left + side / 2.0)));
    out.close("svg").element("figcaption", caption).close("figure");
  }

  private String alt() {
    long right = 0;
    long all = 0;
    for (int row = 0; row < names.size(); row++) {
      right += counts.get(row).get(row);
      all += counts.get(row).stream().mapToLong(Integer::longValue).sum();
    }
    return "%s: %d of %d on the diagonal".formatted(caption, right, all);
  }

  private static void cell(
      Markup out, double x, double y, double size, boolean right, int count, long all) {
    // Few are seen too: the root of the share, from a tenth on.
    double share = 0.1 + 0.9 * Math.sqrt((double) count / all);
    out.raw(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" fill-opacity=\"%s\"/>"
            .formatted(
                Plot.at(x),
                Plot.at(y),
                Plot.at(size),
                Plot.at(size),
                Plot.colour(right ? 0 : 1),
                String.format(Locale.ROOT, "%.2f", share)));
    String text = count < 10_000 ? String.valueOf(count) : Math.round(count / 1000.0) + "k";
    if (size >= COUNTED && text.length() * 8 <= size) {
      out.raw(
          "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>"
              .formatted(
                  share > 0.6 ? "on" : "ink",
                  Plot.at(x + size / 2),
                  Plot.at(y + size / 2 + 5),
                  text));
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "\u2026";
  }
}

package dev.loupe.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// Prints the figures of a look for people.
final class LookReport {
  private LookReport() {}

  /// Prints what there is.
  static void print(Map<String, Object> figures, PrintStream out) {
    if (figures.get("filters") instanceof Map<?, ?> f) {
      filters(f, out);
    }
    if (figures.get("maps") instanceof Map<?, ?> m && m.get("poolings") instanceof Map<?, ?> p) {
      poolings(p, out);
    }
    if (figures.get("attention") instanceof Map<?, ?> a) {
      attention(a, out);
    }
    if (figures.get("fields") instanceof Map<?, ?> f) {
      Table table = new Table(1, "layer", "receptive field", "deviation", "share of the area");
      for (Object row : list(f.get("layers"))) {
        Map<?, ?> r = (Map<?, ?>) row;
        table.row(
            text(r, "layer"),
            text(r, "theoretical") + " by " + text(r, "stride"),
            String.join(
                " x ",
                list(r.get("deviation")).stream()
                    .map(d -> Figures.decimals((Double) d, 2))
                    .toList()),
            percent(r, "share"));
      }
      print(table, out);
    }
    if (figures.get("similarity") instanceof Map<?, ?> s) {
      out.println(
          "similarity: "
              + text(s, "samples")
              + " samples by "
              + text(s, "layer")
              + (s.containsKey("nearest_of_same_class")
                  ? "; the nearest neighbour is of the same class for "
                      + percent(s, "nearest_of_same_class")
                  : ""));
      out.println();
    }
    List<?> without = list(figures.get("left_out"));
    if (!without.isEmpty()) {
      String names = String.join(", ", without.stream().map(Object::toString).toList());
      out.println("left out, as they need samples of the input (--data): " + names);
    }
    list(figures.get("files")).forEach(file -> out.println("written: " + file));
  }

  private static void filters(Map<?, ?> f, PrintStream out) {
    out.println("filters of " + text(f, "layer") + ": " + text(f, "shape"));
    if (f.get("edge_share_of_random_filters") instanceof Map<?, ?> random) {
      out.println(
          "  "
              + text(f, "counted")
              + " "
              + percent(f, "edge_share")
              + "; of random filters "
              + percent(random, "mean")
              + " ("
              + percent(random, "least")
              + " to "
              + percent(random, "most")
              + ")");
      out.println(
          "  a wave explains "
              + percent(f, "explained")
              + " of a filter; of a random one "
              + percent(random, "explained"));
      if (f.get("kinds") instanceof Map<?, ?> kinds
          && f.get("kinds_of_random_filters") instanceof Map<?, ?> others) {
        kinds(kinds, others, out);
      }
    }
    out.println();
    List<?> layers = list(f.get("orientation"));
    if (!layers.isEmpty()) {
      Table table = new Table(1, "layer", "orientation index", "above 0.5", "silent");
      for (Object row : layers) {
        Map<?, ?> r = (Map<?, ?>) row;
        table.row(
            text(r, "layer"),
            decimals(r, "mean_index"),
            percent(r, "above_half"),
            text(r, "silent"));
      }
      print(table, out);
    }
  }

  private static void kinds(Map<?, ?> kinds, Map<?, ?> others, PrintStream out) {
    out.println();
    Table table = new Table(1, "kind", "filters", "random filters");
    kinds.forEach(
        (kind, part) ->
            table.row(
                String.valueOf(kind),
                percent(kinds, String.valueOf(kind)),
                percent(others, String.valueOf(kind))));
    table.lines().forEach(out::println);
  }

  private static void poolings(Map<?, ?> poolings, PrintStream out) {
    if (poolings.isEmpty()) {
      return;
    }
    Table table = new Table(1, "pooling", "memory", "then", "values kept", "energy kept");
    poolings.forEach(
        (layer, row) -> {
          Map<?, ?> r = (Map<?, ?>) row;
          table.row(
              String.valueOf(layer),
              bytes(r, "bytes_before"),
              bytes(r, "bytes_after"),
              percent(r, "values_kept"),
              percent(r, "energy_kept"));
        });
    print(table, out);
  }

  private static void attention(Map<?, ?> a, PrintStream out) {
    Table table = new Table(1, "attention distance in places", "nearest head", "mean", "farthest");
    for (Object row : list(a.get("layers"))) {
      Map<?, ?> r = (Map<?, ?>) row;
      table.row(text(r, "layer"), decimals(r, "least"), decimals(r, "mean"), decimals(r, "most"));
    }
    table.row("(all places alike)", "", decimals(a, "even_distance"), "");
    print(table, out);
  }

  private static void print(Table table, PrintStream out) {
    table.lines().forEach(out::println);
    out.println();
  }

  private static List<?> list(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof List<?> l ? l : List.of();
  }

  private static String text(Map<?, ?> row, String name) {
    return String.valueOf(row.get(name));
  }

  private static String decimals(Map<?, ?> row, String name) {
    return row.get(name) instanceof Double value ? Figures.decimals(value, 3) : "-";
  }

  private static String bytes(Map<?, ?> row, String name) {
    return row.get(name) instanceof Long count ? Figures.bytes(count) : "-";
  }

  private static String percent(Map<?, ?> row, String name) {
    return row.get(name) instanceof Double share ? Figures.percent(share) : "-";
  }
}

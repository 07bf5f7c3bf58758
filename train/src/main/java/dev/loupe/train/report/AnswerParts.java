package dev.loupe.train.report;

import dev.loupe.explain.page.BarChart;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.MatrixChart;
import dev.loupe.train.ClassScore;
import dev.loupe.train.Evaluation;
import dev.loupe.train.TaskFigures;
import dev.loupe.train.TaskFigures.Figure;
import dev.loupe.train.TaskFigures.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well a model answers, on all of the data that it was judged by.
final class AnswerParts {
  private static final int MOST_CLASSES = 60;
  private static final int MOST_BARS = 30;

  private AnswerParts() {}

  static List<Content> of(Evaluation e) {
    return e.figures().map(f -> figures(e, f)).orElseGet(() -> classes(e));
  }

  private static List<Content> classes(Evaluation e) {
    List<Content> parts = new ArrayList<>();
    parts.add(
        Content.text(
            String.format(
                Locale.ROOT,
                "%,d samples: accuracy %.2f %%, loss %.4f, mean F1 of the classes %.2f %%.",
                e.samples(),
                100 * e.accuracy(),
                e.loss(),
                100 * e.macroF1())));
    List<String> names = e.classes().stream().map(ClassScore::name).toList();
    if (names.size() <= MOST_CLASSES) {
      parts.add(
          new MatrixChart(
              "Confusion matrix: the stronger a colour, the larger the part of the row",
              names,
              e.confusion()));
    }
    DataTable table =
        new DataTable(
            "Figures of each class", List.of("class", "samples", "precision", "recall", "F1"));
    for (ClassScore c : e.classes()) {
      table.row(
          c.name(),
          "%,d".formatted(c.samples()),
          percent(c.precision()),
          percent(c.recall()),
          percent(c.f1()));
    }
    parts.add(Content.details("Figures of each class", table));
    return parts;
  }

  private static List<Content> figures(Evaluation e, TaskFigures figures) {
    List<Content> parts = new ArrayList<>();
    DataTable overall =
        new DataTable("%,d samples".formatted(e.samples()), List.of("figure", "value"));
    figures.overall().forEach(f -> overall.row(f.name(), number(f.value())));
    parts.add(overall.row("loss", number(e.loss())));
    if (figures.parts().isEmpty()) {
      return parts;
    }
    List<Figure> columns = figures.parts().getFirst().figures();
    List<String> head = new ArrayList<>(List.of("of", "number"));
    columns.forEach(f -> head.add(f.name()));
    DataTable table = new DataTable("Figures of each part", head);
    List<BarChart.Bar> bars = new ArrayList<>();
    for (Part part : figures.parts()) {
      List<String> row = new ArrayList<>(List.of(part.name(), "%,d".formatted(part.count())));
      part.figures().forEach(f -> row.add(number(f.value())));
      table.row(row);
      if (!columns.isEmpty() && Double.isFinite(part.figures().getFirst().value())) {
        bars.add(new BarChart.Bar(part.name(), part.figures().getFirst().value(), 0));
      }
    }
    if (!bars.isEmpty() && bars.size() <= MOST_BARS) {
      String name = columns.getFirst().name();
      parts.add(new BarChart(CurveCharts.capital(name) + " of each part", name, bars));
    }
    parts.add(table);
    return parts;
  }

  static String percent(double part) {
    return Double.isNaN(part) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}

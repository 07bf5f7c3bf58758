package dev.loupe.cli;

import dev.loupe.train.Evaluation;
import dev.loupe.train.TaskFigures;
import dev.loupe.train.TaskFigures.Figure;
import dev.loupe.train.TaskFigures.Part;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An evaluation of labels, values or maps as text and as JSON.
///
/// @param run the folder of the run
/// @param data what it was judged on
/// @param written files that were made of it
record TaskReport(
    Path run, String data, Evaluation evaluation, TaskFigures figures, List<Path> written) {
  /// Prints tables.
  void print(PrintStream out) {
    out.println("%s on %s, %s samples".formatted(run, data, Figures.whole(evaluation.samples())));
    out.println();
    Table overall = new Table(1, "figure", "value");
    figures.overall().forEach(f -> overall.row(f.name(), decimals(f.value())));
    overall.row("loss", decimals(evaluation.loss()));
    overall.lines().forEach(out::println);
    out.println();
    List<String> head = new ArrayList<>(List.of("of", "number"));
    figures.parts().stream().limit(1).forEach(p -> p.figures().forEach(f -> head.add(f.name())));
    Table parts = new Table(1, head.toArray(String[]::new));
    for (Part part : figures.parts()) {
      List<String> row = new ArrayList<>(List.of(part.name(), Figures.whole(part.count())));
      part.figures().forEach(f -> row.add(decimals(f.value())));
      parts.row(row.toArray(String[]::new));
    }
    parts.lines().forEach(out::println);
    if (!written.isEmpty()) {
      out.println();
      out.println("written:");
      written.forEach(path -> out.println("  " + path));
    }
  }

  private static String decimals(double value) {
    return Double.isNaN(value) ? "-" : Figures.decimals(value, 4);
  }

  /// All figures.
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("run", run.toString());
    all.put("data", data);
    all.put("samples", evaluation.samples());
    all.put("loss", number(evaluation.loss()));
    put(all, figures.overall());
    List<Map<String, Object>> parts = new ArrayList<>();
    for (Part part : figures.parts()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", part.name());
      one.put("number", part.count());
      put(one, part.figures());
      parts.add(one);
    }
    all.put("parts", parts);
    if (!written.isEmpty()) {
      all.put("written", written.stream().map(Path::toString).toList());
    }
    return all;
  }

  private static void put(Map<String, Object> all, List<Figure> figures) {
    figures.forEach(f -> all.put(key(f.name()), number(f.value())));
  }

  /// A figure's name in JSON.
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  /// JSON has neither NaN nor infinity.
  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

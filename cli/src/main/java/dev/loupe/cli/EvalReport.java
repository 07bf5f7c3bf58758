package dev.loupe.cli;

import dev.loupe.train.metrics.Calibration;
import dev.loupe.train.metrics.ConfusionMatrix;
import dev.loupe.train.metrics.Interval;
import dev.loupe.train.metrics.Mistake;
import dev.loupe.train.metrics.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A report as text and as JSON.
///
/// @param run the folder of the run
/// @param data what it was judged on
/// @param written files that were made of the report
record EvalReport(Path run, String data, Report report, List<Path> written) {
  private static final int MATRIX_CLASSES = 20;
  private static final int PAIRS = 10;

  /// Prints tables.
  void print(PrintStream out) {
    out.println("%s on %s, %s samples".formatted(run, data, Figures.whole(report.samples())));
    out.println();
    overall().lines().forEach(out::println);
    int resamples = report.wishes().bootstrap().resamples();
    if (resamples > 0) {
      String units = report.units() < report.samples() ? " groups" : " samples";
      out.println(
          "intervals: %s resamples of %s%s"
              .formatted(Figures.whole(resamples), Figures.whole(report.units()), units));
    }
    out.println();
    classes().lines().forEach(out::println);
    List<ConfusionMatrix.Pair> pairs = report.confusion().confused(PAIRS);
    if (!pairs.isEmpty() && report.classes().size() > 2) {
      out.println();
      confused(pairs).lines().forEach(out::println);
    }
    if (report.classes().size() <= MATRIX_CLASSES) {
      out.println();
      matrix().lines().forEach(out::println);
    }
    if (!written.isEmpty()) {
      out.println();
      out.println("written:");
      written.forEach(path -> out.println("  " + path));
    }
  }

  private Table overall() {
    Table table = new Table(1, "figure", "value", "95 % interval");
    share(table, "accuracy", report.accuracy());
    if (report.classes().size() > report.wishes().k()) {
      share(table, "top " + report.wishes().k(), report.topK());
    }
    share(table, "balanced accuracy", report.balancedAccuracy());
    share(table, "macro F1", report.macroF1());
    share(table, "weighted F1", report.weightedF1());
    number(table, "AUROC", report.auroc());
    number(table, "average precision", report.averagePrecision());
    number(table, "loss", report.loss());
    number(table, "Brier score", report.brier());
    table.row("calibration error", Figures.decimals(report.calibration().error(), 4), "");
    return table;
  }

  private static void share(Table table, String name, Interval figure) {
    table.row(
        name,
        Figures.percent(figure.value()),
        figure.known()
            ? Figures.percent(figure.low()) + " to " + Figures.percent(figure.high())
            : "");
  }

  private static void number(Table table, String name, Interval figure) {
    table.row(
        name,
        decimals(figure.value()),
        figure.known() ? decimals(figure.low()) + " to " + decimals(figure.high()) : "");
  }

  private static String decimals(double value) {
    return Double.isNaN(value) ? "-" : Figures.decimals(value, 4);
  }

  private Table classes() {
    Table table =
        new Table(1, "class", "samples", "precision", "recall", "F1", "AUROC", "average precision");
    for (Report.ClassFigures c : report.classes()) {
      table.row(
          c.name(),
          Figures.whole(c.support()),
          Figures.percent(c.precision()),
          Figures.percent(c.recall()),
          Figures.percent(c.f1()),
          decimals(c.auroc()),
          decimals(c.averagePrecision()));
    }
    return table;
  }

  private Table confused(List<ConfusionMatrix.Pair> pairs) {
    Table table = new Table(2, "is", "called", "times", "of the class");
    for (ConfusionMatrix.Pair pair : pairs) {
      table.row(
          name(pair.label()),
          name(pair.guess()),
          Figures.whole(pair.count()),
          Figures.percent((double) pair.count() / report.confusion().support(pair.label())));
    }
    return table;
  }

  private Table matrix() {
    List<String> head = new ArrayList<>(List.of("is \\ called"));
    report.classes().forEach(c -> head.add(c.name()));
    Table table = new Table(1, head.toArray(String[]::new));
    for (int i = 0; i < report.classes().size(); i++) {
      List<String> row = new ArrayList<>(List.of(name(i)));
      for (int k = 0; k < report.classes().size(); k++) {
        long n = report.confusion().count(i, k);
        row.add(n == 0 ? "." : Figures.whole(n));
      }
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  private String name(int label) {
    return report.classes().get(label).name();
  }

  /// All figures.
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("run", run.toString());
    all.put("data", data);
    all.put("samples", report.samples());
    Map<String, Interval> figures = new LinkedHashMap<>();
    figures.put("accuracy", report.accuracy());
    figures.put("top" + report.wishes().k(), report.topK());
    figures.put("balanced_accuracy", report.balancedAccuracy());
    figures.put("macro_f1", report.macroF1());
    figures.put("weighted_f1", report.weightedF1());
    figures.put("auroc", report.auroc());
    figures.put("average_precision", report.averagePrecision());
    figures.put("loss", report.loss());
    figures.put("brier", report.brier());
    figures.forEach((name, figure) -> all.put(name, number(figure.value())));
    all.put("calibration_error", number(report.calibration().error()));
    all.put("intervals", intervals(figures));
    all.put("classes", report.classes().stream().map(EvalReport::json).toList());
    all.put("confusion", rows());
    all.put("confused", report.confusion().confused(PAIRS).stream().map(this::json).toList());
    all.put("reliability", report.calibration().bins().stream().map(EvalReport::json).toList());
    all.put("mistakes", report.mistakes().stream().map(this::json).toList());
    if (!written.isEmpty()) {
      all.put("written", written.stream().map(Path::toString).toList());
    }
    return all;
  }

  private Map<String, Object> intervals(Map<String, Interval> figures) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("level", report.wishes().bootstrap().level());
    all.put("resamples", report.wishes().bootstrap().resamples());
    all.put("seed", report.wishes().bootstrap().seed());
    all.put("units", report.units());
    figures.forEach(
        (name, figure) -> {
          if (figure.known()) {
            all.put(name, List.of(figure.low(), figure.high()));
          }
        });
    return all;
  }

  private static Map<String, Object> json(Report.ClassFigures c) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", c.name());
    one.put("samples", c.support());
    one.put("precision", number(c.precision()));
    one.put("recall", number(c.recall()));
    one.put("f1", number(c.f1()));
    one.put("auroc", number(c.auroc()));
    one.put("average_precision", number(c.averagePrecision()));
    return one;
  }

  private List<List<Long>> rows() {
    List<List<Long>> rows = new ArrayList<>();
    for (int i = 0; i < report.classes().size(); i++) {
      List<Long> row = new ArrayList<>();
      for (int k = 0; k < report.classes().size(); k++) {
        row.add(report.confusion().count(i, k));
      }
      rows.add(row);
    }
    return rows;
  }

  private Map<String, Object> json(ConfusionMatrix.Pair pair) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("is", name(pair.label()));
    one.put("called", name(pair.guess()));
    one.put("times", pair.count());
    return one;
  }

  private static Map<String, Object> json(Calibration.Bin bin) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("low", bin.low());
    one.put("high", bin.high());
    one.put("samples", bin.samples());
    one.put("confidence", number(bin.confidence()));
    one.put("accuracy", number(bin.accuracy()));
    return one;
  }

  private Map<String, Object> json(Mistake mistake) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("sample", mistake.index());
    one.put("is", name(mistake.label()));
    one.put("called", name(mistake.guess()));
    one.put("p_is", number(mistake.right()));
    one.put("p_called", number(mistake.probability()));
    one.put("loss", number(mistake.loss()));
    return one;
  }

  /// JSON has neither NaN nor infinity.
  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

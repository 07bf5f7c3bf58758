package dev.loupe.cli;

import dev.loupe.train.compare.ComparisonResult;
import dev.loupe.train.compare.Cost;
import dev.loupe.train.compare.MemberFigures;
import dev.loupe.train.metrics.Interval;
import dev.loupe.train.study.Summary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Prints what a comparison found.
///
/// @param result what it found
/// @param folder its own
/// @param surroundings where it is printed
record ComparisonReport(ComparisonResult result, Path folder, Surroundings surroundings) {
  /// For scripts: the file's content without the answers to single samples.
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("comparison", folder.toString());
    all.put("data", result.data());
    all.put("budget", result.budget());
    all.put("complete", result.complete());
    all.put("costs", result.costs());
    all.put("accuracies", result.shares().stream().flatMap(this::rows).toList());
    all.put("verdicts", result.verdicts());
    all.put("conclusion", result.conclusion());
    return all;
  }

  private java.util.stream.Stream<Map<String, Object>> rows(double share) {
    return result.models().stream()
        .filter(m -> !result.of(m, share).isEmpty())
        .map(
            m -> {
              Map<String, Object> row = new LinkedHashMap<>();
              Summary accuracy = result.accuracy(m, share);
              row.put("model", m);
              row.put("share", share);
              row.put("seeds", accuracy.count());
              row.put("accuracy", accuracy.mean());
              if (accuracy.interval().known()) {
                row.put("low", accuracy.interval().low());
                row.put("high", accuracy.interval().high());
              }
              Interval drawn = result.drawn(m, share);
              row.put("testLow", drawn.low());
              row.put("testHigh", drawn.high());
              row.put("loss", mean(m, share, MemberFigures::loss));
              row.put("calibration", mean(m, share, MemberFigures::calibration));
              row.put("flops", mean(m, share, MemberFigures::flops));
              row.put("seconds", mean(m, share, MemberFigures::seconds));
              return row;
            });
  }

  /// For people.
  void print() {
    PrintStream out = surroundings.out();
    Table table =
        new Table(
            2,
            "data",
            "model",
            "accuracy",
            "by seeds",
            "by test data",
            "loss",
            "ECE",
            "FLOPs",
            "time");
    for (double share : result.shares()) {
      for (String model : result.models()) {
        Summary accuracy = result.accuracy(model, share);
        if (accuracy.count() > 0) {
          table.row(
              Figures.decimals(100 * share, share < 0.01 ? 2 : 0) + " %",
              model,
              Figures.percent(accuracy.mean()),
              accuracy.interval().known()
                  ? Figures.percent(accuracy.interval().low())
                      + " to "
                      + Figures.percent(accuracy.interval().high())
                  : "one seed",
              Figures.percent(result.drawn(model, share).low())
                  + " to "
                  + Figures.percent(result.drawn(model, share).high()),
              Figures.decimals(mean(model, share, MemberFigures::loss), 4),
              Figures.decimals(mean(model, share, MemberFigures::calibration), 3),
              Figures.count(mean(model, share, MemberFigures::flops)),
              Figures.seconds(mean(model, share, MemberFigures::seconds)));
        }
      }
    }
    table.lines().forEach(out::println);
    out.println();
    Table costs =
        new Table(
            1, "model", "parameters", "FLOPs", "training", "one answer", "latency", "a second");
    for (Cost c : result.costs()) {
      costs.row(
          c.model(),
          Figures.whole(c.parameters()),
          Figures.count(c.flops()),
          Figures.bytes(c.trainingBytes()),
          Figures.bytes(c.inferenceBytes()),
          Figures.decimals(c.latency().value(), 3) + " ms",
          Figures.count(c.throughput().value()));
    }
    costs.lines().forEach(out::println);
    out.println();
    List<String> sentences = result.conclusion();
    sentences.forEach(out::println);
    out.println();
    String place = CommandText.quoted(folder.toString());
    out.println("written to " + place + " (comparison.html has curves)");
    if (!result.complete()) {
      out.println("go on with the same command and --resume");
    }
  }

  private double mean(String model, double share, ToDoubleFunction<MemberFigures> figure) {
    return result.of(model, share).stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}

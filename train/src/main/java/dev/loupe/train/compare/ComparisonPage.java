package dev.loupe.train.compare;

import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.LineChart;
import dev.loupe.train.study.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// `comparison.html`: what a comparison found, with curves.
final class ComparisonPage {
  static final String NAME = "comparison.html";

  private ComparisonPage() {}

  static void write(Path folder, ComparisonResult result) {
    page(result).write(folder.resolve(NAME));
  }

  static HtmlPage page(ComparisonResult result) {
    HtmlPage page =
        HtmlPage.of(String.join(", ", result.models()) + " on " + result.data())
            .introduction(
                "%s, the same for all; %d training%s of each model on each part of the data."
                    .formatted(
                        result.budget().replace('=', ' '),
                        result.seeds().size(),
                        result.seeds().size() == 1 ? "" : "s"));
    page.section(
        "What can be said", Content.items(result.conclusion()), Content.code(result.command()));
    page.section("Accuracy", accuracy(result), curves(result));
    page.section(
        "Costs",
        costs(result),
        Content.note(
            "Latency and throughput were measured, median and middle half; the rest is counted and"
                + " planned."));
    page.section("Disturbed test data", disturbed(result));
    return page;
  }

  private static Content accuracy(ComparisonResult result) {
    DataTable table =
        new DataTable(
            "Test accuracy: mean over the seeds; 95 % intervals, of the chance of training and of"
                + " the choice of test data",
            List.of(
                "Data",
                "Model",
                "Accuracy",
                "By seeds",
                "By test data",
                "Loss",
                "Calibration error",
                "FLOPs",
                "Seconds"));
    for (double share : result.shares()) {
      for (String model : result.models()) {
        List<MemberFigures> all = result.of(model, share);
        if (!all.isEmpty()) {
          Summary accuracy = result.accuracy(model, share);
          table.row(
              Shares.percent(share),
              model,
              percent(accuracy.mean()),
              accuracy.interval().known()
                  ? percent(accuracy.interval().low())
                      + " to "
                      + percent(accuracy.interval().high())
                  : "one seed",
              percent(result.drawn(model, share).low())
                  + " to "
                  + percent(result.drawn(model, share).high()),
              number(mean(all, MemberFigures::loss)),
              number(mean(all, MemberFigures::calibration)),
              String.format(Locale.ROOT, "%.3g", mean(all, MemberFigures::flops)),
              String.format(Locale.ROOT, "%.0f", mean(all, MemberFigures::seconds)));
        }
      }
    }
    return table;
  }

  private static Content curves(ComparisonResult result) {
    return Content.grid(
        360,
        List.of(
            chart(result, "Accuracy and data", "samples learned from", m -> m.samples()),
            chart(result, "Accuracy and computing", "FLOPs of the training", m -> m.flops()),
            chart(result, "Accuracy and time", "seconds of the training", m -> m.seconds())));
  }

  private static Content chart(
      ComparisonResult result, String caption, String label, ToDoubleFunction<MemberFigures> x) {
    List<Curve> curves = new ArrayList<>();
    for (String model : result.models()) {
      List<double[]> points = new ArrayList<>();
      for (double share : result.shares()) {
        List<MemberFigures> all = result.of(model, share);
        if (!all.isEmpty()) {
          points.add(
              new double[] {
                mean(all, x),
                100 * mean(all, MemberFigures::accuracy),
                100 * all.stream().mapToDouble(MemberFigures::accuracy).min().orElseThrow(),
                100 * all.stream().mapToDouble(MemberFigures::accuracy).max().orElseThrow()
              });
        }
      }
      if (!points.isEmpty()) {
        curves.add(
            Curve.of(model, column(points, 0), column(points, 1))
                .within(column(points, 2), column(points, 3)));
      }
    }
    return new LineChart(
        caption + ": lines are means, bands reach from the lowest to the highest seed",
        Axis.log(label),
        Axis.of("test accuracy, %"),
        curves);
  }

  private static double[] column(List<double[]> points, int column) {
    return points.stream().mapToDouble(p -> p[column]).toArray();
  }

  private static Content costs(ComparisonResult result) {
    DataTable table =
        new DataTable(
            "What the models take",
            List.of(
                "Model",
                "Parameters",
                "FLOPs a sample",
                "Training memory, MiB",
                "Memory for one answer, MiB",
                "Latency, ms",
                "Answers a second"));
    for (Cost c : result.costs()) {
      table.row(
          c.model(),
          String.format(Locale.ROOT, "%,d", c.parameters()),
          String.format(Locale.ROOT, "%.3g", c.flops()),
          String.format(Locale.ROOT, "%.1f", c.trainingBytes() / 1048576.0),
          String.format(Locale.ROOT, "%.1f", c.inferenceBytes() / 1048576.0),
          "%s (%s to %s)"
              .formatted(
                  number(c.latency().value()),
                  number(c.latency().low()),
                  number(c.latency().high())),
          String.format(
              Locale.ROOT,
              "%,.0f (%,.0f to %,.0f)",
              c.throughput().value(),
              c.throughput().low(),
              c.throughput().high()));
    }
    return table;
  }

  private static Content disturbed(ComparisonResult result) {
    List<MemberFigures.Disturbed> kinds =
        result.members().stream().findFirst().map(MemberFigures::disturbed).orElse(List.of());
    List<String> head = new ArrayList<>(List.of("Data", "Model", "as it is"));
    kinds.forEach(k -> head.add(k.kind() + " (" + k.how() + ")"));
    DataTable table = new DataTable("Accuracy, mean over the seeds", head);
    for (double share : result.shares()) {
      for (String model : result.models()) {
        List<MemberFigures> all = result.of(model, share);
        if (!all.isEmpty()) {
          List<String> cells = new ArrayList<>(List.of(Shares.percent(share), model));
          cells.add(percent(mean(all, MemberFigures::accuracy)));
          for (int k = 0; k < kinds.size(); k++) {
            int kind = k;
            cells.add(percent(mean(all, m -> m.disturbed().get(kind).accuracy())));
          }
          table.row(cells);
        }
      }
    }
    return table;
  }

  private static double mean(List<MemberFigures> all, ToDoubleFunction<MemberFigures> figure) {
    return all.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

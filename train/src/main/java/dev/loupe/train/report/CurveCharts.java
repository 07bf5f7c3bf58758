package dev.loupe.train.report;

import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.LineChart;
import dev.loupe.train.EpochResult;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Provenance;
import dev.loupe.train.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Loss, accuracy and learning rate over the epochs.
final class CurveCharts {
  private static final int CELL = 340;

  private CurveCharts() {}

  static Content of(ModelInfo info, List<EpochResult> history) {
    boolean validated = info.provenance().filter(Provenance::validated).isPresent();
    String judge = validated ? "validation" : "test";
    Task task = info.task();
    boolean classes = task instanceof Task.Classification;
    double unit = classes ? 100 : 1;
    String what = classes ? "accuracy in %" : task.choice();
    String learned = task.running().equals(task.choice()) ? "" : " (" + task.running() + ")";
    List<Content> charts = new ArrayList<>();
    charts.add(
        chart(
            "Loss over the epochs",
            "loss",
            List.of(
                curve("training", history, EpochResult::trainLoss),
                curve(judge, history, EpochResult::testLoss))));
    charts.add(
        chart(
            capital(task.choice()) + " over the epochs",
            what,
            List.of(
                curve("training" + learned, history, e -> unit * e.trainAccuracy()),
                curve(judge, history, e -> unit * e.testAccuracy()))));
    charts.add(
        chart(
            "Learning rate of each epoch's last step",
            "learning rate",
            List.of(curve("learning rate", history, EpochResult::rate))));
    return Content.grid(CELL, charts);
  }

  private static LineChart chart(String caption, String label, List<Curve> curves) {
    return new LineChart(caption, Axis.whole("epoch"), Axis.of(label), curves);
  }

  private static Curve curve(
      String name, List<EpochResult> history, ToDoubleFunction<EpochResult> value) {
    double[] x = history.stream().mapToDouble(EpochResult::epoch).toArray();
    return Curve.of(name, x, history.stream().mapToDouble(value).toArray());
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}

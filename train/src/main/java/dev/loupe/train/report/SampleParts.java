package dev.loupe.train.report;

import dev.loupe.data.Dataset;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.GradCam;
import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.LineChart;
import dev.loupe.explain.page.SampleView;
import dev.loupe.explain.page.ScatterChart;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import dev.loupe.train.Task;
import dev.loupe.train.TaskFiles;
import dev.loupe.train.metrics.Calibration;
import dev.loupe.train.metrics.Mistake;
import dev.loupe.train.metrics.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a model answers to single samples.
final class SampleParts {
  private static final int WORST = 12;
  private static final String MISTAKES = "The worst mistakes";
  private static final String SEEN = ", and the places that spoke for the answers (Grad-CAM)";
  private static final int CELL = 150;
  private static final int MAPS = 6;
  private static final int SEARCHED = 48;
  private static final int POINTS = 300;

  private SampleParts() {}

  /// Calibration and the worst mistakes of a classifier, with the places that spoke for them.
  static List<Content> classes(Model model, Dataset dataset, Predictions predictions) {
    List<Content> parts = new ArrayList<>();
    parts.add(calibration(predictions));
    Lens lens = model.lens();
    boolean placed = placed(lens);
    List<Content> cells = new ArrayList<>();
    for (Mistake m : Mistake.worst(predictions, WORST)) {
      String called = predictions.classes().get(m.guess());
      String is = predictions.classes().get(m.label());
      String caption =
          "called %s (%s), is %s (%s); sample %d"
              .formatted(
                  called,
                  AnswerParts.percent(m.probability()),
                  is,
                  AnswerParts.percent(m.right()),
                  m.index());
      String alt = "a sample of " + is + " that was called " + called;
      SampleView sample = new SampleView(read(dataset, m.index()), alt, caption, CELL);
      cells.add(sample);
      if (placed) {
        Tensor map = seen(lens, model, sample.sample(), m.guess());
        String why = alt + ", with the places that spoke for " + called;
        cells.add(new SampleView(sample.sample(), Optional.of(map), why, "why " + called, CELL));
      }
    }
    parts.add(
        cells.isEmpty()
            ? Content.text("There are no mistakes.")
            : Content.part(placed ? MISTAKES + SEEN : MISTAKES, Content.grid(CELL, cells)));
    return parts;
  }

  /// Whether class activation maps say more than one number: not in networks of dense layers.
  private static boolean placed(Lens lens) {
    return lens.output().rank() == 1
        && lens.layers().stream()
            .anyMatch(l -> l.spatial() && l.shape().rank() == lens.network().input().rank());
  }

  /// Where Grad-CAM finds what a class was called for.
  private static Tensor seen(Lens lens, Model model, Tensor sample, int label) {
    Tensor normalised = Tensor.zeros(sample.shape());
    model.preprocessing().normalise().apply(Seed.of(0), sample, normalised);
    return GradCam.USUAL.explain(lens, normalised, new Target.Output(label)).map();
  }

  private static Content calibration(Predictions predictions) {
    Calibration c = Calibration.of(predictions, Calibration.BINS);
    List<Calibration.Bin> bins = c.bins().stream().filter(b -> b.samples() > 0).toList();
    double[] said = bins.stream().mapToDouble(Calibration.Bin::confidence).toArray();
    double[] right = bins.stream().mapToDouble(Calibration.Bin::accuracy).toArray();
    double[] ends = {0, 1};
    String caption =
        "Calibration: how often the answer is right, by how sure the model is; expected error "
            + AnswerParts.number(c.error());
    return new LineChart(
        caption,
        Axis.between("mean probability of the answer", 0, 1),
        Axis.between("accuracy", 0, 1),
        List.of(Curve.of("model", said, right), Curve.of("calibrated", ends, ends).asDashed()));
  }

  /// Samples of other tasks.
  static List<Content> of(Model model, Dataset dataset) {
    return switch (model.info().task()) {
      case Task.Classification c -> List.of();
      case Task.MultiLabel m -> List.of();
      case Task.Regression r -> values(model, dataset);
      case Task.Segmentation s -> maps(model, dataset);
    };
  }

  private static List<Content> values(Model model, Dataset dataset) {
    int names = dataset.classes().size();
    Tensor sample = Tensor.zeros(dataset.shape().prepend(1));
    Tensor truth = Tensor.zeros(dataset.target().shape(dataset.shape(), names));
    List<ScatterChart.Point> points = new ArrayList<>();
    for (int i = 0; i < Math.min(POINTS, dataset.size()); i++) {
      dataset.read(i, sample.item(0));
      dataset.readTarget(i, truth);
      Tensor answer = model.predict(sample);
      for (int k = 0; k < names; k++) {
        String name = "sample %d, %s".formatted(i, dataset.classes().get(k));
        points.add(new ScatterChart.Point(name, truth.get(k), answer.get(k), k, Optional.empty()));
      }
    }
    return List.of(
        new ScatterChart(
            "Answers beside the truth, of the first %d samples"
                .formatted(Math.min(POINTS, dataset.size())),
            Axis.of("truth"),
            Axis.of("answer"),
            dataset.classes(),
            points));
  }

  private record Judged(int sample, double dice) {}

  private static List<Content> maps(Model model, Dataset dataset) {
    int names = dataset.classes().size();
    Tensor truth = Tensor.zeros(dataset.target().shape(dataset.shape(), names));
    List<Judged> all = new ArrayList<>();
    for (int i = 0; i < Math.min(SEARCHED, dataset.size()); i++) {
      dataset.readTarget(i, truth);
      all.add(new Judged(i, TaskFiles.dice(truth, model.segment(read(dataset, i)), names)));
    }
    int searched = all.size();
    all.sort(Comparator.comparingDouble(Judged::dice));
    List<Content> parts = new ArrayList<>();
    parts.add(Content.text("The lowest Dice of the first %d samples.".formatted(searched)));
    for (Judged judged : all.subList(0, Math.min(MAPS, searched))) {
      int i = judged.sample();
      Tensor sample = read(dataset, i);
      dataset.readTarget(i, truth);
      String which = "sample %d, Dice %s".formatted(i, AnswerParts.number(judged.dice()));
      parts.add(
          Content.part(
              CurveCharts.capital(which),
              Content.grid(
                  CELL,
                  List.of(
                      new SampleView(sample, which, "sample", CELL),
                      new SampleView(channel(truth, names), "true map", "truth", CELL),
                      new SampleView(
                          channel(model.segment(sample), names),
                          "map answered",
                          "answer",
                          CELL)))));
    }
    return parts;
  }

  /// A map of classes as one channel of 0 to 1.
  private static Tensor channel(Tensor map, int classes) {
    int[] sizes = Arrays.copyOf(map.shape().sizes(), map.shape().rank() + 1);
    sizes[map.shape().rank()] = 1;
    Tensor channel = Tensor.zeros(Shape.of(sizes));
    for (int i = 0; i < map.length(); i++) {
      channel.set(i, map.get(i) / Math.max(1, classes - 1));
    }
    return channel;
  }

  private static Tensor read(Dataset dataset, int index) {
    Tensor sample = Tensor.zeros(dataset.shape());
    dataset.read(index, sample);
    return sample;
  }
}

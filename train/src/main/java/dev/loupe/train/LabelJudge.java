package dev.loupe.train;

import dev.loupe.train.TaskFigures.Figure;
import dev.loupe.train.TaskFigures.Part;
import dev.loupe.train.metrics.RankedScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Judges labels by how well each ranks the samples that have it above the others.
final class LabelJudge implements Judge {
  private final List<String> names;
  private final List<float[]> given = new ArrayList<>();
  private final List<float[]> truth = new ArrayList<>();
  private double loss;
  private long right;
  private int exact;

  LabelJudge(List<String> names) {
    this.names = List.copyOf(names);
  }

  @Override
  public double score(float[] logits, int at, float[] target, int from) {
    return (double) hits(logits, at, target, from) / names.size();
  }

  private int hits(float[] logits, int at, float[] target, int from) {
    int hits = 0;
    for (int k = 0; k < names.size(); k++) {
      hits += logits[at + k] >= 0 == target[from + k] >= 0.5f ? 1 : 0;
    }
    return hits;
  }

  @Override
  public void add(float[] logits, int at, float[] target, int from) {
    int n = names.size();
    int hits = hits(logits, at, target, from);
    right += hits;
    exact += hits == n ? 1 : 0;
    for (int k = 0; k < n; k++) {
      double x = logits[at + k];
      loss +=
          Math.max(x, 0) - x * target[from + k] + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }
    given.add(Arrays.copyOfRange(logits, at, at + n));
    truth.add(Arrays.copyOfRange(target, from, from + n));
  }

  @Override
  public Evaluation result() {
    int samples = given.size();
    Judge.atLeastOne(samples);
    double answers = (double) samples * names.size();
    List<Part> parts = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      parts.add(part(k));
    }
    List<Figure> overall =
        List.of(
            new Figure("mean AUROC", mean(parts, 0)),
            new Figure("mean average precision", mean(parts, 1)),
            new Figure("label accuracy", right / answers),
            new Figure("exact match", (double) exact / samples));
    return Evaluation.of(samples, right / answers, loss / answers, new TaskFigures(overall, parts));
  }

  private Part part(int label) {
    int samples = given.size();
    double[] scores = new double[samples];
    boolean[] positive = new boolean[samples];
    int hits = 0;
    int count = 0;
    for (int i = 0; i < samples; i++) {
      scores[i] = given.get(i)[label];
      positive[i] = truth.get(i)[label] >= 0.5f;
      count += positive[i] ? 1 : 0;
      hits += scores[i] >= 0 == positive[i] ? 1 : 0;
    }
    RankedScores ranked = new RankedScores(scores, positive);
    return new Part(
        names.get(label),
        count,
        List.of(
            new Figure("AUROC", ranked.auroc()),
            new Figure("average precision", ranked.averagePrecision()),
            new Figure("accuracy", (double) hits / samples)));
  }

  /// Over the parts that have the figure.
  static double mean(List<Part> parts, int figure) {
    return parts.stream()
        .mapToDouble(p -> p.figures().get(figure).value())
        .filter(v -> !Double.isNaN(v))
        .average()
        .orElse(Double.NaN);
  }
}

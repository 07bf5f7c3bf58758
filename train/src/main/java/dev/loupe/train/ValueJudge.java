package dev.loupe.train;

import dev.loupe.train.TaskFigures.Figure;
import dev.loupe.train.TaskFigures.Part;
import dev.loupe.train.metrics.Deviation;
import java.util.ArrayList;
import java.util.List;

/// Judges numbers by how far they are from the right ones, in the unit of the numbers.
final class ValueJudge implements Judge {
  private final Task.Regression task;
  private final List<String> names;
  private final List<float[]> given = new ArrayList<>();
  private final List<float[]> truth = new ArrayList<>();
  private double squares;

  ValueJudge(Task.Regression task, List<String> names) {
    this.task = task;
    this.names = List.copyOf(names);
  }

  @Override
  public double score(float[] logits, int at, float[] target, int from) {
    double sum = 0;
    for (int k = 0; k < names.size(); k++) {
      sum += Math.abs((double) task.value(logits[at + k], k) - target[from + k]);
    }
    return sum / names.size();
  }

  @Override
  public void add(float[] logits, int at, float[] target, int from) {
    float[] values = new float[names.size()];
    float[] right = new float[names.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = task.value(logits[at + k], k);
      right[k] = target[from + k];
      double away = (double) logits[at + k] - task.scaled(right[k], k);
      squares += away * away;
    }
    given.add(values);
    truth.add(right);
  }

  @Override
  public Evaluation result() {
    int samples = given.size();
    Judge.atLeastOne(samples);
    List<Part> parts = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      float[] right = column(truth, k);
      float[] values = column(given, k);
      parts.add(
          new Part(
              names.get(k),
              samples,
              List.of(
                  new Figure("MAE", Deviation.mae(right, values)),
                  new Figure("RMSE", Deviation.rmse(right, values)),
                  new Figure("R2", Deviation.r2(right, values)))));
    }
    List<Figure> overall =
        List.of(
            new Figure("MAE", LabelJudge.mean(parts, 0)),
            new Figure("RMSE", LabelJudge.mean(parts, 1)),
            new Figure("R2", LabelJudge.mean(parts, 2)));
    double loss = squares / samples / names.size();
    return Evaluation.of(samples, Double.NaN, loss, new TaskFigures(overall, parts));
  }

  private static float[] column(List<float[]> rows, int index) {
    float[] column = new float[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = rows.get(i)[index];
    }
    return column;
  }
}

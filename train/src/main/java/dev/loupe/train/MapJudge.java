package dev.loupe.train;

import dev.loupe.train.TaskFigures.Figure;
import dev.loupe.train.TaskFigures.Part;
import dev.loupe.train.metrics.ConfusionMatrix;
import dev.loupe.train.metrics.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Judges maps by the overlap of each class's regions, over all places of all samples.
final class MapJudge implements Judge {
  private final List<String> names;
  private final int places;
  private final ConfusionMatrix confusion;
  // Per class: places in the truth, in the guess, and in both.
  private final int[] right;
  private final int[] called;
  private final int[] both;
  private int samples;
  private double loss;

  MapJudge(List<String> names, int places) {
    this.names = List.copyOf(names);
    this.places = places;
    this.confusion = new ConfusionMatrix(names);
    this.right = new int[names.size()];
    this.called = new int[names.size()];
    this.both = new int[names.size()];
  }

  /// The mean Dice of the classes but the ground that are in the truth or the guess; 1 where none
  /// is.
  @Override
  public double score(float[] logits, int at, float[] target, int from) {
    int classes = names.size();
    Arrays.fill(right, 0);
    Arrays.fill(called, 0);
    Arrays.fill(both, 0);
    for (int i = 0; i < places; i++) {
      int guess = Ranking.best(logits, at + i * classes, classes);
      int label = (int) target[from + i];
      right[label]++;
      called[guess]++;
      both[label] += guess == label ? 1 : 0;
    }
    double sum = 0;
    int count = 0;
    for (int c = 1; c < classes; c++) {
      if (right[c] + called[c] > 0) {
        sum += 2.0 * both[c] / (right[c] + called[c]);
        count++;
      }
    }
    return count == 0 ? 1 : sum / count;
  }

  @Override
  public void add(float[] logits, int at, float[] target, int from) {
    int classes = names.size();
    for (int i = 0; i < places; i++) {
      int row = at + i * classes;
      int label = (int) target[from + i];
      confusion.add(label, Ranking.best(logits, row, classes), 1);
      loss += Ranking.logSum(logits, row, classes) - logits[row + label];
    }
    samples++;
  }

  @Override
  public Evaluation result() {
    Judge.atLeastOne(samples);
    return evaluation(confusion, names, samples, loss / ((double) samples * places));
  }

  /// The figures of counted places.
  static Evaluation evaluation(
      ConfusionMatrix confusion, List<String> names, int samples, double loss) {
    List<Part> parts = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      parts.add(
          new Part(
              names.get(c),
              confusion.support(c),
              List.of(
                  // Over places, Dice's coefficient is F1.
                  new Figure("Dice", confusion.f1(c)),
                  new Figure("IoU", confusion.iou(c)),
                  new Figure("precision", confusion.precision(c)),
                  new Figure("recall", confusion.recall(c)))));
    }
    List<Part> things = names.size() > 1 ? parts.subList(1, parts.size()) : parts;
    List<Figure> overall =
        List.of(
            new Figure("mean Dice", LabelJudge.mean(things, 0)),
            new Figure("mean IoU", LabelJudge.mean(things, 1)),
            new Figure("pixel accuracy", confusion.accuracy()));
    return Evaluation.of(samples, confusion.accuracy(), loss, new TaskFigures(overall, parts));
  }
}

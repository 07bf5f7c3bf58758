package dev.loupe.train;

import dev.loupe.train.metrics.Ranking;
import java.util.List;

/// Judges one class of several by accuracy.
final class ClassJudge implements Judge {
  private final Evaluation.Collector collector;
  private final int classes;

  ClassJudge(List<String> names) {
    this.collector = new Evaluation.Collector(names);
    this.classes = names.size();
  }

  @Override
  public double score(float[] logits, int at, float[] target, int from) {
    return Ranking.best(logits, at, classes) == (int) target[from] ? 1 : 0;
  }

  @Override
  public void add(float[] logits, int at, float[] target, int from) {
    collector.add(logits, at, (int) target[from]);
  }

  @Override
  public Evaluation result() {
    return collector.result();
  }
}

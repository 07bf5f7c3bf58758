package dev.loupe.train;

import dev.loupe.data.Batch;
import dev.loupe.data.Dataset;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.graph.Program;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.metrics.Predictions;
import java.util.List;

/// Judges a network, batch by batch. For one thread at a time.
public final class Evaluator {
  private final Program program;
  private final Task task;
  private final List<String> classes;
  private final Preprocessing preprocessing;
  private final Judge scores;
  private final Views views;

  /// Is told how many samples of how many are judged.
  @FunctionalInterface
  public interface Progress {
    /// So many of so many.
    void at(int done, int total);
  }

  /// @param program a network in use, from [Network#inference]
  /// @param info the model's classes and preprocessing
  public Evaluator(Program program, ModelInfo info) {
    this(program, info.task(), info.classes(), info.preprocessing(), Views.NONE);
  }

  Evaluator(
      Program program, Task task, List<String> classes, Preprocessing preprocessing, Views views) {
    this.program = program;
    this.task = task;
    this.classes = List.copyOf(classes);
    this.preprocessing = preprocessing;
    this.views = views;
    this.scores = judge();
  }

  /// The same with samples judged in several views.
  ///
  /// @throws LoupeException if maps would have to be moved back
  public Evaluator views(Views next) {
    Checks.views(task, next);
    return new Evaluator(program, task, classes, preprocessing, next);
  }

  /// Judges all samples of a dataset.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the dataset has other shapes or classes
  public Evaluation evaluate(Dataset dataset, Progress progress) {
    Judge judge = judge();
    answer(
        dataset,
        (sample, logits, at, target, from) -> judge.add(logits, at, target, from),
        progress);
    return judge.result();
  }

  /// Judges samples for nothing, so that the JVM compiles what that takes.
  void rehearse(Dataset dataset) {
    evaluate(dataset, (done, total) -> {});
  }

  private Judge judge() {
    return Judge.of(task, classes, preprocessing.input().rows());
  }

  /// How well the samples of a batch are answered, added up: see [Task#running].
  double score(Tensor logits, Tensor targets) {
    int samples = targets.shape().size(0);
    int values = logits.length() / samples;
    int wanted = targets.length() / samples;
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      int at = logits.offset() + i * values;
      sum += scores.score(logits.data(), at, targets.data(), targets.offset() + i * wanted);
    }
    return sum;
  }

  /// What the network says about all samples of a dataset, in their order.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the dataset has other shapes or classes, or the
  ///     task is not classification
  public Predictions predictions(Dataset dataset, Progress progress) {
    if (!(task instanceof Task.Classification)) {
      throw LoupeException.of("only a classifier is reported on so")
          .expected("the task " + new Task.Classification())
          .got(task.toString())
          .fix("use evaluate");
    }
    Predictions.Collector collector = new Predictions.Collector(classes);
    answer(
        dataset,
        (sample, logits, at, target, from) ->
            collector.add(logits, at, (int) target[from], dataset.group(sample)),
        progress);
    return collector.result();
  }

  /// Takes what the network gives for one sample, and its target.
  @FunctionalInterface
  private interface Taker {
    void take(int sample, float[] logits, int at, float[] target, int from);
  }

  private void answer(Dataset dataset, Taker taker, Progress progress) {
    Checks.dataset(dataset, preprocessing.input(), task, classes);
    Tensor input = program.input(Network.INPUT);
    Tensor logits = program.output(Network.LOGITS);
    Loader loader =
        Loader.of(dataset, input.shape().size(0)).transforms(List.of(preprocessing.normalise()));
    int values = logits.length() / logits.shape().size(0);
    float[] means = new float[logits.length()];
    int done = 0;
    try (Epoch epoch = loader.epoch(0)) {
      while (epoch.next()) {
        Batch batch = epoch.batch();
        answer(batch.inputs(), input, logits, means);
        for (int i = 0; i < batch.count(); i++) {
          Tensor target = batch.labels();
          int from = target.offset() + i * (target.length() / target.shape().size(0));
          taker.take(done + i, means, i * values, target.data(), from);
        }
        done += batch.count();
        progress.at(done, dataset.size());
      }
    }
  }

  /// The mean of what the network says of all views.
  private void answer(Tensor samples, Tensor input, Tensor logits, float[] means) {
    for (int view = 0; view < views.count(); view++) {
      views.write(view, samples, input);
      program.run();
      for (int i = 0; i < means.length; i++) {
        means[i] = (view == 0 ? 0 : means[i]) + logits.get(i) / views.count();
      }
    }
  }
}

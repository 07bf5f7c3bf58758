package dev.loupe.train;

import dev.loupe.data.Batch;
import dev.loupe.data.Dataset;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.graph.Program;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.metrics.Predictions;
import java.util.List;

/// Judges a network, batch by batch. For one thread at a time.
public final class Evaluator {
  private final Program program;
  private final List<String> classes;
  private final Preprocessing preprocessing;
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
    this(program, info.classes(), info.preprocessing(), Views.NONE);
  }

  Evaluator(Program program, List<String> classes, Preprocessing preprocessing, Views views) {
    this.program = program;
    this.classes = List.copyOf(classes);
    this.preprocessing = preprocessing;
    this.views = views;
  }

  /// The same with samples judged in several views.
  public Evaluator views(Views next) {
    return new Evaluator(program, classes, preprocessing, next);
  }

  /// Judges all samples of a dataset.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the dataset has other shapes or classes
  public Evaluation evaluate(Dataset dataset, Progress progress) {
    Evaluation.Collector collector = new Evaluation.Collector(classes);
    answer(dataset, (sample, logits, at, label) -> collector.add(logits, at, label), progress);
    return collector.result();
  }

  /// What the network says about all samples of a dataset, in their order.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the dataset has other shapes or classes
  public Predictions predictions(Dataset dataset, Progress progress) {
    Predictions.Collector collector = new Predictions.Collector(classes);
    answer(
        dataset,
        (sample, logits, at, label) -> collector.add(logits, at, label, dataset.group(sample)),
        progress);
    return collector.result();
  }

  /// Takes the values before softmax of one sample.
  @FunctionalInterface
  private interface Taker {
    void take(int sample, float[] logits, int at, int label);
  }

  private void answer(Dataset dataset, Taker taker, Progress progress) {
    Checks.dataset(dataset, preprocessing.input(), classes);
    Tensor input = program.input(Network.INPUT);
    Tensor logits = program.output(Network.LOGITS);
    Loader loader =
        Loader.of(dataset, input.shape().size(0)).transforms(List.of(preprocessing.normalise()));
    float[] means = new float[logits.length()];
    int done = 0;
    try (Epoch epoch = loader.epoch(0)) {
      while (epoch.next()) {
        Batch batch = epoch.batch();
        answer(batch.inputs(), input, logits, means);
        for (int i = 0; i < batch.count(); i++) {
          taker.take(done + i, means, i * classes.size(), (int) batch.labels().get(i));
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

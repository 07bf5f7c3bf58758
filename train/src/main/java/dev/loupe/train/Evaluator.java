package dev.loupe.train;

import dev.loupe.data.Batch;
import dev.loupe.data.Dataset;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.graph.Program;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Judges a network, batch by batch. For one thread at a time.
public final class Evaluator {
  private final Program program;
  private final List<String> classes;
  private final Preprocessing preprocessing;

  /// Is told how many samples of how many are judged.
  @FunctionalInterface
  public interface Progress {
    /// So many of so many.
    void at(int done, int total);
  }

  /// @param program a network in use, from [Network#inference]
  /// @param info the model's classes and preprocessing
  public Evaluator(Program program, ModelInfo info) {
    this(program, info.classes(), info.preprocessing());
  }

  Evaluator(Program program, List<String> classes, Preprocessing preprocessing) {
    this.program = program;
    this.classes = List.copyOf(classes);
    this.preprocessing = preprocessing;
  }

  /// Judges all samples of a dataset.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the dataset has other shapes or classes
  public Evaluation evaluate(Dataset dataset, Progress progress) {
    Checks.dataset(dataset, preprocessing.input(), classes);
    Tensor input = program.input(Network.INPUT);
    Tensor logits = program.output(Network.LOGITS);
    Evaluation.Collector collector = new Evaluation.Collector(classes);
    Loader loader =
        Loader.of(dataset, input.shape().size(0)).transforms(List.of(preprocessing.normalise()));
    int done = 0;
    try (Epoch epoch = loader.epoch(0)) {
      while (epoch.next()) {
        Batch batch = epoch.batch();
        input.copyFrom(batch.inputs());
        program.run();
        for (int i = 0; i < batch.count(); i++) {
          int at = logits.offset() + i * classes.size();
          collector.add(logits.data(), at, (int) batch.labels().get(i));
        }
        done += batch.count();
        progress.at(done, dataset.size());
      }
    }
    return collector.result();
  }
}

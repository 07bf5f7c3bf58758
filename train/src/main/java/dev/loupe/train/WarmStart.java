package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.data.Subset;
import dev.loupe.graph.Program;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Tensor;
import java.util.stream.IntStream;

/// What a training does once before its first epoch, so that this one does not wait for the JVM's
/// compiler: steps, reading and judging, all for nothing. No result depends on it.
///
/// @param training the program of a step
/// @param answer the program that judges
record WarmStart(Program training, Program answer, Loader loader, Evaluator evaluator) {
  /// The longest for each program, and for reading: compiling takes the JVM a second or two.
  private static final double SECONDS = 3;

  private static final double READING_SECONDS = 0.3;

  /// Epochs with fewer steps than this end before it pays.
  private static final int LEAST_STEPS = 32;

  private static final int JUDGED_BATCHES = 16;

  /// Does it, where epochs are long enough.
  void run(Dataset train) {
    if (loader.batches() < LEAST_STEPS) {
      return;
    }
    training.warmUp(SECONDS);
    answer.warmUp(SECONDS);
    read();
    int samples = Math.min(train.size(), JUDGED_BATCHES * loader.shape().size(0));
    evaluator.rehearse(Subset.of(train, IntStream.range(0, samples).toArray()));
  }

  private void read() {
    Tensor logits = training.output(Network.LOGITS);
    long end = System.nanoTime() + (long) (READING_SECONDS * 1e9);
    try (Epoch epoch = loader.epoch(0, 0)) {
      for (int i = 0; i < LEAST_STEPS && epoch.next() && System.nanoTime() < end; i++) {
        evaluator.score(logits, epoch.batch().labels());
      }
    }
  }
}

package dev.loupe.explain;

import dev.loupe.tensor.Tensor;

/// Many samples through a program that takes some at a time.
final class Chunks {
  private Chunks() {}

  /// Runs with samples in place.
  interface Run {
    /// @param from the first sample of the chunk
    /// @param count how many count; behind them the last one is repeated
    void run(int from, int count);
  }

  static void each(Tensor samples, Tensor input, Run run) {
    int n = samples.shape().size(0);
    int batch = input.shape().size(0);
    for (int from = 0; from < n; from += batch) {
      int count = Math.min(batch, n - from);
      for (int i = 0; i < batch; i++) {
        input.item(i).copyFrom(samples.item(from + Math.min(i, count - 1)));
      }
      run.run(from, count);
    }
  }

  static void copy(Tensor chunk, Tensor into, int from, int count) {
    for (int i = 0; i < count; i++) {
      into.item(from + i).copyFrom(chunk.item(i));
    }
  }
}

package dev.loupe.train;

import dev.loupe.graph.Program;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.metrics.Ranking;

/// Windows of a network's size over a picture or volume of any size: each begins half a window
/// behind the one before, the last ends where the sample ends.
///
/// @param sample its shape: spatial..., channels
/// @param window the same of the network's input
/// @param starts where windows begin along each spatial axis
record Windows(Shape sample, Shape window, int[][] starts) {
  /// Lays windows over a sample.
  ///
  /// @throws LoupeException if the sample has other axes or channels than the window
  static Windows of(Shape sample, Shape window) {
    if (sample.rank() != window.rank() || sample.channels() != window.channels()) {
      throw LoupeException.of("the sample does not fit the model")
          .expected("any size of as many axes and channels as " + window)
          .got(sample.toString());
    }
    int[][] starts = new int[sample.rank() - 1][];
    for (int a = 0; a < starts.length; a++) {
      int edge = window.size(a);
      int spare = Math.max(0, sample.size(a) - edge);
      int step = Math.max(1, edge / 2);
      starts[a] = new int[1 + (spare + step - 1) / step];
      for (int i = 0; i < starts[a].length; i++) {
        starts[a][i] = Math.min(i * step, spare);
      }
    }
    return new Windows(sample, window, starts);
  }

  /// How many windows there are.
  int count() {
    int count = 1;
    for (int[] axis : starts) {
      count *= axis.length;
    }
    return count;
  }

  /// The class of each place: that of the greatest mean of all windows over it.
  ///
  /// @param normalised the sample
  /// @param program of one window
  Tensor classes(Tensor normalised, Program program, int classes) {
    Tensor input = program.input(Network.INPUT);
    Tensor logits = program.output(Network.LOGITS);
    Tensor sums = Tensor.zeros(sample.with(-1, classes));
    float[] weights = new float[sample.rows()];
    for (int w = 0; w < count(); w++) {
      int[] start = start(w);
      input.fill(0);
      rows(start, (inside, outside) -> copy(normalised, outside, input, inside));
      program.run();
      rows(
          start,
          (inside, outside) -> {
            weights[outside]++;
            add(logits, inside, sums, outside, classes);
          });
    }
    Tensor map = Tensor.zeros(sample.range(0, sample.rank() - 1));
    for (int i = 0; i < map.length(); i++) {
      for (int c = 0; c < classes; c++) {
        sums.set(i * classes + c, sums.get(i * classes + c) / weights[i]);
      }
      map.set(i, Ranking.best(sums.data(), i * classes, classes));
    }
    return map;
  }

  private int[] start(int number) {
    int[] start = new int[starts.length];
    int rest = number;
    for (int a = starts.length - 1; a >= 0; a--) {
      start[a] = starts[a][rest % starts[a].length];
      rest /= starts[a].length;
    }
    return start;
  }

  /// Takes a place of the window and the same place of the sample.
  @FunctionalInterface
  private interface Place {
    void at(int inside, int outside);
  }

  /// Goes over all places of a window that lie in the sample.
  private void rows(int[] start, Place place) {
    for (int i = 0; i < window.rows(); i++) {
      int rest = i;
      int outside = 0;
      int stride = 1;
      boolean in = true;
      for (int a = start.length - 1; a >= 0; a--) {
        int at = start[a] + rest % window.size(a);
        rest /= window.size(a);
        in &= at < sample.size(a);
        outside += at * stride;
        stride *= sample.size(a);
      }
      if (in) {
        place.at(i, outside);
      }
    }
  }

  private static void copy(Tensor from, int row, Tensor to, int target) {
    int channels = from.shape().channels();
    for (int c = 0; c < channels; c++) {
      to.set(target * channels + c, from.get(row * channels + c));
    }
  }

  private static void add(Tensor logits, int row, Tensor sums, int target, int classes) {
    for (int c = 0; c < classes; c++) {
      int at = target * classes + c;
      sums.set(at, sums.get(at) + logits.get(row * classes + c));
    }
  }
}

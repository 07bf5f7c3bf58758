package dev.loupe.data;

import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// What the values and classes of a dataset are like.
///
/// @param mean of each channel
/// @param deviation of each channel, of the population
/// @param low the smallest value of each channel
/// @param high the largest value of each channel
/// @param counts how many samples each class has
public record Statistics(
    float[] mean, float[] deviation, float[] low, float[] high, long[] counts) {
  private static final int PIECE = 128;

  /// Reads all samples once; the figures are the same for any number of threads.
  ///
  /// Sums are in double precision, of differences to the first value of each channel, in pieces of
  /// 128 samples that are added in order.
  public static Statistics of(Dataset dataset, Parallel parallel, Progress progress) {
    int size = dataset.size();
    int pieces = (size + PIECE - 1) / PIECE;
    Tensor first = Tensor.zeros(dataset.shape());
    dataset.read(0, first);
    Sums[] sums = new Sums[pieces];
    AtomicInteger done = new AtomicInteger();
    parallel.run(
        (piece, worker) -> {
          int from = piece * PIECE;
          int to = Math.min(size, from + PIECE);
          sums[piece] = Sums.of(dataset, from, to, first);
          progress.at("statistics", done.addAndGet(to - from), size);
        },
        pieces);
    long[] counts = new long[dataset.classes().size()];
    for (int i = 0; i < size; i++) {
      counts[dataset.label(i)]++;
    }
    return combine(sums, first, (double) size * dataset.shape().rows(), counts);
  }

  /// The transform that gives every channel mean 0 and deviation 1; a channel that never changes
  /// is only shifted.
  public Normalise normalise() {
    float[] scale = deviation.clone();
    for (int c = 0; c < scale.length; c++) {
      scale[c] = scale[c] > 0 ? scale[c] : 1;
    }
    return new Normalise(mean, scale);
  }

  private static Statistics combine(Sums[] sums, Tensor first, double n, long[] counts) {
    int channels = first.shape().channels();
    Sums all = new Sums(channels);
    for (Sums piece : sums) {
      for (int c = 0; c < channels; c++) {
        all.sum[c] += piece.sum[c];
        all.square[c] += piece.square[c];
        all.low[c] = Math.min(all.low[c], piece.low[c]);
        all.high[c] = Math.max(all.high[c], piece.high[c]);
      }
    }
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    for (int c = 0; c < channels; c++) {
      double shift = all.sum[c] / n;
      mean[c] = (float) (first.get(c) + shift);
      deviation[c] = (float) Math.sqrt(Math.max(0, all.square[c] / n - shift * shift));
    }
    return new Statistics(mean, deviation, all.low, all.high, counts);
  }

  private static final class Sums {
    final double[] sum;
    final double[] square;
    final float[] low;
    final float[] high;

    Sums(int channels) {
      sum = new double[channels];
      square = new double[channels];
      low = new float[channels];
      high = new float[channels];
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
    }

    static Sums of(Dataset dataset, int from, int to, Tensor first) {
      int channels = first.shape().channels();
      Sums sums = new Sums(channels);
      Tensor sample = Tensor.zeros(first.shape());
      float[] values = sample.data();
      for (int i = from; i < to; i++) {
        dataset.read(i, sample);
        for (int c = 0; c < channels; c++) {
          sums.add(values, c, channels, first.get(c));
        }
      }
      return sums;
    }

    /// Adds the values of one channel of one sample.
    private void add(float[] values, int channel, int channels, double shift) {
      double sumHere = 0;
      double squareHere = 0;
      float least = low[channel];
      float most = high[channel];
      for (int k = channel; k < values.length; k += channels) {
        float value = values[k];
        double d = value - shift;
        sumHere += d;
        squareHere += d * d;
        least = value < least ? value : least;
        most = value > most ? value : most;
      }
      sum[channel] += sumHere;
      square[channel] += squareHere;
      low[channel] = least;
      high[channel] = most;
    }
  }
}

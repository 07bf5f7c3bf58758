package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Hides runs of time steps or frequencies behind the mean of their channel.
///
/// Signals are time x channels, spectrograms frequency x time x channels.
///
/// Source: Park et al., SpecAugment: A Simple Data Augmentation Method for Automatic Speech
/// Recognition, 2019, section 2 (zero there is the mean, as spectrograms are normalised).
///
/// @param axis what is hidden
/// @param count how many runs, 1 to 1000
/// @param longest each run's length is drawn from 0 to this
public record Mask(Axis axis, int count, int longest) implements Transform {
  /// What runs go along.
  public enum Axis {
    /// Steps of a signal or a spectrogram.
    TIME("timemask", "time steps"),
    /// Rows of a spectrogram.
    FREQUENCY("freqmask", "frequencies");

    private final String word;
    private final String places;

    Axis(String word, String places) {
      this.word = word;
      this.places = places;
    }

    String word() {
      return word;
    }

    String places() {
      return places;
    }
  }

  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public Mask {
    Checks.range(axis.word, "number of runs", count, 1, 1000);
    Checks.range(axis.word, "length", longest, 0, 1 << 20);
  }

  @Override
  public Shape shape(Shape input) {
    return axis == Axis.TIME
        ? Checks.rank("timemask", input, 2, 3, "signals and spectrograms", "... x time x channels")
        : Checks.rank("freqmask", input, 3, 3, "spectrograms", "frequency x time x channels");
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    output.copyFrom(input);
    Shape shape = input.shape();
    int c = shape.channels();
    float[] mean = means(input);
    boolean rows = axis == Axis.FREQUENCY;
    int outer = rows || shape.rank() == 2 ? 1 : shape.size(0);
    int size = rows ? shape.size(0) : shape.size(shape.rank() - 2);
    int inner = rows ? shape.size(1) : 1;
    for (int run = 0; run < count; run++) {
      int length = Math.min(size, seed.below(2L * run, longest + 1));
      int first = seed.below(2L * run + 1, size - length + 1);
      for (int o = 0; o < outer; o++) {
        for (int i = (o * size + first) * inner; i < (o * size + first + length) * inner; i++) {
          System.arraycopy(mean, 0, output.data(), output.offset() + i * c, c);
        }
      }
    }
  }

  private static float[] means(Tensor input) {
    int c = input.shape().channels();
    int n = input.length() / c;
    float[] means = new float[c];
    for (int k = 0; k < c; k++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += input.get(i * c + k);
      }
      means[k] = (float) (sum / n);
    }
    return means;
  }

  @Override
  public String toString() {
    return Words.call(axis.word, count, longest);
  }
}

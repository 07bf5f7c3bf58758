package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Shifts and scales every channel: (value - mean) / deviation.
///
/// @param mean of each channel
/// @param deviation of each channel, above 0
public record Normalise(float[] mean, float[] deviation) implements Transform {
  /// Checks and copies the figures.
  ///
  /// @throws LoupeException if there are not as many means as deviations, or a figure can't be
  ///   used
  public Normalise {
    mean = mean.clone();
    deviation = deviation.clone();
    if (mean.length == 0 || mean.length != deviation.length) {
      throw LoupeException.of("normalise: a channel needs a mean and a deviation")
          .expected("as many means as deviations, at least 1")
          .got(mean.length + " and " + deviation.length);
    }
    for (int c = 0; c < mean.length; c++) {
      if (!Float.isFinite(mean[c]) || !Float.isFinite(deviation[c]) || deviation[c] <= 0) {
        throw LoupeException.of("normalise: channel " + c + " can't be normalised")
            .expected("a finite mean and a finite deviation above 0")
            .got("mean " + mean[c] + ", deviation " + deviation[c]);
      }
    }
  }

  @Override
  public Shape shape(Shape input) {
    if (input.channels() != mean.length) {
      throw LoupeException.of("normalise: the samples have another number of channels")
          .expected(mean.length + " (one for each mean)")
          .got(input.channels() + " (" + input + ")");
    }
    return input;
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    int channels = mean.length;
    int n = input.length();
    float[] from = input.data();
    float[] to = output.data();
    int a = input.offset();
    int b = output.offset();
    for (int i = 0; i < n; i += channels) {
      for (int c = 0; c < channels; c++) {
        to[b + i + c] = (from[a + i + c] - mean[c]) / deviation[c];
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalise n
        && Arrays.equals(mean, n.mean)
        && Arrays.equals(deviation, n.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("normalise");
    for (int c = 0; c < mean.length; c++) {
      text.append(':').append(mean[c]).append(':').append(deviation[c]);
    }
    return text.toString();
  }
}

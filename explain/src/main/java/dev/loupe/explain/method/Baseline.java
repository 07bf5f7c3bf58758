package dev.loupe.explain.method;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;

/// What a sample without content looks like: what it is compared with, and what hides its parts.
public sealed interface Baseline {
  /// 0 everywhere: the mean of the training data where samples are normalised by it.
  Baseline ZERO = new Constant(0);

  /// Writes the baseline of a sample.
  ///
  /// @param sample spatial..., C
  /// @return of the sample's shape
  Tensor of(Tensor sample);

  /// One value everywhere, in the units that the network takes.
  ///
  /// @param value which
  record Constant(float value) implements Baseline {
    @Override
    public Tensor of(Tensor sample) {
      Tensor t = Tensor.zeros(sample.shape());
      t.fill(value);
      return t;
    }

    @Override
    public String toString() {
      return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
  }

  /// The mean of each channel of the sample.
  record Mean() implements Baseline {
    @Override
    public Tensor of(Tensor sample) {
      int channels = sample.shape().channels();
      double[] sums = new double[channels];
      for (int i = 0; i < sample.length(); i++) {
        sums[i % channels] += sample.get(i);
      }
      Tensor t = Tensor.zeros(sample.shape());
      for (int i = 0; i < t.length(); i++) {
        t.set(i, (float) (sums[i % channels] * channels / sample.length()));
      }
      return t;
    }

    @Override
    public String toString() {
      return "mean";
    }
  }

  /// The sample, blurred so far that little of it can be told: each axis is averaged three times
  /// over a quarter of its length.
  record Blurred() implements Baseline {
    @Override
    public Tensor of(Tensor sample) {
      Tensor t = sample;
      for (int axis = 0; axis < sample.shape().rank() - 1; axis++) {
        for (int round = 0; round < 3; round++) {
          t = blur(t, axis, Math.max(1, sample.shape().size(axis) / 8));
        }
      }
      return t;
    }

    private static Tensor blur(Tensor in, int axis, int reach) {
      Tensor out = Tensor.zeros(in.shape());
      int size = in.shape().size(axis);
      int inner = in.shape().range(axis + 1, in.shape().rank()).length();
      for (int line = 0; line < in.length() / size; line++) {
        int start = line / inner * inner * size + line % inner;
        for (int i = 0; i < size; i++) {
          double sum = 0;
          for (int k = i - reach; k <= i + reach; k++) {
            sum += in.get(start + Math.clamp(k, 0, size - 1) * inner);
          }
          out.set(start + i * inner, (float) (sum / (2 * reach + 1)));
        }
      }
      return out;
    }

    @Override
    public String toString() {
      return "blurred";
    }
  }

  /// Reads `mean`, `blurred` or a number.
  ///
  /// @throws LoupeException if it is something else
  static Baseline parse(String text) {
    return switch (text) {
      case "mean" -> new Mean();
      case "blurred" -> new Blurred();
      default -> {
        try {
          yield new Constant(Float.parseFloat(text));
        } catch (NumberFormatException e) {
          throw LoupeException.of("unknown baseline '" + text + "'")
              .expected("mean, blurred, or a number in the units that the network takes")
              .causedBy(e);
        }
      }
    };
  }
}

package dev.loupe.data.augment;

import dev.loupe.data.Draws;
import dev.loupe.data.Transform;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Locale;

/// Changes the values of signals, images and volumes, wherever they lie.
///
/// @param kind how
/// @param least what is drawn from
/// @param greatest what is drawn from
public record Intensity(Kind kind, float least, float greatest) implements Transform {
  /// The changes.
  public enum Kind {
    /// Multiplied by a drawn factor.
    SCALE("multiplied by a factor", 0, 1e6),
    /// A drawn number of the sample's own deviations added.
    OFFSET("so many of its own deviations added", -1e6, 1e6),
    /// Each value moved by noise of a drawn deviation, counted in the sample's own; the noise is
    /// roughly normal, and never beyond 3.47 deviations.
    NOISE("noise added, counted in its own deviations", 0, 1e6),
    /// Raised to a drawn power, between the sample's least and greatest value.
    GAMMA("raised to a power within its own range", 0.01, 100);

    private final String meaning;
    private final double low;
    private final double high;

    Kind(String meaning, double low, double high) {
      this.meaning = meaning;
      this.low = low;
      this.high = high;
    }

    String meaning() {
      return meaning;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Checks the range.
  ///
  /// @throws LoupeException if it can't be drawn from
  public Intensity {
    Checks.range(kind.word(), "least figure", least, kind.low, kind.high);
    Checks.range(kind.word(), "greatest figure", greatest, kind.low, kind.high);
    Checks.ordered(kind.word(), "figures", least, greatest);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.rank(
        kind.word(), input, 2, 4, "signals, images and volumes", "spatial... x channels");
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    float drawn = seed.uniform(0, least, greatest);
    output.copyFrom(input);
    float[] v = output.data();
    int first = output.offset();
    int end = first + output.length();
    switch (kind) {
      case SCALE -> {
        for (int i = first; i < end; i++) {
          v[i] *= drawn;
        }
      }
      case OFFSET -> {
        float step = drawn * deviation(input);
        for (int i = first; i < end; i++) {
          v[i] += step;
        }
      }
      case NOISE -> {
        float deviation = drawn * deviation(input);
        Draws draws = new Draws(seed.child("noise"));
        for (int i = first; i < end; i++) {
          v[i] += deviation * draws.normal();
        }
      }
      case GAMMA -> gamma(output, drawn);
    }
  }

  private static void gamma(Tensor output, float power) {
    float[] v = output.data();
    int first = output.offset();
    int end = first + output.length();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = first; i < end; i++) {
      low = Math.min(low, v[i]);
      high = Math.max(high, v[i]);
    }
    float range = high - low;
    for (int i = first; power != 1 && range > 0 && i < end; i++) {
      v[i] = low + range * (float) StrictMath.pow((v[i] - low) / range, power);
    }
  }

  private static float deviation(Tensor input) {
    double sum = 0;
    double squares = 0;
    int n = input.length();
    for (int i = 0; i < n; i++) {
      sum += input.get(i);
    }
    double mean = sum / n;
    for (int i = 0; i < n; i++) {
      double d = input.get(i) - mean;
      squares += d * d;
    }
    return (float) Math.sqrt(squares / n);
  }

  @Override
  public String toString() {
    return Words.call(kind.word(), least, greatest);
  }
}

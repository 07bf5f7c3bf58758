package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Makes signals faster or slower about their middle, by linear resampling.
///
/// The length stays; beyond the ends the outermost values go on.
///
/// @param least speed, above 0
/// @param greatest speed; 2 is twice as fast
public record Stretch(float least, float greatest) implements Geometric {
  /// Checks the range.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it can't be drawn from
  public Stretch {
    Checks.range("stretch", "least speed", least, 0.01, 100);
    Checks.range("stretch", "greatest speed", greatest, 0.01, 100);
    Checks.ordered("stretch", "speed", least, greatest);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.signal("stretch", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    double speed = seed.uniform(0, least, greatest);
    int length = input.shape().size(0);
    int c = input.shape().channels();
    double middle = (length - 1) / 2.0;
    for (int t = 0; t < length; t++) {
      double at = Math.clamp((t - middle) * speed + middle, 0, length - 1);
      int before = (int) at;
      int after = Math.min(before + 1, length - 1);
      float part = (float) (at - before);
      if (sampling == Sampling.NEAREST) {
        part = part < 0.5f ? 0 : 1;
      }
      for (int k = 0; k < c; k++) {
        float value = (1 - part) * input.get(before * c + k) + part * input.get(after * c + k);
        output.set(t * c + k, value);
      }
    }
  }

  @Override
  public String toString() {
    return Words.call("stretch", least, greatest);
  }
}

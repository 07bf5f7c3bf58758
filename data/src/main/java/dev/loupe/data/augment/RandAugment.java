package dev.loupe.data.augment;

import dev.loupe.data.Sampling;
import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Changes images in 0 to 1 by some of 14 drawn changes, one after another, all of one strength.
///
/// Source: Cubuk et al., RandAugment: Practical Automated Data Augmentation with a Reduced Search
/// Space, 2020, section 3; the ranges are torchvision's.
///
/// @param count how many changes, 1 to 14
/// @param magnitude their strength, 0 to 30
public record RandAugment(int count, int magnitude) implements Transform {
  private static final int STRONGEST = 30;

  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public RandAugment {
    Checks.range("randaugment", "number of changes", count, 1, PolicyOp.count());
    Checks.range("randaugment", "magnitude", magnitude, 0, STRONGEST);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("randaugment", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    change(seed, input, output, Sampling.LINEAR);
  }

  @Override
  public void applyToMap(Seed seed, Tensor map, Tensor output) {
    change(seed, map, output, Sampling.NEAREST);
  }

  private void change(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    float part = 150 / 331f;
    Shape shape = input.shape();
    PolicyOp.Range range =
        new PolicyOp.Range(0.3f, part * shape.size(1), part * shape.size(0), 30, 0.9f, 4);
    float strength = magnitude / (float) STRONGEST;
    output.copyFrom(input);
    for (int i = 0; i < count; i++) {
      PolicyOp op = PolicyOp.number(seed.below(2L * i, PolicyOp.count()));
      int sign = seed.below(2L * i + 1, 2) == 0 ? 1 : -1;
      if (op.geometric()) {
        Tensor before = i == 0 ? input : Tensor.of(shape, output.toArray());
        op.apply(before, output, range, strength, sign, sampling);
      } else if (sampling == Sampling.LINEAR) {
        op.apply(output, output, range, strength, sign, sampling);
      }
    }
  }

  @Override
  public String toString() {
    return Words.call("randaugment", count, magnitude);
  }
}

package dev.loupe.data.augment;

import dev.loupe.data.Sampling;
import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Changes images in 0 to 1 by one of 14 drawn changes, of a drawn strength: TrivialAugmentWide.
///
/// Source: Mueller and Hutter, TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation,
/// 2021, section 3 and table 1 (the wide ranges).
public record TrivialAugment() implements Transform {
  private static final PolicyOp.Range WIDE = new PolicyOp.Range(0.99f, 32, 32, 135, 0.99f, 6);
  private static final int STRONGEST = 30;

  @Override
  public Shape shape(Shape input) {
    return Checks.image("trivial", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    change(seed, input, output, Sampling.LINEAR);
  }

  @Override
  public void applyToMap(Seed seed, Tensor map, Tensor output) {
    change(seed, map, output, Sampling.NEAREST);
  }

  private static void change(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    PolicyOp op = PolicyOp.number(seed.below(0, PolicyOp.count()));
    float strength = seed.below(1, STRONGEST + 1) / (float) STRONGEST;
    int sign = seed.below(2, 2) == 0 ? 1 : -1;
    if (!op.geometric()) {
      output.copyFrom(input);
    }
    // A map has no tones.
    if (op.geometric() || sampling == Sampling.LINEAR) {
      op.apply(input, output, WIDE, strength, sign, sampling);
    }
  }

  @Override
  public String toString() {
    return "trivial";
  }
}

package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Hide;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;

/// Hides runs of frames and of bands of spectrograms behind 0 in training, after a normalisation:
/// behind the mean.
///
/// Input: N, frames, bands, C. Output: the same shape. In use it does nothing.
/// Source: Park et al., SpecAugment, Interspeech 2019, section 2; without the warping of time,
/// which helped little.
///
/// @param frames how long a run of hidden frames is at most
/// @param bands how long a run of hidden bands is at most
/// @param count how many of each a sample has
public record SpecAugment(int frames, int bands, int count) implements Layer {
  /// Checks the numbers.
  ///
  /// @throws LoupeException if one is below 0
  public SpecAugment {
    if (frames < 0 || bands < 0 || count < 0) {
      throw LoupeException.of("the number or the length of hidden runs is below 0")
          .expected("at least 0")
          .got("%d of up to %d frames and %d bands".formatted(count, frames, bands));
    }
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    if (x.rank() != 4) {
      throw scope
          .error("frames and bands are hidden in spectrograms")
          .expected("batch, frames, bands, channels")
          .got(x.toString());
    }
    if (!scope.training() || count == 0) {
      return input;
    }
    Seed seed = Seed.of(scope.key());
    Value v = input;
    if (frames > 0) {
      v = scope.apply(new Hide(1, count, frames, seed.child("frames").key()), v);
    }
    return bands > 0 ? scope.apply(new Hide(2, count, bands, seed.child("bands").key()), v) : v;
  }
}

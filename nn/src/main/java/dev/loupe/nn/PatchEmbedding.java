package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.tensor.Shape;

/// Cuts the input into patches and makes a vector of each: a convolution whose stride is its
/// kernel.
///
/// Input: N, spatial..., C. Output: N, patches along each axis, width. Where patches don't divide a
/// size, zeros are put behind it. Parameters: `proj.weight`, `proj.bias`.
/// Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, section 3.1.
///
/// @param width of the vectors
/// @param patch how many places a patch has along each axis
/// @param initialisation of the parameters
public record PatchEmbedding(int width, int patch, Initialisation initialisation) implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is below 1
  public PatchEmbedding {
    Conv.atLeastOne("channels", width);
    Conv.atLeastOne("places in a patch", patch);
  }

  /// With PyTorch's usual parameters.
  public static PatchEmbedding of(int width, int patch) {
    return new PatchEmbedding(width, patch, Initialisation.DEFAULT);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Windows.checkSpatial(scope, "a cut into patches", x);
    int[] before = new int[x.spatialRank()];
    int[] after = new int[x.spatialRank()];
    for (int i = 0; i < after.length; i++) {
      after[i] = Math.floorMod(-x.size(i + 1), patch);
    }
    Conv cut =
        Conv.of(width, patch)
            .withStride(patch)
            .withPadding(Padding.of(Sizes.of(before), Sizes.of(after)))
            .withInitialisation(initialisation);
    return scope.call("proj", cut, input);
  }
}

package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// A sample with a map: a class for each of its places, such as an organ for each voxel.
///
/// @param sample spatial..., channels
/// @param map spatial..., 1: the classes as whole numbers
public record MappedSample(Tensor sample, Tensor map) {
  /// Checks the shapes.
  ///
  /// @throws LoupeException if the map is not of the sample's spatial sizes
  public MappedSample {
    Shape expected = sample.shape().with(-1, 1);
    if (!map.shape().equals(expected)) {
      throw LoupeException.of("the map of a sample has another shape")
          .expected(expected + ": a class for each place of " + sample.shape())
          .got(map.shape().toString());
    }
  }

  /// A variation: the map moves with the sample, and is not changed otherwise.
  ///
  /// Where places come in from outside, their class is 0. Classes are never mixed.
  ///
  /// @param transforms one after another
  /// @param seed of this sample in this epoch; each transform draws from a child, as in [Loader]
  /// @throws LoupeException if a transform doesn't work on such samples, or a map can't follow
  public MappedSample vary(List<Transform> transforms, Seed seed) {
    Tensor varied = sample;
    Tensor moved = map;
    for (int i = 0; i < transforms.size(); i++) {
      Transform transform = transforms.get(i);
      Shape shape = transform.shape(varied.shape());
      Tensor nextSample = Tensor.zeros(shape);
      Tensor nextMap = Tensor.zeros(shape.with(-1, 1));
      transform.apply(seed.child(i), varied, nextSample);
      transform.applyToMap(seed.child(i), moved, nextMap);
      varied = nextSample;
      moved = nextMap;
    }
    return new MappedSample(varied, moved);
  }
}

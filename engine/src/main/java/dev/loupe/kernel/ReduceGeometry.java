package dev.loupe.kernel;

import dev.loupe.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A tensor seen as `outer` blocks of `reduced` rows of `inner` values, of which the rows are
/// reduced to one.
///
/// Where the reduced axes don't lie next to each other there are no such three sizes, and only the
/// reference kernel serves.
///
/// @param broadcast the input, and the output as it repeats to the input's shape
/// @param outputs how many values the output has
public record ReduceGeometry(BroadcastGeometry broadcast, int outputs) {
  /// The geometry of an input that is reduced to a shape that repeats to it.
  public static ReduceGeometry of(Shape input, Shape target) {
    return new ReduceGeometry(BroadcastGeometry.of(input, target), target.length());
  }

  /// How many values are reduced to one.
  public int count() {
    return broadcast.rows() * broadcast.inner() / outputs;
  }

  /// Why there are no three sizes, or null where there are.
  public @Nullable String scattered() {
    int groups = 0;
    for (int step : broadcast.secondSteps()) {
      groups += step == 0 ? 1 : 0;
    }
    return groups > 1 ? "the reduced axes are not next to each other" : null;
  }

  /// The number of blocks.
  public int outer() {
    int at = reducedAxis();
    return at <= 0 ? 1 : broadcast.sizes()[0];
  }

  /// The number of rows of a block.
  public int reduced() {
    int at = reducedAxis();
    return at < 0 ? 1 : broadcast.sizes()[at];
  }

  /// The length of a row.
  public int inner() {
    return outputs / outer();
  }

  /// The merged axis that is reduced; -1 where none is.
  private int reducedAxis() {
    for (int i = 0; i < broadcast.sizes().length; i++) {
      if (broadcast.secondSteps()[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}

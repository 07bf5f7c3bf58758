package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Resizes the spatial axes: by factors, or to given sizes.
///
/// Input: N, spatial..., C. Output: N, new sizes..., C.
///
/// @param mode nearest or linear
/// @param sizes factors, or sizes of the output
/// @param factors whether they are factors
/// @param alignCorners whether the centres of the outermost values coincide, rather than their
///     outer edges; for linear
public record Upsample(UpsampleMode mode, Sizes sizes, boolean factors, boolean alignCorners)
    implements Layer {
  /// Checks the sizes.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is below 1
  public Upsample {
    sizes.atLeast(1, factors ? "factor" : "size");
  }

  /// Repeats each value.
  ///
  /// @param factors one for all axes, or one each
  public static Upsample nearest(int... factors) {
    return new Upsample(UpsampleMode.NEAREST, Sizes.of(factors), true, false);
  }

  /// Linear, bilinear or trilinear.
  ///
  /// @param factors one for all axes, or one each
  public static Upsample linear(int... factors) {
    return new Upsample(UpsampleMode.LINEAR, Sizes.of(factors), true, false);
  }

  /// To given sizes.
  ///
  /// @param sizes one for all axes, or one each
  public static Upsample to(UpsampleMode mode, int... sizes) {
    return new Upsample(mode, Sizes.of(sizes), false, false);
  }

  /// The same with the centres of the outermost values kept.
  public Upsample withAlignedCorners() {
    return new Upsample(mode, sizes, factors, true);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Windows.checkSpatial(scope, "a resizing", x);
    List<Integer> each = sizes.of(scope, factors ? "factor" : "size", x.spatialRank());
    List<Integer> to = new ArrayList<>();
    for (int i = 0; i < each.size(); i++) {
      to.add(factors ? Math.multiplyExact(x.size(i + 1), each.get(i)) : each.get(i));
    }
    return scope.apply(new dev.loupe.graph.op.Upsample(mode, to, alignCorners), input);
  }
}

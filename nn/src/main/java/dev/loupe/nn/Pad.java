package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.PadMode;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.List;

/// Pads the spatial axes.
///
/// Input: N, spatial..., C. Output: the spatial sizes with the padding.
///
/// @param mode what the padding is made of
/// @param before in front
/// @param after behind
/// @param value the constant; for the other modes 0
public record Pad(PadMode mode, Sizes before, Sizes after, float value) implements Layer {
  /// Checks the value.
  ///
  /// @throws LoupeException if there is a value that the mode does not use
  public Pad {
    if (mode != PadMode.CONSTANT && value != 0) {
      throw LoupeException.of("only a constant padding has a value")
          .expected("0")
          .got(String.valueOf(value));
    }
  }

  /// Zeros on both sides.
  ///
  /// @param sizes one for all axes, or one each
  public static Pad zeros(int... sizes) {
    return new Pad(PadMode.CONSTANT, Sizes.of(sizes), Sizes.of(sizes), 0);
  }

  /// The mirrored input on both sides.
  ///
  /// @param sizes one for all axes, or one each
  public static Pad reflect(int... sizes) {
    return new Pad(PadMode.REFLECT, Sizes.of(sizes), Sizes.of(sizes), 0);
  }

  /// The repeated edge on both sides.
  ///
  /// @param sizes one for all axes, or one each
  public static Pad edge(int... sizes) {
    return new Pad(PadMode.EDGE, Sizes.of(sizes), Sizes.of(sizes), 0);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a padding", input.shape());
    int rank = input.shape().spatialRank();
    List<Integer> front = spatial(before.of(scope, "padding", rank));
    List<Integer> behind = spatial(after.of(scope, "padding", rank));
    return scope.apply(new dev.loupe.graph.op.Pad(mode, front, behind, value), input);
  }

  /// Nothing for the batch and the channels.
  private static List<Integer> spatial(List<Integer> sizes) {
    List<Integer> all = new ArrayList<>();
    all.add(0);
    all.addAll(sizes);
    all.add(0);
    return all;
  }
}

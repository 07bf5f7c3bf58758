package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Reshape;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Multiplies each channel by a learned number that is small at first, so that the branch it ends
/// begins as almost nothing.
///
/// Input: ..., C. Output: the same shape. Parameter: C, and behind it axes of size 1, without
/// weight decay. Source: Touvron et al., Going Deeper with Image Transformers, ICCV 2021, section
/// 2.
///
/// @param parameter its name
/// @param ones how many axes of size 1 the parameter has behind the channels
/// @param first what it holds at first
public record LayerScale(String parameter, int ones, float first) implements Layer {
  /// Checks the settings.
  ///
  /// @throws LoupeException if the number of axes is negative or the value not finite
  public LayerScale {
    if (ones < 0 || ones > 3 || !Float.isFinite(first)) {
      throw LoupeException.of("a scale of channels is out of range")
          .expected("0 to 3 further axes and a finite value")
          .got(ones + " and " + first);
    }
  }

  /// A parameter of one axis named `gamma` that starts at 1e-6.
  public static LayerScale of() {
    return new LayerScale("gamma", 0, 1e-6f);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape channels = Norms.channels(scope, input.shape());
    List<Integer> sizes = new ArrayList<>(List.of(channels.size(0)));
    sizes.addAll(Collections.nCopies(ones, 1));
    Value w =
        scope.parameter(
            parameter, Shape.of(sizes), Role.NORM, Layout.PLAIN, Initialisers.constant(first));
    Value factors = ones == 0 ? w : scope.apply(new Reshape(channels), w);
    return scope.apply(Arithmetic.MULTIPLY, input, factors);
  }
}

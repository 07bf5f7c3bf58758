package dev.loupe.nn;

import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Turns a layer's settings into the window for an input, whose rank it takes.
///
/// @param kernel how many values the window covers
/// @param stride how far it moves
/// @param dilation the distance between its values
/// @param padding around the input
record Windows(Sizes kernel, Sizes stride, Sizes dilation, Padding padding) {
  Windows {
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
    dilation.atLeast(1, "dilation");
  }

  /// The window for an input.
  Window of(Scope scope, Shape input) {
    int rank = input.spatialRank();
    List<Integer> kernels = kernel.of(scope, "kernel", rank);
    List<Integer> strides = stride.of(scope, "stride", rank);
    List<Integer> dilations = dilation.of(scope, "dilation", rank);
    if (padding instanceof Padding.Explicit e) {
      e.before().of(scope, "padding", rank);
      e.after().of(scope, "padding", rank);
    }
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Axis bare = new Axis(kernels.get(i), strides.get(i), dilations.get(i), 0, 0);
      axes.add(padding.pad(i, input.size(i + 1), bare));
    }
    return new Window(axes);
  }

  /// Refuses an input without 1 to 3 spatial axes.
  static void checkSpatial(Scope scope, String layer, Shape input) {
    if (input.spatialRank() < 1 || input.spatialRank() > 3) {
      LoupeException e =
          scope
              .error(layer + " needs 1, 2 or 3 spatial axes")
              .expected("batch, 1 to 3 spatial sizes, channels")
              .got(input.toString());
      throw input.rank() == 2
          ? e.fix("put it before the layer that flattens, or declare an input such as 28x28x1")
          : e.fix("declare an input such as 28x28x1, channels last, without the batch");
    }
  }

  @Override
  public String toString() {
    return kernel
        + (stride.equals(Sizes.ONE) ? "" : " stride " + stride)
        + (dilation.equals(Sizes.ONE) ? "" : " dilation " + dilation)
        + (padding.equals(Padding.valid()) ? "" : " padding " + padding);
  }
}

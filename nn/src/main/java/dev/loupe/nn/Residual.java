package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Adds a shortcut to what a body computes: `after(body(x) + shortcut(x))`.
///
/// Input: N, spatial..., C. Output: the shape that the body gives. The body's parts lie right under
/// this layer's path. Source: He et al., Deep Residual Learning for Image Recognition, CVPR 2016.
///
/// @param body the long way
/// @param name the name of the shortcut in paths
/// @param shortcut the short way; where there is none, what the shapes ask for: nothing where they
///     are the same, else a convolution with a kernel of 1, without bias, whose stride makes up for
///     the sizes, and a batch normalisation
/// @param after what follows the sum
public record Residual(Layer body, String name, @Nullable Layer shortcut, Layer after)
    implements Layer {
  /// With the shortcut that the shapes ask for, named `shortcut`, and a ReLU after the sum.
  public static Residual of(Layer body) {
    return new Residual(body, "shortcut", null, Nonlinearity.RELU);
  }

  /// The same with a shortcut of one's own; [Identity] for none.
  public Residual withShortcut(Layer next) {
    return new Residual(body, name, next, after);
  }

  /// The same with another name of the shortcut.
  public Residual withShortcutName(String next) {
    return new Residual(body, next, shortcut, after);
  }

  /// The same with something else after the sum, such as [Identity].
  public Residual withAfter(Layer next) {
    return new Residual(body, name, shortcut, next);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Value y = body.apply(scope, input);
    Layer way = shortcut == null ? projection(scope, input.shape(), y.shape()) : shortcut;
    Value x = way instanceof Identity ? input : scope.call(name, way, input);
    if (!x.shape().equals(y.shape())) {
      throw scope
          .error("the body and the shortcut of a residual layer differ in shape")
          .expected(y.shape() + ", as the body gives")
          .got(x.shape() + " from the shortcut")
          .fix("give the shortcut the body's stride and channels");
    }
    return after.apply(scope, scope.apply(Arithmetic.ADD, y, x));
  }

  private static Layer projection(Scope scope, Shape from, Shape to) {
    if (from.equals(to)) {
      return new Identity();
    }
    if (from.rank() != to.rank() || from.spatialRank() < 1) {
      throw noProjection(scope, from, to);
    }
    int[] strides = new int[from.spatialRank()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = stride(from.size(i + 1), to.size(i + 1));
    }
    if (Arrays.stream(strides).anyMatch(s -> s == 0)) {
      throw noProjection(scope, from, to);
    }
    return Sequential.of(
        Conv.of(to.channels(), 1).withStride(strides).withoutBias(), BatchNorm.of());
  }

  /// The smallest stride that takes a size to another, or 0 where there is none.
  private static int stride(int from, int to) {
    for (int s = 1; s <= from; s++) {
      if ((from - 1) / s + 1 == to) {
        return s;
      }
    }
    return 0;
  }

  private static LoupeException noProjection(Scope scope, Shape from, Shape to) {
    return scope
        .error("no stride takes the input of a residual layer to the body's shape")
        .expected("a body that keeps the sizes or divides them by a stride")
        .got(from + " to " + to)
        .fix("pad the body's convolutions, or give the layer a shortcut of your own");
  }
}

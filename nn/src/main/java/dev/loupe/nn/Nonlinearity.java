package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.kernel.Activation;
import dev.loupe.tensor.LoupeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// An activation function, value by value.
///
/// Input: any shape. Output: the same shape. No parameters; the one with learned slopes is [PRelu].
///
/// @param function which
public record Nonlinearity(Activation function) implements Layer {
  /// max(x, 0)
  public static final Nonlinearity RELU = new Nonlinearity(Activation.RELU);

  /// min(max(x, 0), 6)
  public static final Nonlinearity RELU6 = new Nonlinearity(Activation.RELU6);

  /// The scaled ELU.
  public static final Nonlinearity SELU = new Nonlinearity(Activation.SELU);

  /// x Phi(x)
  public static final Nonlinearity GELU = new Nonlinearity(Activation.GELU);

  /// x Phi(x), by a hyperbolic tangent
  public static final Nonlinearity GELU_TANH = new Nonlinearity(Activation.GELU_TANH);

  /// x sigmoid(x)
  public static final Nonlinearity SILU = new Nonlinearity(Activation.SILU);

  /// x relu6(x + 3) / 6
  public static final Nonlinearity HARD_SWISH = new Nonlinearity(Activation.HARD_SWISH);

  /// relu6(x + 3) / 6
  public static final Nonlinearity HARD_SIGMOID = new Nonlinearity(Activation.HARD_SIGMOID);

  /// 1 / (1 + e^-x)
  public static final Nonlinearity SIGMOID = new Nonlinearity(Activation.SIGMOID);

  /// The hyperbolic tangent.
  public static final Nonlinearity TANH = new Nonlinearity(Activation.TANH);

  /// x above 0, slope x elsewhere; PyTorch's slope is 0.01.
  public static Nonlinearity leakyRelu(float slope) {
    return new Nonlinearity(Activation.leakyRelu(slope));
  }

  /// x above 0, alpha (e^x - 1) elsewhere; PyTorch's alpha is 1.
  public static Nonlinearity elu(float alpha) {
    return new Nonlinearity(Activation.elu(alpha));
  }

  /// The function with a name, such as `relu` or `gelu_tanh`, with PyTorch's settings.
  ///
  /// @throws LoupeException if the name is unknown, with the nearest known one
  public static Nonlinearity named(String name) {
    for (Activation.Kind kind : Activation.Kind.values()) {
      if (lower(kind).equals(name)) {
        float alpha =
            switch (kind) {
              case LEAKY_RELU -> 0.01f;
              case ELU -> 1;
              case RELU,
                  RELU6,
                  SELU,
                  GELU,
                  GELU_TANH,
                  SILU,
                  HARD_SWISH,
                  HARD_SIGMOID,
                  SIGMOID,
                  TANH ->
                  0;
            };
        return new Nonlinearity(new Activation(kind, alpha));
      }
    }
    throw LoupeException.unknown("activation", name, names());
  }

  /// The names that [#named] knows.
  public static List<String> names() {
    return Arrays.stream(Activation.Kind.values()).map(Nonlinearity::lower).toList();
  }

  private static String lower(Activation.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    return scope.apply(new Activate(function), input);
  }

  @Override
  public String toString() {
    return function.toString();
  }
}

package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;
import java.util.Locale;

/// A function of one value between the layers of a network, as PyTorch defines it.
///
/// @param kind which
/// @param alpha the slope below 0 of the leaky ReLU, the depth of the ELU; 0 for the others
public record Activation(Kind kind, float alpha) {
  /// The functions.
  public enum Kind {
    /// max(x, 0)
    RELU,
    /// min(max(x, 0), 6)
    RELU6,
    /// x above 0, alpha x elsewhere
    LEAKY_RELU,
    /// x above 0, alpha (e^x - 1) elsewhere
    ELU,
    /// the ELU with fixed scales above and below 0: Klambauer et al., NeurIPS 2017
    SELU,
    /// x Phi(x), with the normal distribution by the error function: Hendrycks and Gimpel, 2016
    GELU,
    /// the same with Phi by a hyperbolic tangent
    GELU_TANH,
    /// x sigmoid(x)
    SILU,
    /// x relu6(x + 3) / 6: Howard et al., Searching for MobileNetV3, 2019
    HARD_SWISH,
    /// relu6(x + 3) / 6
    HARD_SIGMOID,
    /// 1 / (1 + e^-x)
    SIGMOID,
    /// the hyperbolic tangent
    TANH
  }

  /// max(x, 0)
  public static final Activation RELU = new Activation(Kind.RELU, 0);

  /// min(max(x, 0), 6)
  public static final Activation RELU6 = new Activation(Kind.RELU6, 0);

  /// The scaled ELU.
  public static final Activation SELU = new Activation(Kind.SELU, 0);

  /// x Phi(x)
  public static final Activation GELU = new Activation(Kind.GELU, 0);

  /// x Phi(x), by a hyperbolic tangent
  public static final Activation GELU_TANH = new Activation(Kind.GELU_TANH, 0);

  /// x sigmoid(x)
  public static final Activation SILU = new Activation(Kind.SILU, 0);

  /// x relu6(x + 3) / 6
  public static final Activation HARD_SWISH = new Activation(Kind.HARD_SWISH, 0);

  /// relu6(x + 3) / 6
  public static final Activation HARD_SIGMOID = new Activation(Kind.HARD_SIGMOID, 0);

  /// 1 / (1 + e^-x)
  public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0);

  /// The hyperbolic tangent.
  public static final Activation TANH = new Activation(Kind.TANH, 0);

  /// Checks that alpha is finite and at least 0, so that the sign of x can be told from y.
  ///
  /// @throws LoupeException if it is not
  public Activation {
    if (!(alpha >= 0 && alpha < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the slope of an activation is out of range")
          .expected("a finite number of at least 0")
          .got(String.valueOf(alpha));
    }
    boolean uses =
        switch (kind) {
          case LEAKY_RELU, ELU -> true;
          case RELU, RELU6, SELU, GELU, GELU_TANH, SILU, HARD_SWISH, HARD_SIGMOID, SIGMOID, TANH ->
              false;
        };
    if (!uses && alpha != 0) {
      throw new IllegalArgumentException(kind + " takes no alpha");
    }
  }

  /// x above 0, alpha x elsewhere.
  public static Activation leakyRelu(float alpha) {
    return new Activation(Kind.LEAKY_RELU, alpha);
  }

  /// x above 0, alpha (e^x - 1) elsewhere.
  public static Activation elu(float alpha) {
    return new Activation(Kind.ELU, alpha);
  }

  /// Whether the derivative is computed from the output; the others need the input.
  public boolean fromOutput() {
    return switch (kind) {
      case RELU, RELU6, LEAKY_RELU, ELU, SELU, HARD_SIGMOID, SIGMOID, TANH -> true;
      case GELU, GELU_TANH, SILU, HARD_SWISH -> false;
    };
  }

  /// Whether the function is made of straight lines, so that its second derivative is 0.
  public boolean piecewiseLinear() {
    return switch (kind) {
      case RELU, RELU6, LEAKY_RELU, HARD_SIGMOID -> true;
      case ELU, SELU, GELU, GELU_TANH, SILU, HARD_SWISH, SIGMOID, TANH -> false;
    };
  }

  /// About how many operations one value takes: decides the size of a piece.
  int cost() {
    return switch (kind) {
      case RELU, RELU6, LEAKY_RELU, HARD_SWISH, HARD_SIGMOID -> 1;
      case ELU, SELU, SILU, SIGMOID, TANH, GELU_TANH -> 4;
      case GELU -> 8;
    };
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return alpha == 0 ? name : name + " " + alpha;
  }
}

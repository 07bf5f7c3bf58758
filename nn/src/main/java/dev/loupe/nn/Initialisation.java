package dev.loupe.nn;

import dev.loupe.graph.Initialiser;
import dev.loupe.tensor.Shape;

/// What a layer's weight and bias hold before anything is learned.
///
/// @param weight fills the weight
/// @param bias fills the bias
public record Initialisation(Initialiser weight, Bias bias) {
  /// What a bias holds.
  public enum Bias {
    /// Zeros.
    ZERO,
    /// Uniform within `1 / sqrt(fan in)` of 0, where the fan is the weight's.
    UNIFORM
  }

  /// PyTorch's for convolutions and linear layers: weight and bias uniform within
  /// `1 / sqrt(fan in)` of 0.
  public static final Initialisation DEFAULT =
      new Initialisation(
          Initialisers.kaimingUniform(Initialisers.Fan.IN, Initialisers.LAYER_GAIN), Bias.UNIFORM);

  /// Kaiming normal by the fan out for ReLU, bias 0: torchvision's for residual networks.
  public static final Initialisation KAIMING =
      of(Initialisers.kaimingNormal(Initialisers.Fan.OUT, Initialisers.RELU_GAIN));

  /// A weight of this kind, bias 0.
  public static Initialisation of(Initialiser weight) {
    return new Initialisation(weight, Bias.ZERO);
  }

  /// The initialiser of the bias that belongs to a weight.
  Initialiser biasOf(Shape weights) {
    return switch (bias) {
      case ZERO -> Initialiser.ZERO;
      case UNIFORM -> {
        double bound = 1 / StrictMath.sqrt(Initialisers.fan(weights, Initialisers.Fan.IN));
        yield Initialisers.uniform(-bound, bound);
      }
    };
  }
}

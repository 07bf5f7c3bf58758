package dev.loupe.nn;

import dev.loupe.graph.Initialiser;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// What weights hold before anything is learned: random numbers of a scale that keeps the size of
/// values, or of gradients, from layer to layer.
///
/// Fans are counted as PyTorch counts them. Weights lie as kernel..., inputs, outputs, so the fan
/// in is the last size but one and the fan out the last, times the kernel's sizes.
public final class Initialisers {
  /// The gain of a layer that a ReLU follows.
  public static final double RELU_GAIN = StrictMath.sqrt(2);

  /// The gain that PyTorch's layers take by default, `sqrt(2 / (1 + 5))`.
  static final double LAYER_GAIN = StrictMath.sqrt(1.0 / 3);

  private Initialisers() {}

  /// Which connections of a weight tensor are counted.
  public enum Fan {
    /// What each output reads.
    IN,
    /// What each input is read by.
    OUT,
    /// The mean of both.
    MEAN
  }

  /// The shape of the random numbers.
  public enum Distribution {
    /// Evenly between two bounds.
    UNIFORM,
    /// Normal.
    NORMAL
  }

  /// Normal with deviation `gain / sqrt(fan)`: He et al., Delving Deep into Rectifiers, 2015.
  public static Initialiser kaimingNormal(Fan fan, double gain) {
    return new Scaled(Distribution.NORMAL, fan, gain);
  }

  /// Uniform with deviation `gain / sqrt(fan)`, so within `gain sqrt(3 / fan)` of 0.
  public static Initialiser kaimingUniform(Fan fan, double gain) {
    return new Scaled(Distribution.UNIFORM, fan, gain);
  }

  /// Normal with deviation `gain sqrt(2 / (fan in + fan out))`: Glorot and Bengio, AISTATS 2010.
  public static Initialiser xavierNormal(double gain) {
    return new Scaled(Distribution.NORMAL, Fan.MEAN, gain);
  }

  /// Uniform with deviation `gain sqrt(2 / (fan in + fan out))`.
  public static Initialiser xavierUniform(double gain) {
    return new Scaled(Distribution.UNIFORM, Fan.MEAN, gain);
  }

  /// Normal with mean 0.
  public static Initialiser normal(double deviation) {
    return new Normal(deviation);
  }

  /// Normal with mean 0; values beyond two deviations are drawn again.
  public static Initialiser truncatedNormal(double deviation) {
    return new TruncatedNormal(deviation);
  }

  /// Uniform in [low, high).
  public static Initialiser uniform(double low, double high) {
    return new Uniform(low, high);
  }

  /// One number.
  public static Initialiser constant(float value) {
    return new Constant(value);
  }

  /// Zeros.
  public static Initialiser zeros() {
    return Initialiser.ZERO;
  }

  /// Ones.
  public static Initialiser ones() {
    return Initialiser.ONE;
  }

  /// How many connections there are.
  ///
  /// @param weights kernel..., inputs, outputs
  /// @throws LoupeException if there are fewer than two axes
  public static double fan(Shape weights, Fan fan) {
    if (weights.rank() < 2) {
      throw LoupeException.of("a fan is counted over inputs and outputs")
          .expected("weights of at least two axes")
          .got(weights.toString())
          .fix("use a constant, uniform or truncated normal initialiser");
    }
    double taps = weights.range(0, weights.rank() - 2).elements();
    return switch (fan) {
      case IN -> taps * weights.size(-2);
      case OUT -> taps * weights.size(-1);
      case MEAN -> taps * (weights.size(-2) + weights.size(-1)) / 2;
    };
  }

  private record Scaled(Distribution distribution, Fan fan, double gain) implements Initialiser {
    Scaled {
      positive("gain", gain);
    }

    @Override
    public void fill(Seed seed, Tensor tensor) {
      double deviation = gain / StrictMath.sqrt(Initialisers.fan(tensor.shape(), fan));
      switch (distribution) {
        case NORMAL -> {
          for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, (float) (deviation * seed.gaussian(i)));
          }
        }
        case UNIFORM -> {
          float bound = (float) (StrictMath.sqrt(3) * deviation);
          uniform(-bound, bound).fill(seed, tensor);
        }
      }
    }
  }

  private record Normal(double deviation) implements Initialiser {
    Normal {
      positive("deviation", deviation);
    }

    @Override
    public void fill(Seed seed, Tensor tensor) {
      for (int i = 0; i < tensor.length(); i++) {
        tensor.set(i, (float) (deviation * seed.gaussian(i)));
      }
    }
  }

  private record TruncatedNormal(double deviation) implements Initialiser {
    TruncatedNormal {
      positive("deviation", deviation);
    }

    @Override
    public void fill(Seed seed, Tensor tensor) {
      for (int i = 0; i < tensor.length(); i++) {
        Seed own = seed.child(i);
        float value = own.gaussian(0);
        for (int attempt = 1; Math.abs(value) > 2; attempt++) {
          value = own.gaussian(attempt);
        }
        tensor.set(i, (float) (deviation * value));
      }
    }
  }

  private record Uniform(double low, double high) implements Initialiser {
    Uniform {
      if (!(low <= high)) {
        throw LoupeException.of("the bounds of an initialiser are in the wrong order")
            .expected("low, high")
            .got(low + ", " + high);
      }
    }

    @Override
    public void fill(Seed seed, Tensor tensor) {
      for (int i = 0; i < tensor.length(); i++) {
        tensor.set(i, seed.uniform(i, (float) low, (float) high));
      }
    }
  }

  private record Constant(float value) implements Initialiser {
    @Override
    public void fill(Seed seed, Tensor tensor) {
      tensor.fill(value);
    }
  }

  private static void positive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw LoupeException.of("the " + what + " of an initialiser is out of range")
          .expected("a number above 0")
          .got(String.valueOf(value));
    }
  }
}

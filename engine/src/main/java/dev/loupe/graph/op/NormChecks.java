package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Checks that the normalisation and optimiser ops share.
final class NormChecks {
  private NormChecks() {}

  /// Refuses a negative or infinite epsilon.
  static void epsilon(float epsilon) {
    if (!(epsilon >= 0 && epsilon < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the epsilon of a normalisation is out of range")
          .expected("0 or a little more, such as 1e-5")
          .got(String.valueOf(epsilon));
    }
  }

  /// Refuses a factor outside 0 to 1.
  static void share(String what, float value) {
    if (!(value >= 0 && value <= 1)) {
      throw LoupeException.of("the " + what + " is out of range")
          .expected("0 to 1")
          .got(String.valueOf(value));
    }
  }

  /// Refuses a tensor without a channel axis.
  static Shape rank(Shape x, int least) {
    if (x.rank() < least) {
      throw LoupeException.of("the input of a normalisation has too few axes")
          .expected(least == 1 ? "channels last, such as 8x3" : "batch, spatial sizes, channels")
          .got(x.toString());
    }
    return x;
  }

  /// Refuses an operand of another shape.
  static void shape(String what, Shape expected, Shape got) {
    if (!expected.equals(got)) {
      throw LoupeException.of("wrong shape for the " + what)
          .expected(expected.toString())
          .got(got.toString());
    }
  }

  /// Refuses channels that can't be cut into groups.
  static void groups(Shape x, int groups) {
    rank(x, 2);
    if (x.channels() % groups != 0) {
      throw LoupeException.of("the channels can't be cut into " + groups + " groups of one size")
          .expected("channels that are a multiple of " + groups)
          .got(x.channels() + " channels (" + x + ")")
          .fix("use a number of groups that divides " + x.channels());
    }
  }

  /// Refuses less than one group.
  static void groups(int groups) {
    if (groups < 1) {
      throw LoupeException.of("a group normalisation has too few groups")
          .expected("at least 1")
          .got(String.valueOf(groups));
    }
  }

  /// Refuses affine factors that are not one for each channel.
  static void affine(Shape x, List<Shape> inputs, int first) {
    Shape channels = Shape.of(x.channels());
    shape("gamma", channels, inputs.get(first));
    shape("beta", channels, inputs.get(first + 1));
  }

  /// Refuses gradients from code that does not know that a rule leaves an input out.
  static void noGradient(Computation op, boolean wanted, String input) {
    if (wanted) {
      throw new IllegalStateException(op.name() + " passes no gradient to its " + input);
    }
  }
}

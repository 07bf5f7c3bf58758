package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Refuses inputs whose spatial sizes can't be halved so many times without a rest.
///
/// Input: N, spatial..., C. Output: the input itself. It stands in front of networks that halve
/// their input and double it again, where a rest would be lost.
///
/// @param times how often each size is halved, 0 to 30
public record Halvable(int times) implements Layer {
  private static final int MOST = 30;

  /// Checks the number.
  ///
  /// @throws LoupeException if it is not in 0 to 30
  public Halvable {
    if (times < 0 || times > MOST) {
      throw LoupeException.of("the number of halvings is out of range")
          .expected("0 to " + MOST)
          .got(String.valueOf(times));
    }
  }

  /// Sizes that are multiples of `2^times`.
  public static Halvable of(int times) {
    return new Halvable(times);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Windows.checkSpatial(scope, "a network that halves its input", x);
    int least = times;
    for (int i = 1; i <= x.spatialRank(); i++) {
      least = Math.min(least, Integer.numberOfTrailingZeros(x.size(i)));
    }
    if (least < times) {
      throw refusal(scope, x, least);
    }
    return input;
  }

  private LoupeException refusal(Scope scope, Shape x, int possible) {
    long unit = 1L << times;
    boolean crops = true;
    for (int i = 1; i <= x.spatialRank(); i++) {
      crops &= x.size(i) >= unit;
    }
    return scope
        .error("the sizes of the input can't be halved " + times + " times")
        .expected("spatial sizes that are multiples of " + unit)
        .got(sizes(x, s -> s))
        .fix(
            "pad the input to "
                + sizes(x, s -> Math.ceilDiv(s, unit) * unit)
                + (crops ? ", crop it to " + sizes(x, s -> s / unit * unit) : "")
                + (possible > 0 ? ", or choose a depth of at most " + possible : ""));
  }

  /// The spatial sizes, each changed.
  private static String sizes(Shape x, LongUnaryOperator change) {
    return IntStream.rangeClosed(1, x.spatialRank())
        .mapToObj(i -> String.valueOf(change.applyAsLong(x.size(i))))
        .collect(Collectors.joining("x"));
  }
}

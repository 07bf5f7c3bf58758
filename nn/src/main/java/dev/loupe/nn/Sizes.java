package dev.loupe.nn;

import dev.loupe.tensor.LoupeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A setting of each spatial axis, such as a kernel's sizes: one number for all axes, or one each.
///
/// @param sizes outermost first; a single one holds for every axis
public record Sizes(List<Integer> sizes) {
  /// 1 on every axis.
  public static final Sizes ONE = of(1);

  /// 0 on every axis.
  public static final Sizes ZERO = of(0);

  /// Copies the list.
  ///
  /// @throws LoupeException if it is empty or a number is negative
  public Sizes {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || sizes.size() > 3 || sizes.stream().anyMatch(s -> s < 0)) {
      throw LoupeException.of("a setting of spatial axes is out of range")
          .expected("1 to 3 numbers of at least 0")
          .got(sizes.toString());
    }
  }

  /// One number for all axes, or one each.
  public static Sizes of(int... sizes) {
    return new Sizes(Arrays.stream(sizes).boxed().toList());
  }

  /// The number of an axis, 0 for the outermost spatial one.
  public int at(int axis) {
    return sizes.size() == 1 ? sizes.get(0) : sizes.get(axis);
  }

  /// One number for each of `rank` axes.
  public List<Integer> of(Scope scope, String what, int rank) {
    if (sizes.size() != 1 && sizes.size() != rank) {
      throw scope
          .error("the " + what + " and the input differ in rank")
          .expected(rank == 1 ? "1 number" : "1 number, or " + rank)
          .got(sizes.size() + " (" + this + ")")
          .fix("give one number for all axes, or one for each spatial axis of the input");
    }
    return java.util.stream.IntStream.range(0, rank).map(this::at).boxed().toList();
  }

  /// Refuses numbers below a bound.
  Sizes atLeast(int least, String what) {
    if (sizes.stream().anyMatch(s -> s < least)) {
      throw LoupeException.of("the " + what + " is too small")
          .expected("at least " + least)
          .got(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}

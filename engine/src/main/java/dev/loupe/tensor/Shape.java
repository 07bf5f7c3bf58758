package dev.loupe.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The sizes of a tensor, outermost first: batch, spatial..., channels. A scalar has rank 0.
///
/// Printed as `128x32x32x3`; a scalar as `scalar`.
public final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    for (int size : sizes) {
      if (size < 1) {
        throw LoupeException.of("a tensor has a size below 1")
            .expected("sizes of at least 1")
            .got(Arrays.toString(sizes));
      }
    }
    this.sizes = sizes;
  }

  /// A shape with these sizes.
  ///
  /// @throws LoupeException if a size is below 1
  public static Shape of(int... sizes) {
    return new Shape(sizes.clone());
  }

  /// A shape with these sizes.
  public static Shape of(List<Integer> sizes) {
    return new Shape(sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  /// Reads `32x32x3`.
  ///
  /// @throws LoupeException if the text is something else
  public static Shape parse(String text) {
    try {
      return of(Arrays.stream(text.trim().split("[x,]")).mapToInt(Integer::parseInt).toArray());
    } catch (NumberFormatException e) {
      throw LoupeException.of("not a shape")
          .expected("sizes joined by x, channels last, such as 32x32x3")
          .got("'" + text + "'")
          .causedBy(e);
    }
  }

  /// The number of axes.
  public int rank() {
    return sizes.length;
  }

  /// The size of an axis; a negative axis counts from the end, so `size(-1)` is the channels.
  public int size(int axis) {
    return sizes[axis < 0 ? sizes.length + axis : axis];
  }

  /// The sizes in a new array.
  public int[] sizes() {
    return sizes.clone();
  }

  /// How many values a tensor of this shape holds.
  public long elements() {
    long n = 1;
    for (int size : sizes) {
      n = Math.multiplyExact(n, size);
    }
    return n;
  }

  /// The same as an array length.
  ///
  /// @throws LoupeException if no Java array is long enough
  public int length() {
    long n = elements();
    if (n > Integer.MAX_VALUE - 64) {
      throw LoupeException.of("a tensor of " + this + " is too large for one array")
          .expected("at most " + (Integer.MAX_VALUE - 64) + " values")
          .got(n + " values")
          .fix("use a smaller batch or input");
    }
    return (int) n;
  }

  /// The last size.
  public int channels() {
    return size(-1);
  }

  /// How many axes lie between the batch and the channels.
  public int spatialRank() {
    return sizes.length - 2;
  }

  /// How many rows of channels the tensor has: all sizes but the last, multiplied.
  public int rows() {
    return (int) (elements() / channels());
  }

  /// A copy with another size on one axis.
  public Shape with(int axis, int size) {
    int[] next = sizes();
    next[axis < 0 ? next.length + axis : axis] = size;
    return new Shape(next);
  }

  /// The axes `from` (inclusive) to `to` (exclusive).
  public Shape range(int from, int to) {
    return new Shape(Arrays.copyOfRange(sizes, from, to));
  }

  /// This shape with a new first axis.
  public Shape prepend(int size) {
    int[] next = new int[sizes.length + 1];
    next[0] = size;
    System.arraycopy(sizes, 0, next, 1, sizes.length);
    return new Shape(next);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape s && Arrays.equals(sizes, s.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return sizes.length == 0
        ? "scalar"
        : Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }
}

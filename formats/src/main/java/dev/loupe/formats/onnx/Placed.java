package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A value of the graph that is being written: where it is, and in which order its axes lie.
///
/// ONNX counts axes as N, C, spatial...; Loupe's kernels want N, spatial..., C in memory. A
/// transposition is only noted here; values move where a kernel needs another order.
///
/// @param value in memory
/// @param type of the elements; memory holds floats all the same
/// @param order the axis of ONNX that each axis of the memory is; the sizes of nothing
record Placed(Value value, OnnxType type, int[] order) {
  /// A value whose axes lie as ONNX counts them.
  static Placed plain(Value value, OnnxType type) {
    return new Placed(value, type, identity(value.shape().rank()));
  }

  /// A value without elements: some sizes are 0, and it lies nowhere.
  static Placed nothing(OnnxType type, int... dims) {
    return new Placed(new Value(-1, Shape.of()), type, dims);
  }

  /// Whether there are no elements.
  boolean isNothing() {
    return value.id() < 0;
  }

  static int[] identity(int rank) {
    return IntStream.range(0, rank).toArray();
  }

  /// N, spatial..., C for N, C, spatial...
  static int[] channelsLast(int rank) {
    return channelsLast(rank, 1);
  }

  /// The order in which an axis is the last one, the others as ONNX counts them.
  static int[] channelsLast(int rank, int channels) {
    int[] order = new int[rank];
    int at = 0;
    for (int i = 0; i < rank; i++) {
      if (i != channels) {
        order[at++] = i;
      }
    }
    if (rank > 0) {
      order[rank - 1] = Math.min(channels, rank - 1);
    }
    return order;
  }

  int rank() {
    return order.length;
  }

  /// The sizes as ONNX counts them.
  int[] dims() {
    if (isNothing()) {
      return order.clone();
    }
    int[] dims = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[order[i]] = value.shape().size(i);
    }
    return dims;
  }

  /// The axis of the memory that an axis of ONNX is.
  int memory(int axis) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] == axis) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no axis " + axis + " of " + order.length);
  }

  /// The same order with another value.
  Placed with(Value next) {
    return new Placed(next, type, order);
  }

  Placed typed(OnnxType next) {
    return new Placed(value, next, order);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Placed p
        && value.equals(p.value)
        && type == p.type
        && Arrays.equals(order, p.order);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "%s %s in the order %s".formatted(type, Arrays.toString(dims()), Arrays.toString(order));
  }
}

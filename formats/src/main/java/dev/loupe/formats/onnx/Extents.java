package dev.loupe.formats.onnx;

import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The shape of a value for any batch, told from its shapes for two batches.
///
/// @param some the shape for a batch of [#SOME]
/// @param more the shape for a batch of [#MORE]
record Extents(Shape some, Shape more) {
  /// A batch; not 1, so that an axis of 1 is no batch.
  static final int SOME = 2;

  /// Another batch.
  static final int MORE = 3;

  /// How many axes there are.
  int rank() {
    return some.rank();
  }

  /// Whether an axis has the same size for every batch.
  boolean fixed(int axis) {
    return some.size(axis) == more.size(axis);
  }

  /// Whether an axis has the size 1.
  boolean one(int axis) {
    return fixed(axis) && some.size(axis) == 1;
  }

  /// Whether two axes have the same size for every batch.
  boolean sameSize(int axis, Extents other, int otherAxis) {
    return some.size(axis) == other.some.size(otherAxis)
        && more.size(axis) == other.more.size(otherAxis);
  }

  /// An axis in ONNX: a number, `batch`, or what can't be named.
  OnnxDim dim(int axis) {
    if (fixed(axis)) {
      return new OnnxDim.Fixed(some.size(axis));
    }
    boolean batch = some.size(axis) == SOME && more.size(axis) == MORE;
    return batch ? new OnnxDim.Named("batch") : new OnnxDim.Free();
  }

  /// All axes, in an order.
  List<OnnxDim> dims(List<Integer> order) {
    List<OnnxDim> dims = new ArrayList<>();
    order.forEach(axis -> dims.add(dim(axis)));
    return dims;
  }

  /// The product of some axes, for both batches.
  ///
  /// @param some for a batch of [#SOME]
  /// @param more for a batch of [#MORE]
  record Product(long some, long more) implements Comparable<Product> {
    static final Product ONE = new Product(1, 1);

    Product times(Extents e, int axis) {
      return new Product(some * e.some().size(axis), more * e.more().size(axis));
    }

    @Override
    public int compareTo(Product other) {
      return some == other.some ? Long.compare(more, other.more) : Long.compare(some, other.some);
    }
  }

  @Override
  public String toString() {
    return some.toString();
  }
}

package dev.loupe.nn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The part of the input that one value depends on.
///
/// @param axes one for each spatial axis of the input, outermost first
public record ReceptiveField(List<Axis> axes) {
  /// Copies the list.
  public ReceptiveField {
    axes = List.copyOf(axes);
  }

  /// The field along an axis: the value at index p depends on input indices `p stride + first` to
  /// `p stride + last`, of which those outside of the input are padding.
  ///
  /// @param stride how far the field moves from one value to the next; below 1 after an
  ///     enlargement, 0 where there is one value that sees it all
  /// @param first where it begins
  /// @param last where it ends, inclusive
  public record Axis(double stride, double first, double last) {
    /// How many input values it spans.
    public long size() {
      return Math.round(Math.ceil(last - first)) + 1;
    }

    /// The field of a window over values with this field.
    Axis window(int from, int to, double step) {
      return new Axis(stride * step, first + stride * from, last + stride * to);
    }

    /// The smallest field that holds both.
    Axis join(Axis other) {
      return new Axis(
          Math.max(stride, other.stride), Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /// The field of a value of the input itself.
  static ReceptiveField ofInput(int rank) {
    return new ReceptiveField(java.util.Collections.nCopies(rank, new Axis(1, 0, 0)));
  }

  /// The smallest field that holds both.
  ReceptiveField join(ReceptiveField other) {
    List<Axis> joined = new java.util.ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      joined.add(axes.get(i).join(other.axes.get(i)));
    }
    return new ReceptiveField(joined);
  }

  /// The sizes, such as `14x14`.
  public String size() {
    return text(axes.stream().map(a -> String.valueOf(a.size())).toList());
  }

  /// The strides, such as `4x4`.
  public String stride() {
    return text(axes.stream().map(a -> number(a.stride())).toList());
  }

  @Override
  public String toString() {
    boolean moves = axes.stream().anyMatch(a -> a.stride() != 0);
    return moves ? size() + " by " + stride() : size();
  }

  private static String text(List<String> sizes) {
    return sizes.stream().collect(Collectors.joining("x"));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}

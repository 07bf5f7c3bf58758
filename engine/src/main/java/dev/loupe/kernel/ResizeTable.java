package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// A linear map along one axis: each value of the output is a constant and a weighted sum of a few
/// values of the input.
///
/// The factories give the tables of ONNX's `Resize` (opset 10 to 19). A picture is resized by a
/// table for each axis, one after the other. The weights of a value sum to 1, so an extrapolated
/// value of one axis passes the other axes as it is: what is outside on any axis ends as the
/// extrapolation value. Source: the ONNX specification, Resize.
///
/// @param input the size of the input
/// @param outputs one for each value of the output
public record ResizeTable(int input, List<Output> outputs) {
  /// One value of the output.
  ///
  /// @param constant what is added to the sum
  /// @param taps the summands; none where the value lies outside of the input
  public record Output(float constant, List<Tap> taps) {
    /// Copies the list.
    public Output {
      taps = List.copyOf(taps);
    }
  }

  /// A weighted value of the input.
  ///
  /// @param index which one
  /// @param weight its factor
  public record Tap(int index, float weight) {}

  /// Copies the list and checks the indices.
  public ResizeTable {
    outputs = List.copyOf(outputs);
    for (Output output : outputs) {
      for (Tap tap : output.taps()) {
        if (tap.index() < 0 || tap.index() >= input) {
          throw new IllegalArgumentException("tap %s of %d values".formatted(tap, input));
        }
      }
    }
  }

  /// The nearest value; at the edges the outermost one.
  public static ResizeTable nearest(ResizeAxis axis, ResizeRounding rounding) {
    List<Output> outputs = new ArrayList<>();
    for (int o = 0; o < axis.output(); o++) {
      double at = axis.source(o);
      int index = (int) Math.clamp(rounding.of(at), 0.0, axis.input() - 1.0);
      outputs.add(
          axis.outside(at)
              ? new Output(axis.extrapolation(), List.of())
              : new Output(0, List.of(new Tap(index, 1))));
    }
    return new ResizeTable(axis.input(), outputs);
  }

  /// The two values around, weighted by distance; with antialiasing more, where the axis shrinks.
  ///
  /// @param antialias whether the filter widens as the axis shrinks
  /// @param excludeOutside whether what lies outside has no weight; else the edge is repeated
  public static ResizeTable linear(ResizeAxis axis, boolean antialias, boolean excludeOutside) {
    return filtered(axis, x -> Math.max(0, 1 - Math.abs(x)), 1, antialias, excludeOutside);
  }

  /// The four values around, weighted by Keys' cubic (1981); with antialiasing more, where the axis
  /// shrinks.
  ///
  /// @param a the slope of the cubic at 1, such as -0.75
  /// @param antialias whether the filter widens as the axis shrinks
  /// @param excludeOutside whether what lies outside has no weight; else the edge is repeated
  public static ResizeTable cubic(
      ResizeAxis axis, float a, boolean antialias, boolean excludeOutside) {
    return filtered(axis, x -> keys(Math.abs(x), a), 2, antialias, excludeOutside);
  }

  /// Keys' cubic at a distance.
  static double keys(double x, double a) {
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? a * (((x - 5) * x + 8) * x - 4) : 0;
  }

  private static ResizeTable filtered(
      ResizeAxis axis,
      DoubleUnaryOperator filter,
      int radius,
      boolean antialias,
      boolean excludeOutside) {
    double stretch = antialias ? Math.min(1, axis.scale()) : 1;
    List<Output> outputs = new ArrayList<>();
    for (int o = 0; o < axis.output(); o++) {
      double at = axis.source(o);
      outputs.add(
          axis.outside(at)
              ? new Output(axis.extrapolation(), List.of())
              : new Output(
                  0, taps(axis.input(), at, filter, radius / stretch, stretch, excludeOutside)));
    }
    return new ResizeTable(axis.input(), outputs);
  }

  private static List<Tap> taps(
      int input,
      double at,
      DoubleUnaryOperator filter,
      double reach,
      double stretch,
      boolean excludeOutside) {
    int last = input - 1;
    int from = (int) Math.ceil(at - reach);
    int to = (int) Math.floor(at + reach);
    int first = Math.clamp(from, 0, last);
    double[] weights = new double[Math.clamp(to, 0, last) - first + 1];
    double sum = 0;
    for (int i = from; i <= to; i++) {
      if (!excludeOutside || (i >= 0 && i <= last)) {
        double weight = filter.applyAsDouble((i - at) * stretch);
        weights[Math.clamp(i, 0, last) - first] += weight;
        sum += weight;
      }
    }
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        taps.add(new Tap(first + i, (float) (weights[i] / sum)));
      }
    }
    return taps;
  }

  /// The table of the adjoint: what each value of the input gave to which outputs.
  public ResizeTable transposed() {
    List<List<Tap>> readers = new ArrayList<>();
    for (int i = 0; i < input; i++) {
      readers.add(new ArrayList<>());
    }
    for (int o = 0; o < outputs.size(); o++) {
      for (Tap tap : outputs.get(o).taps()) {
        readers.get(tap.index()).add(new Tap(o, tap.weight()));
      }
    }
    return new ResizeTable(
        outputs.size(), readers.stream().map(taps -> new Output(0, taps)).toList());
  }

  /// Whether value `o` of the output comes from no value of the input.
  public boolean outside(int o) {
    return outputs.get(o).taps().isEmpty();
  }

  /// How many taps all values have together.
  public int taps() {
    return outputs.stream().mapToInt(output -> output.taps().size()).sum();
  }

  @Override
  public String toString() {
    return "ResizeTable[%d to %d, %d taps]".formatted(input, outputs.size(), taps());
  }
}

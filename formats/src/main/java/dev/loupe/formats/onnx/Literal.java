package dev.loupe.formats.onnx;

import dev.loupe.tensor.LoupeException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// A value that is known while a graph is translated: a size, an index, a setting.
///
/// Values are doubles, rounded to the type after each operation; integers beyond 2^53 only stand
/// for "as many as there are", as in the end of a slice.
///
/// @param type of the elements
/// @param dims the sizes in ONNX's order, 0 allowed
/// @param values last axis fastest, not to be changed
record Literal(OnnxType type, int[] dims, double[] values) {
  /// Sizes and indices are few; what claims to be more is a mistake, or malice.
  private static final int MOST = 1 << 24;

  /// Rounds to the type.
  Literal {
    if (type == OnnxType.FLOAT) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) values[i];
      }
    }
  }

  static Literal of(OnnxTensor tensor) {
    double[] values = new double[tensor.length()];
    if (tensor.type() == OnnxType.DOUBLE) {
      tensor.bytes().asDoubleBuffer().get(0, values);
    } else if (tensor.type().floating()) {
      float[] floats = tensor.floats();
      Arrays.setAll(values, i -> floats[i]);
    } else {
      long[] longs = tensor.longs();
      Arrays.setAll(values, i -> longs[i]);
    }
    return new Literal(tensor.type(), sizes(tensor.sizes()), values);
  }

  /// A list of integers.
  static Literal integers(long... values) {
    return new Literal(
        OnnxType.INT64,
        new int[] {values.length},
        Arrays.stream(values).asDoubleStream().toArray());
  }

  static Literal scalar(OnnxType type, double value) {
    return new Literal(type, new int[0], new double[] {value});
  }

  static int[] sizes(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /// How many elements a shape has.
  static int count(int... dims) {
    return (int) OnnxTensor.elements(Arrays.stream(dims).boxed().toList());
  }

  /// Room for the values of a shape.
  ///
  /// @throws LoupeException if they are too many for a value that is known beforehand
  static double[] room(int... dims) {
    int count = count(dims);
    if (count > MOST) {
      throw LoupeException.of("a value that is known beforehand is too large")
          .expected("at most " + MOST + " elements")
          .got(Arrays.toString(dims));
    }
    return new double[count];
  }

  int rank() {
    return dims.length;
  }

  int length() {
    return values.length;
  }

  /// All values as integers.
  int[] ints() {
    return Arrays.stream(values)
        .mapToInt(v -> (int) Math.clamp(v, Integer.MIN_VALUE, Integer.MAX_VALUE))
        .toArray();
  }

  /// The only value.
  double single() {
    if (values.length != 1) {
      throw LoupeException.of("one number was expected").got(values.length + " numbers");
    }
    return values[0];
  }

  Literal reshaped(int... next) {
    return new Literal(type, next, values);
  }

  /// The same values as another type: fractions are cut off, truth is 1.
  Literal cast(OnnxType next) {
    DoubleUnaryOperator f =
        switch (next) {
          case BOOL -> v -> v != 0 ? 1 : 0;
          case FLOAT16 -> v -> Float.float16ToFloat(Float.floatToFloat16((float) v));
          case BFLOAT16 -> v -> bfloat16((float) v);
          case FLOAT, DOUBLE, STRING -> v -> v;
          case INT32 -> v -> (int) (long) v;
          case UINT8 -> v -> (long) v & 0xFF;
          case INT8 -> v -> (byte) (long) v;
          case UINT16 -> v -> (long) v & 0xFFFF;
          case INT16 -> v -> (short) (long) v;
          case UINT32 -> v -> (long) v & 0xFFFFFFFFL;
          case INT64, UINT64 -> v -> Math.abs(v) < 0x1p53 ? (long) v : v;
        };
    return map(next, f);
  }

  private static double bfloat16(float v) {
    int bits = Float.floatToRawIntBits(v);
    int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
    return Float.isNaN(v) ? v : Float.intBitsToFloat(rounded & 0xFFFF0000);
  }

  Literal map(OnnxType next, DoubleUnaryOperator f) {
    return new Literal(next, dims, Arrays.stream(values).map(f).toArray());
  }

  /// Value by value with NumPy's broadcasting.
  static Literal zip(OnnxType type, Literal a, Literal b, DoubleBinaryOperator f) {
    int[] dims = join(a.dims, b.dims);
    Literal x = a.expanded(dims);
    Literal y = b.expanded(dims);
    double[] values = new double[x.length()];
    Arrays.setAll(values, i -> f.applyAsDouble(x.values[i], y.values[i]));
    return new Literal(type, dims, values);
  }

  /// The shape of two values together, by NumPy's broadcasting.
  static int[] join(int[] a, int[] b) {
    int[] dims = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= dims.length; i++) {
      int p = i <= a.length ? a[a.length - i] : 1;
      int q = i <= b.length ? b[b.length - i] : 1;
      if (p != q && p != 1 && q != 1) {
        throw LoupeException.of("two values can't be joined")
            .expected("sizes that are alike or 1, counted from the last")
            .got(Arrays.toString(a) + " and " + Arrays.toString(b));
      }
      dims[dims.length - i] = p == 1 ? q : p;
    }
    return dims;
  }

  Literal expanded(int... target) {
    if (Arrays.equals(dims, target)) {
      return this;
    }
    int[] steps = new int[target.length];
    int step = 1;
    for (int i = 1; i <= dims.length; i++) {
      int d = dims[dims.length - i];
      steps[target.length - i] = d == 1 ? 0 : step;
      step *= d;
    }
    return gathered(target, 0, steps);
  }

  /// The axes in another order.
  Literal transposed(int... order) {
    int[] steps = steps(dims);
    int[] target = new int[dims.length];
    int[] moved = new int[dims.length];
    for (int i = 0; i < order.length; i++) {
      target[i] = dims[order[i]];
      moved[i] = steps[order[i]];
    }
    return gathered(target, 0, moved);
  }

  /// The values at a start, and in steps along each axis.
  Literal gathered(int[] target, int start, int[] steps) {
    double[] result = room(target);
    int[] at = new int[target.length];
    int from = start;
    for (int i = 0; i < result.length; i++) {
      result[i] = values[from];
      for (int axis = target.length - 1; axis >= 0; axis--) {
        from += steps[axis];
        if (++at[axis] < target[axis]) {
          break;
        }
        from -= steps[axis] * target[axis];
        at[axis] = 0;
      }
    }
    return new Literal(type, target, result);
  }

  /// How far apart neighbours of each axis lie.
  static int[] steps(int... dims) {
    int[] steps = new int[dims.length];
    int step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      steps[i] = step;
      step *= dims[i];
    }
    return steps;
  }

  /// As a tensor of a file.
  OnnxTensor tensor(String name) {
    List<Integer> sizes = Arrays.stream(dims).boxed().toList();
    if (type.floating()) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return OnnxTensor.of(name, sizes, floats);
    }
    return OnnxTensor.of(name, sizes, Arrays.stream(values).mapToLong(v -> (long) v).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Literal l
        && type == l.type
        && Arrays.equals(dims, l.dims)
        && Arrays.equals(values, l.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) + 31 * Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return type + " " + Arrays.toString(dims);
  }
}

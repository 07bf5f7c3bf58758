package dev.loupe.kernel;

import dev.loupe.kernel.Epilogue.AddChannels;
import dev.loupe.kernel.Epilogue.AddTensor;
import dev.loupe.kernel.Epilogue.Apply;
import dev.loupe.kernel.Epilogue.Stage;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/// The epilogues of most networks, done to a tile as soon as it is written, while it lies in the
/// first-level cache: a bias, then perhaps a residual, then perhaps ReLU or ReLU6. The arithmetic
/// is that of [EpilogueKernel], value by value.
///
/// @param bias the operand with the bias
/// @param residual the operand with the other path of a residual, or -1
/// @param function what is applied last
record TileEpilogue(int bias, int residual, Function function) {
  /// What may be applied last.
  enum Function {
    NONE,
    RELU,
    RELU6
  }

  /// The same epilogue for tiles, or null where it is not one of those.
  ///
  /// @param inputs how many inputs the producer has
  static @Nullable TileEpilogue of(Epilogue epilogue, int inputs) {
    List<Stage> stages = epilogue.stages();
    int i = 0;
    if (stages.isEmpty() || !(stages.get(i++) instanceof AddChannels)) {
      return null;
    }
    int residual = -1;
    if (i < stages.size() && stages.get(i) instanceof AddTensor) {
      residual = inputs + i++;
    }
    Function function = Function.NONE;
    if (i < stages.size() && stages.get(i) instanceof Apply apply) {
      switch (apply.function().kind()) {
        case RELU -> function = Function.RELU;
        case RELU6 -> function = Function.RELU6;
        case LEAKY_RELU,
            ELU,
            SELU,
            GELU,
            GELU_TANH,
            SILU,
            HARD_SWISH,
            HARD_SIGMOID,
            SIGMOID,
            TANH -> {
          return null;
        }
      }
      i++;
    }
    return i == stages.size() ? new TileEpilogue(inputs, residual, function) : null;
  }

  /// A bias that changes nothing that it is added to: zeros below 0.
  static float[] nothing(int channels) {
    float[] zeros = new float[channels];
    Arrays.fill(zeros, -0.0f);
    return zeros;
  }

  /// All at most this becomes it. Without a function the bounds are infinite: nothing changes.
  float low() {
    return function == Function.NONE ? Float.NEGATIVE_INFINITY : 0;
  }

  /// All at least this becomes it.
  float high() {
    return function == Function.RELU6 ? 6 : Float.POSITIVE_INFINITY;
  }

  /// Finishes a block of the output.
  ///
  /// @param at the index of its first value in the output
  /// @param rows pixels
  /// @param step from pixel to pixel
  /// @param column the channel of its first value
  /// @param columns channels
  void finish(Operands o, int at, int rows, int step, int column, int columns) {
    float[] y = o.output();
    int to = o.outputOffset() + at;
    float[] b = o.array(bias);
    int b0 = o.offset(bias) + column;
    float[] r = residual < 0 ? y : o.array(residual);
    int r0 = residual < 0 ? to : o.offset(residual) + at;
    float low = low();
    float high = high();
    int n = Lanes.N;
    int c = 0;
    if (columns > 4 * n) {
      // Whole pixels, one after the other.
      c = Lanes.F.loopBound(columns);
      if (residual < 0) {
        wide(b, b0, y, to, rows, step, c, low, high);
      } else {
        wide(b, b0, r, r0, y, to, rows, step, c, low, high);
      }
    }
    if (c + 4 * n <= columns) {
      if (residual < 0) {
        four(b, b0 + c, y, to + c, rows, step, low, high);
      } else {
        four(b, b0 + c, r, r0 + c, y, to + c, rows, step, low, high);
      }
      c += 4 * n;
    }
    if (c + 2 * n <= columns) {
      if (residual < 0) {
        two(b, b0 + c, y, to + c, rows, step, low, high);
      } else {
        two(b, b0 + c, r, r0 + c, y, to + c, rows, step, low, high);
      }
      c += 2 * n;
    }
    if (c + n <= columns) {
      if (residual < 0) {
        one(b, b0 + c, y, to + c, rows, step, low, high);
      } else {
        one(b, b0 + c, r, r0 + c, y, to + c, rows, step, low, high);
      }
      c += n;
    }
    if (c < columns) {
      int rest = columns - c;
      int other = residual < 0 ? 0 : rest;
      rest(b, b0 + c, r, r0 + c, other, y, to + c, rest, rows, step, low, high);
    }
  }

  /// All at most `low` becomes `low`, all at least `high` becomes `high`; NaN stays.
  static FloatVector clamp(FloatVector x, FloatVector low, FloatVector high) {
    FloatVector y = x.blend(low, x.compare(VectorOperators.LE, low));
    return y.blend(high, y.compare(VectorOperators.GE, high));
  }

  /// Vectors of a pixel, one after the other.
  private static void wide(
      float[] b, int b0, float[] y, int to, int rows, int step, int whole, float low, float high) {
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i + c).add(v);
        clamp(x, l, h).intoArray(y, i + c);
      }
    }
  }

  private static void wide(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      int whole,
      float low,
      float high) {
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      int j = r0 + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i + c).add(v);
        x = x.add(FloatVector.fromArray(Lanes.F, r, j + c));
        clamp(x, l, h).intoArray(y, i + c);
      }
    }
  }

  /// 4 vectors of each pixel.
  private static void four(
      float[] b, int b0, float[] y, int to, int rows, int step, float low, float high) {
    int n = Lanes.N;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector b1 = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector b2 = FloatVector.fromArray(Lanes.F, b, b0 + n);
    FloatVector b3 = FloatVector.fromArray(Lanes.F, b, b0 + 2 * n);
    FloatVector b4 = FloatVector.fromArray(Lanes.F, b, b0 + 3 * n);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(b1);
      clamp(x, l, h).intoArray(y, i);
      x = FloatVector.fromArray(Lanes.F, y, i + n).add(b2);
      clamp(x, l, h).intoArray(y, i + n);
      x = FloatVector.fromArray(Lanes.F, y, i + 2 * n).add(b3);
      clamp(x, l, h).intoArray(y, i + 2 * n);
      x = FloatVector.fromArray(Lanes.F, y, i + 3 * n).add(b4);
      clamp(x, l, h).intoArray(y, i + 3 * n);
    }
  }

  private static void four(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector b1 = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector b2 = FloatVector.fromArray(Lanes.F, b, b0 + n);
    FloatVector b3 = FloatVector.fromArray(Lanes.F, b, b0 + 2 * n);
    FloatVector b4 = FloatVector.fromArray(Lanes.F, b, b0 + 3 * n);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      int j = r0 + row * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(b1);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j));
      clamp(x, l, h).intoArray(y, i);
      x = FloatVector.fromArray(Lanes.F, y, i + n).add(b2);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j + n));
      clamp(x, l, h).intoArray(y, i + n);
      x = FloatVector.fromArray(Lanes.F, y, i + 2 * n).add(b3);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j + 2 * n));
      clamp(x, l, h).intoArray(y, i + 2 * n);
      x = FloatVector.fromArray(Lanes.F, y, i + 3 * n).add(b4);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j + 3 * n));
      clamp(x, l, h).intoArray(y, i + 3 * n);
    }
  }

  /// 2 vectors of each pixel.
  private static void two(
      float[] b, int b0, float[] y, int to, int rows, int step, float low, float high) {
    int n = Lanes.N;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector b1 = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector b2 = FloatVector.fromArray(Lanes.F, b, b0 + n);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(b1);
      clamp(x, l, h).intoArray(y, i);
      x = FloatVector.fromArray(Lanes.F, y, i + n).add(b2);
      clamp(x, l, h).intoArray(y, i + n);
    }
  }

  private static void two(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector b1 = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector b2 = FloatVector.fromArray(Lanes.F, b, b0 + n);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      int j = r0 + row * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(b1);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j));
      clamp(x, l, h).intoArray(y, i);
      x = FloatVector.fromArray(Lanes.F, y, i + n).add(b2);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j + n));
      clamp(x, l, h).intoArray(y, i + n);
    }
  }

  /// 1 vector of each pixel.
  private static void one(
      float[] b, int b0, float[] y, int to, int rows, int step, float low, float high) {
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector b1 = FloatVector.fromArray(Lanes.F, b, b0);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(b1);
      clamp(x, l, h).intoArray(y, i);
    }
  }

  private static void one(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      float low,
      float high) {
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector b1 = FloatVector.fromArray(Lanes.F, b, b0);
    for (int row = 0; row < rows; row++) {
      int i = to + row * step;
      int j = r0 + row * step;
      FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(b1);
      x = x.add(FloatVector.fromArray(Lanes.F, r, j));
      clamp(x, l, h).intoArray(y, i);
    }
  }

  /// The last channels, which don't fill a vector.
  private static void rest(
      float[] b,
      int b0,
      float[] r,
      int r0,
      int other,
      float[] y,
      int to,
      int columns,
      int rows,
      int step,
      float low,
      float high) {
    VectorMask<Float> some = Lanes.F.indexInRange(0, columns);
    VectorMask<Float> both = Lanes.F.indexInRange(0, other);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector v = FloatVector.fromArray(Lanes.F, b, b0, some);
    for (int i = 0; i < rows; i++) {
      FloatVector x = FloatVector.fromArray(Lanes.F, y, to + i * step, some).add(v);
      x = x.add(FloatVector.fromArray(Lanes.F, r, r0 + i * step, both), both);
      clamp(x, l, h).intoArray(y, to + i * step, some);
    }
  }
}

package dev.loupe.kernel;

import dev.loupe.kernel.Epilogue.AddChannels;
import dev.loupe.kernel.Epilogue.AddTensor;
import dev.loupe.kernel.Epilogue.Apply;
import dev.loupe.kernel.Epilogue.Stage;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
    int whole = Lanes.F.loopBound(columns);
    if (residual < 0) {
      switch (function) {
        case NONE -> bias(b, b0, y, to, rows, step, whole);
        case RELU -> biasRelu(b, b0, y, to, rows, step, whole);
        case RELU6 -> biasRelu6(b, b0, y, to, rows, step, whole);
      }
    } else {
      switch (function) {
        case NONE -> residual(b, b0, r, r0 - to, y, to, rows, step, whole);
        case RELU -> residualRelu(b, b0, r, r0 - to, y, to, rows, step, whole);
        case RELU6 -> residualRelu6(b, b0, r, r0 - to, y, to, rows, step, whole);
      }
    }
    if (whole < columns) {
      rest(b, b0 + whole, r, r0 + whole, y, to + whole, rows, step, columns - whole);
    }
  }

  /// The last channels, which don't fill a vector. A loop for each function: a vector that comes
  /// from several branches would be an object in memory.
  private void rest(
      float[] b, int b0, float[] r, int r0, float[] y, int to, int rows, int step, int columns) {
    VectorMask<Float> some = Lanes.F.indexInRange(0, columns);
    VectorMask<Float> other = Lanes.F.indexInRange(0, residual < 0 ? 0 : columns);
    switch (function) {
      case NONE -> rest(b, b0, r, r0, y, to, rows, step, some, other);
      case RELU -> restRelu(b, b0, r, r0, y, to, rows, step, some, other);
      case RELU6 -> restRelu6(b, b0, r, r0, y, to, rows, step, some, other);
    }
  }

  private static void rest(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      VectorMask<Float> some,
      VectorMask<Float> other) {
    FloatVector v = FloatVector.fromArray(Lanes.F, b, b0, some);
    for (int i = 0; i < rows; i++) {
      FloatVector x = FloatVector.fromArray(Lanes.F, y, to + i * step, some).add(v);
      x = x.add(FloatVector.fromArray(Lanes.F, r, r0 + i * step, other), other);
      x.intoArray(y, to + i * step, some);
    }
  }

  private static void restRelu(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      VectorMask<Float> some,
      VectorMask<Float> other) {
    FloatVector v = FloatVector.fromArray(Lanes.F, b, b0, some);
    for (int i = 0; i < rows; i++) {
      FloatVector x = FloatVector.fromArray(Lanes.F, y, to + i * step, some).add(v);
      x = x.add(FloatVector.fromArray(Lanes.F, r, r0 + i * step, other), other);
      ActivationVector.relu(x).intoArray(y, to + i * step, some);
    }
  }

  private static void restRelu6(
      float[] b,
      int b0,
      float[] r,
      int r0,
      float[] y,
      int to,
      int rows,
      int step,
      VectorMask<Float> some,
      VectorMask<Float> other) {
    FloatVector v = FloatVector.fromArray(Lanes.F, b, b0, some);
    for (int i = 0; i < rows; i++) {
      FloatVector x = FloatVector.fromArray(Lanes.F, y, to + i * step, some).add(v);
      x = x.add(FloatVector.fromArray(Lanes.F, r, r0 + i * step, other), other);
      ActivationVector.clamp6(x).intoArray(y, to + i * step, some);
    }
  }

  private static void bias(float[] b, int b0, float[] y, int to, int rows, int step, int whole) {
    for (int row = 0; row < rows; row++) {
      int start = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        int i = start + c;
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(v);
        x.intoArray(y, i);
      }
    }
  }

  private static void biasRelu(
      float[] b, int b0, float[] y, int to, int rows, int step, int whole) {
    for (int row = 0; row < rows; row++) {
      int start = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        int i = start + c;
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(v);
        ActivationVector.relu(x).intoArray(y, i);
      }
    }
  }

  private static void biasRelu6(
      float[] b, int b0, float[] y, int to, int rows, int step, int whole) {
    for (int row = 0; row < rows; row++) {
      int start = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        int i = start + c;
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(v);
        ActivationVector.clamp6(x).intoArray(y, i);
      }
    }
  }

  private static void residual(
      float[] b, int b0, float[] r, int back, float[] y, int to, int rows, int step, int whole) {
    for (int row = 0; row < rows; row++) {
      int start = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        int i = start + c;
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(v);
        x = x.add(FloatVector.fromArray(Lanes.F, r, back + i));
        x.intoArray(y, i);
      }
    }
  }

  private static void residualRelu(
      float[] b, int b0, float[] r, int back, float[] y, int to, int rows, int step, int whole) {
    for (int row = 0; row < rows; row++) {
      int start = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        int i = start + c;
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(v);
        x = x.add(FloatVector.fromArray(Lanes.F, r, back + i));
        ActivationVector.relu(x).intoArray(y, i);
      }
    }
  }

  private static void residualRelu6(
      float[] b, int b0, float[] r, int back, float[] y, int to, int rows, int step, int whole) {
    for (int row = 0; row < rows; row++) {
      int start = to + row * step;
      for (int c = 0; c < whole; c += Lanes.N) {
        int i = start + c;
        FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + c);
        FloatVector x = FloatVector.fromArray(Lanes.F, y, i).add(v);
        x = x.add(FloatVector.fromArray(Lanes.F, r, back + i));
        ActivationVector.clamp6(x).intoArray(y, i);
      }
    }
  }
}

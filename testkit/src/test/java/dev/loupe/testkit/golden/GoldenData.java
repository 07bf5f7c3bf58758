package dev.loupe.testkit.golden;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.charset.StandardCharsets;

/// The weights and inputs of the golden cases, by the formula that `golden.py` has too.
///
/// Values are numbered in PyTorch's order (channels before places, outputs before inputs).
final class GoldenData {
  private GoldenData() {}

  /// Multiples of 2^-23 in [-1, 1): FNV-1a of the name, mixed with the index by Murmur's finaliser.
  static float uniform(String name, int index) {
    return uniform(hash(name), index);
  }

  private static int hash(String name) {
    int h = 0x811C9DC5;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      h = (h ^ b) * 0x01000193;
    }
    return h;
  }

  private static float uniform(int hash, int index) {
    int z = hash ^ (index * 0x9E3779B1);
    z = (z ^ (z >>> 16)) * 0x85EBCA6B;
    z = (z ^ (z >>> 13)) * 0xC2B2AE35;
    z ^= z >>> 16;
    return (z >>> 8) * 0x1p-23f - 1;
  }

  /// Fills a tensor N, spatial..., C.
  static void fill(String name, Tensor t, float scale) {
    fill(name, t, order(t.shape()), scale, 0);
  }

  /// Fills a tensor N, spatial... with numbers of classes.
  static void indices(String name, Tensor t, int classes) {
    int[] order = new int[t.shape().rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    fill(name, t, order, 1, 0);
    toClasses(t, classes);
  }

  /// Fills a tensor N, spatial..., C with numbers of classes.
  static void classes(String name, Tensor t, int classes) {
    fill(name, t, 1);
    toClasses(t, classes);
  }

  private static void toClasses(Tensor t, int classes) {
    for (int i = 0; i < t.length(); i++) {
      t.set(i, (float) Math.floor((t.get(i) + 1.0) / 2 * classes));
    }
  }

  /// Fills rows with whole numbers of 1 to 9 over their sum.
  static void distributions(String name, Tensor t) {
    fill(name, t, 1);
    int k = t.shape().channels();
    for (int row = 0; row < t.length(); row += k) {
      double sum = 0;
      for (int i = row; i < row + k; i++) {
        t.set(i, (float) (Math.rint((t.get(i) + 1.0) * 4) + 1));
        sum += t.get(i);
      }
      for (int i = row; i < row + k; i++) {
        t.set(i, (float) (t.get(i) / sum));
      }
    }
  }

  /// Weights near 0 by their fan in, scales and variances near 1, the rest near 0; an optimiser's
  /// memory is empty.
  static ParameterSource parameters(String name) {
    return parameters(name, 1.7);
  }

  /// The same with other weights.
  ///
  /// @param gain the largest weight where the fan in is 1
  static ParameterSource parameters(String name, double gain) {
    return (variable, into) -> {
      if (variable.role() == Role.OPTIMISER) {
        into.fill(0);
        return;
      }
      String path = variable.path();
      boolean nearOne = path.endsWith("weight") || path.endsWith("running_var");
      float scale = 0.25f;
      float shift = nearOne ? 1 : 0;
      if (variable.shape().rank() > 1) {
        int outputs = variable.shape().size(order(variable)[0]);
        scale = (float) (gain / Math.sqrt(variable.shape().length() / outputs));
        shift = 0;
      }
      fill(name + "/" + path, into, order(variable), scale, shift);
    };
  }

  /// The values in PyTorch's order.
  static float[] read(Tensor t, int[] order) {
    float[] values = new float[t.length()];
    int[] at = new int[order.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = t.get(index(t.shape(), order, at));
      next(t.shape(), order, at);
    }
    return values;
  }

  /// Which axis of N, spatial..., C each of PyTorch's is.
  static int[] order(Shape shape) {
    int[] order = new int[shape.rank()];
    for (int i = 2; i < order.length; i++) {
      order[i] = i - 1;
    }
    if (order.length > 1) {
      order[1] = order.length - 1;
    }
    return order;
  }

  /// Which axis of a variable each of PyTorch's is.
  static int[] order(Variable variable) {
    int rank = variable.shape().rank();
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = variable.layout() == Layout.PLAIN ? i : i < 2 ? rank - 1 - i : i - 2;
    }
    return order;
  }

  private static void fill(String name, Tensor t, int[] order, float scale, float shift) {
    int hash = hash(name);
    int[] sizes = new int[order.length];
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      sizes[i] = t.shape().size(order[i]);
      steps[i] = t.shape().range(order[i] + 1, order.length).length();
    }
    int[] at = new int[order.length];
    int place = 0;
    for (int i = 0; i < t.length(); i++) {
      t.set(place, uniform(hash, i) * scale + shift);
      for (int axis = order.length - 1; axis >= 0; axis--) {
        place += steps[axis];
        if (++at[axis] < sizes[axis]) {
          break;
        }
        place -= sizes[axis] * steps[axis];
        at[axis] = 0;
      }
    }
  }

  /// The place in memory of an index of PyTorch's axes.
  private static int index(Shape shape, int[] order, int[] at) {
    int[] own = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      own[order[i]] = at[i];
    }
    int index = 0;
    for (int i = 0; i < own.length; i++) {
      index = index * shape.size(i) + own[i];
    }
    return index;
  }

  private static void next(Shape shape, int[] order, int[] at) {
    for (int i = at.length - 1; i >= 0; i--) {
      if (++at[i] < shape.size(order[i])) {
        return;
      }
      at[i] = 0;
    }
  }
}

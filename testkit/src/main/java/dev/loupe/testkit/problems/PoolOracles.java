package dev.loupe.testkit.problems;

import dev.loupe.kernel.Axis;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Oracle;
import java.util.ArrayList;
import java.util.List;

/// Pooling from its definition: for every output, the list of the input values under its window.
final class PoolOracles {
  private PoolOracles() {}

  /// Which inputs an output index reads along one axis, as far as they exist.
  interface Reach {
    List<Integer> inputs(int axis, int output, int size);

    /// How many places of the window count in an average over padding too.
    int counted(int axis, int output, int size);
  }

  static Reach sliding(Window window) {
    return new Reach() {
      @Override
      public List<Integer> inputs(int axis, int output, int size) {
        List<Integer> in = new ArrayList<>();
        Axis a = window.axis(axis);
        for (int k = 0; k < a.kernel(); k++) {
          int at = output * a.stride() - a.before() + k * a.dilation();
          if (at >= 0 && at < size) {
            in.add(at);
          }
        }
        return in;
      }

      @Override
      public int counted(int axis, int output, int size) {
        Axis a = window.axis(axis);
        int count = 0;
        for (int k = 0; k < a.kernel(); k++) {
          count += output * a.stride() + k * a.dilation() < a.before() + size + a.after() ? 1 : 0;
        }
        return count;
      }
    };
  }

  static Reach adaptive(List<Integer> sizes) {
    return new Reach() {
      @Override
      public List<Integer> inputs(int axis, int output, int size) {
        List<Integer> in = new ArrayList<>();
        int out = sizes.get(axis);
        for (int i = (int) Math.floor((double) output * size / out);
            i < Math.ceil((output + 1.0) * size / out);
            i++) {
          in.add(i);
        }
        return in;
      }

      @Override
      public int counted(int axis, int output, int size) {
        return inputs(axis, output, size).size();
      }
    };
  }

  static Oracle forward(PoolKind kind, Reach reach) {
    return (in, shapes, out) -> {
      double[] x = in.get(0);
      double[] y = new double[out.length()];
      for (int i = 0; i < y.length; i++) {
        List<Integer> under = under(reach, shapes.get(0), out, i);
        double sum = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int at : under) {
          sum += x[at];
          most = Math.max(most, x[at]);
        }
        y[i] = kind == PoolKind.MAX ? most : sum / divisor(kind, reach, shapes.get(0), out, i);
      }
      return y;
    };
  }

  /// Where the first largest value lies in the order N, C, spatial.
  static Oracle indices(Reach reach, boolean columnMajor) {
    return (in, shapes, out) -> {
      Shape shape = shapes.get(0);
      double[] y = new double[out.length()];
      for (int i = 0; i < y.length; i++) {
        List<Integer> under = under(reach, shape, out, i);
        int first = under.get(0);
        for (int at : under) {
          first = in.get(0)[at] > in.get(0)[first] ? at : first;
        }
        int[] index = Indices.of(first, shape);
        int rank = shape.spatialRank();
        int place = 0;
        for (int a = 0; a < rank; a++) {
          int axis = columnMajor ? rank - a : a + 1;
          place = place * shape.size(axis) + index[axis];
        }
        int places = shape.length() / shape.size(0) / shape.channels();
        y[i] = (index[0] * shape.channels() + index[rank + 1]) * places + place;
      }
      return y;
    };
  }

  static Oracle backward(PoolKind kind, Reach reach) {
    return (in, shapes, input) -> {
      double[] gy = in.get(in.size() - 1);
      Shape out = shapes.get(in.size() - 1);
      double[] gx = new double[input.length()];
      for (int i = 0; i < gy.length; i++) {
        List<Integer> under = under(reach, input, out, i);
        if (kind == PoolKind.MAX) {
          double[] x = in.get(0);
          int first = under.get(0);
          for (int at : under) {
            first = x[at] > x[first] ? at : first;
          }
          gx[first] += gy[i];
        } else {
          for (int at : under) {
            gx[at] += gy[i] / divisor(kind, reach, input, out, i);
          }
        }
      }
      return gx;
    };
  }

  private static double divisor(PoolKind kind, Reach reach, Shape in, Shape out, int i) {
    if (kind == PoolKind.AVERAGE) {
      return under(reach, in, out, i).size();
    }
    int[] index = Indices.of(i, out);
    double count = 1;
    for (int axis = 0; axis < in.spatialRank(); axis++) {
      count *= reach.counted(axis, index[axis + 1], in.size(axis + 1));
    }
    return count;
  }

  /// The flat indices of the inputs under the window of output `i`, in scan order.
  private static List<Integer> under(Reach reach, Shape in, Shape out, int i) {
    int[] index = Indices.of(i, out);
    List<Integer> under = List.of(index[0]);
    for (int axis = 0; axis < in.spatialRank(); axis++) {
      List<Integer> next = new ArrayList<>();
      for (int before : under) {
        for (int at : reach.inputs(axis, index[axis + 1], in.size(axis + 1))) {
          next.add(before * in.size(axis + 1) + at);
        }
      }
      under = next;
    }
    int channel = index[index.length - 1];
    return under.stream().map(at -> at * in.channels() + channel).toList();
  }
}

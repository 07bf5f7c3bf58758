package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Transpose;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Brings values into the order of axes that a kernel needs, and sees where none is needed.
final class Layouts {
  private Layouts() {}

  /// The value with its axes in an order; itself where they already lie so.
  static Placed in(Scope scope, Placed p, int... order) {
    if (Arrays.equals(p.order(), order)) {
      return p;
    }
    List<Integer> permutation = new ArrayList<>();
    for (int axis : order) {
      permutation.add(p.memory(axis));
    }
    return new Placed(scope.apply(new Transpose(permutation), p.value()), p.type(), order);
  }

  /// The value as ONNX counts its axes.
  static Placed plain(Scope scope, Placed p) {
    return in(scope, p, Placed.identity(p.rank()));
  }

  /// The value as N, spatial..., C.
  static Placed channelsLast(Scope scope, Placed p) {
    return in(scope, p, Placed.channelsLast(p.rank()));
  }

  /// Values that can be joined by broadcasting: of one rank, in one order, that of the largest.
  static List<Placed> joined(Scope scope, List<Placed> values) {
    int rank = values.stream().mapToInt(Placed::rank).max().orElse(0);
    Placed lead = values.getFirst();
    for (Placed p : values) {
      boolean larger = p.value().shape().elements() > lead.value().shape().elements();
      if (p.rank() > lead.rank() || (p.rank() == lead.rank() && larger)) {
        lead = p;
      }
    }
    int[] order = lead.order();
    List<Placed> joined = new ArrayList<>();
    for (Placed p : values) {
      joined.add(aligned(scope, p, rank, order));
    }
    return joined;
  }

  private static Placed aligned(Scope scope, Placed p, int rank, int[] order) {
    if (Arrays.equals(p.order(), order)) {
      return p;
    }
    int missing = rank - p.rank();
    int[] own = Arrays.stream(order).filter(a -> a >= missing).map(a -> a - missing).toArray();
    Placed moved = in(scope, p, own);
    int[] dims = p.dims();
    int[] sizes = Arrays.stream(order).map(a -> a < missing ? 1 : dims[a - missing]).toArray();
    return new Placed(reshape(scope, moved.value(), Shape.of(sizes)), p.type(), order);
  }

  static Value reshape(Scope scope, Value v, Shape shape) {
    return v.shape().equals(shape) ? v : scope.apply(new Reshape(shape), v);
  }

  /// The value under other sizes.
  ///
  /// Axes that are split stay where they are, and axes that are joined do so where they lie next to
  /// each other in memory; only what remains moves.
  static Placed reshaped(Scope scope, Placed p, int... target) {
    int[] dims = p.dims();
    if (Arrays.equals(dims, target)) {
      return p;
    }
    // Groups of axes that hold the same values before and after.
    List<int[]> groups = groups(dims, target);
    int[] order = p.order();
    for (int[] g : groups) {
      if (!together(order, g[0], g[1])) {
        Placed moved = in(scope, p, gathered(order, groups));
        return reshaped(scope, moved, groups, target);
      }
    }
    return reshaped(scope, p, groups, target);
  }

  private static Placed reshaped(Scope scope, Placed p, List<int[]> groups, int... target) {
    List<Integer> order = new ArrayList<>();
    for (int axis : p.order()) {
      for (int[] g : groups) {
        boolean first = axis == g[0] && g[1] > g[0];
        for (int out = g[2]; first && out < g[3]; out++) {
          order.add(out);
        }
      }
    }
    // Axes of size 1 that come from nowhere.
    for (int[] g : groups) {
      for (int out = g[2]; g[1] == g[0] && out < g[3]; out++) {
        order.add(Math.min(out, order.size()), out);
      }
    }
    int[] next = order.stream().mapToInt(Integer::intValue).toArray();
    int[] sizes = Arrays.stream(next).map(a -> target[a]).toArray();
    return new Placed(reshape(scope, p.value(), Shape.of(sizes)), p.type(), next);
  }

  /// The smallest runs of axes, from and to in the old and in the new sizes, with equal products.
  private static List<int[]> groups(int[] from, int[] to) {
    List<int[]> groups = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.length || j < to.length) {
      int si = i;
      int sj = j;
      long a = i < from.length ? from[i++] : 1;
      long b = j < to.length ? to[j++] : 1;
      while (a != b) {
        if (a < b) {
          a *= from[i++];
        } else {
          b *= to[j++];
        }
      }
      groups.add(new int[] {si, i, sj, j});
    }
    return groups;
  }

  /// Whether the axes lie next to each other in memory, in their order.
  private static boolean together(int[] order, int from, int to) {
    for (int at = 0; at < order.length; at++) {
      if (order[at] == from) {
        for (int i = from; i < to; i++) {
          if (at + i - from >= order.length || order[at + i - from] != i) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /// The order with each group's axes together, where the first of them lies.
  private static int[] gathered(int[] order, List<int[]> groups) {
    List<Integer> next = new ArrayList<>();
    for (int axis : order) {
      for (int[] g : groups) {
        if (axis == g[0]) {
          for (int i = g[0]; i < g[1]; i++) {
            next.add(i);
          }
        }
      }
    }
    return next.stream().mapToInt(Integer::intValue).toArray();
  }
}

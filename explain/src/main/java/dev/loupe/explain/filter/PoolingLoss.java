package dev.loupe.explain.filter;

import dev.loupe.explain.Lens;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.Pool;
import dev.loupe.kernel.PoolKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a pooling threw away of one sample.
///
/// @param layer of the pooling
/// @param before what went in, spatial..., channels
/// @param after what came out
/// @param kept the share of the energy that values which were passed on hold, 0 to 1
public record PoolingLoss(String layer, Tensor before, Tensor after, double kept) {
  private static final int FLOAT_BYTES = 4;

  /// Looks at all maximum poolings of a network whose input is the value of a layer.
  ///
  /// @param sample as the network takes it: spatial..., channels
  /// @throws LoupeException if it has another shape than the network's input
  public static List<PoolingLoss> of(Lens lens, Tensor sample) {
    Graph graph = lens.graph();
    Map<Integer, String> paths = new TreeMap<>();
    graph.layers().forEach((path, id) -> paths.putIfAbsent(id, path));
    List<Node> pools = new ArrayList<>();
    for (Node n : graph.nodes()) {
      boolean known =
          paths.containsKey(n.id())
              && paths.containsKey(n.inputs().stream().findFirst().orElse(-1));
      if (n.op() instanceof Pool p && p.kind() == PoolKind.MAX && known) {
        pools.add(n);
      }
    }
    List<String> wanted = new ArrayList<>();
    pools.forEach(n -> wanted.add(paths.getOrDefault(n.inputs().getFirst(), "")));
    pools.forEach(n -> wanted.add(paths.getOrDefault(n.id(), "")));
    if (pools.isEmpty()) {
      return List.of();
    }
    Map<String, Tensor> values =
        lens.values(
            sample.reshape(sample.shape().prepend(1)),
            List.copyOf(new java.util.LinkedHashSet<>(wanted)));
    List<PoolingLoss> losses = new ArrayList<>();
    for (int i = 0; i < pools.size(); i++) {
      Tensor before = values.getOrDefault(wanted.get(i), sample).item(0);
      String path = wanted.get(pools.size() + i);
      Tensor after = values.getOrDefault(path, sample).item(0);
      losses.add(
          new PoolingLoss(path, before, after, kept((Pool) pools.get(i).op(), before, after)));
    }
    return losses;
  }

  /// How much memory the values took, in bytes.
  public long bytesBefore() {
    return before.shape().elements() * FLOAT_BYTES;
  }

  /// How much memory the values take after it, in bytes.
  public long bytesAfter() {
    return after.shape().elements() * FLOAT_BYTES;
  }

  /// What is left of one channel where each place is given what the pooling says of it: the
  /// difference is what was thrown away. Spatial....
  ///
  /// @param channel from 0
  public Tensor lost(int channel) {
    Shape space = before.shape().range(0, before.shape().rank() - 1);
    Tensor lost = Tensor.zeros(space);
    int channels = before.shape().channels();
    for (int i = 0; i < lost.length(); i++) {
      int at = 0;
      int rest = i;
      int[] places = new int[space.rank()];
      for (int a = space.rank() - 1; a >= 0; a--) {
        places[a] = rest % space.size(a);
        rest /= space.size(a);
      }
      for (int a = 0; a < space.rank(); a++) {
        int size = after.shape().size(a);
        at = at * size + Math.min(size - 1, places[a] * size / space.size(a));
      }
      lost.set(i, before.get(i * channels + channel) - after.get(at * channels + channel));
    }
    return lost;
  }

  /// Each value that is the greatest under a window counts once.
  private static double kept(Pool pool, Tensor before, Tensor after) {
    int rank = pool.window().rank();
    int channels = before.shape().channels();
    boolean[] passed = new boolean[before.length()];
    int taps = pool.window().taps();
    for (int i = 0; i < after.length(); i++) {
      int channel = i % channels;
      for (int t = 0; t < taps; t++) {
        int from = place(pool, before.shape(), after.shape(), rank, i / channels, t);
        if (from >= 0 && before.get(from * channels + channel) == after.get(i)) {
          passed[from * channels + channel] = true;
          break;
        }
      }
    }
    double all = 0;
    double some = 0;
    for (int i = 0; i < passed.length; i++) {
      double energy = (double) before.get(i) * before.get(i);
      all += energy;
      some += passed[i] ? energy : 0;
    }
    return all > 0 ? some / all : 0;
  }

  /// The place under a tap of the window at an output place; -1 in the padding.
  private static int place(Pool pool, Shape in, Shape out, int rank, int place, int tap) {
    int[] at = new int[rank];
    int p = place;
    int t = tap;
    for (int a = rank - 1; a >= 0; a--) {
      dev.loupe.kernel.Axis axis = pool.window().axis(a);
      at[a] = p % out.size(a) * axis.stride() + t % axis.kernel() * axis.dilation() - axis.before();
      p /= out.size(a);
      t /= axis.kernel();
    }
    int flat = 0;
    for (int a = 0; a < rank; a++) {
      if (at[a] < 0 || at[a] >= in.size(a)) {
        return -1;
      }
      flat = flat * in.size(a) + at[a];
    }
    return flat;
  }
}

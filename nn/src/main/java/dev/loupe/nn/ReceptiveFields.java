package dev.loupe.nn;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Transpose;
import dev.loupe.graph.op.Upsample;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.kernel.Window;
import dev.loupe.nn.ReceptiveField.Axis;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Works out what part of the input each value of a graph depends on.
///
/// A window of kernel k, stride s, dilation d and padding b in front, over values with a field that
/// moves by j, moves the field's ends by `-b j` and `(d (k - 1) - b) j`, and its stride becomes
/// `s j`. Where paths meet, the field is the smallest that holds theirs. The statistics of layer
/// and group normalisation, which depend on a whole sample, are left aside, as is usual.
///
/// Source: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks,
/// Distill 2019.
public final class ReceptiveFields {
  private final Graph graph;
  private final Shape input;
  private final Map<Integer, ReceptiveField> fields = new HashMap<>();

  private ReceptiveFields(Graph graph, Shape input) {
    this.graph = graph;
    this.input = input;
  }

  /// The fields of a network.
  ///
  /// @param graph one with the input [Network#INPUT]: batch, spatial..., channels
  public static ReceptiveFields of(Graph graph) {
    Node in = graph.input(Network.INPUT);
    ReceptiveFields all = new ReceptiveFields(graph, in.shape());
    all.fields.put(in.id(), ReceptiveField.ofInput(in.shape().rank() - 2));
    graph.nodes().forEach(all::add);
    return all;
  }

  /// The field of a node's value; empty where it does not depend on the input.
  public Optional<ReceptiveField> field(int node) {
    return Optional.ofNullable(fields.get(node));
  }

  private void add(Node node) {
    List<Integer> seeing = node.inputs().stream().filter(fields::containsKey).toList();
    if (node.op() instanceof Source || node.op() instanceof GroupStats || seeing.isEmpty()) {
      return;
    }
    ReceptiveField field = null;
    for (int i : seeing) {
      ReceptiveField one = through(node, graph.node(i));
      field = field == null ? one : field.join(one);
    }
    if (field != null) {
      fields.put(node.id(), field);
    }
  }

  private ReceptiveField through(Node node, Node from) {
    ReceptiveField x = fields.getOrDefault(from.id(), ReceptiveField.ofInput(0));
    Shape in = from.shape();
    if (!spatial(in)) {
      return x;
    }
    return switch (node.op()) {
      case Convolution c -> windowed(x, c.window());
      case Pool p -> windowed(x, p.window());
      case ConvolutionBackData t -> transposed(x, t.window());
      case AdaptivePool a -> shared(x, in, node.shape());
      case Upsample u -> enlarged(x, in, node.shape(), u.mode() != UpsampleMode.NEAREST);
      case Pad p -> moved(x, p.before(), -1);
      case Slice s -> moved(x, s.starts(), 1);
      case Concat c when (c.axis() + in.rank()) % in.rank() != in.rank() - 1 -> whole(x, in);
      case Reduce r when !r.axes().equals(List.of(in.rank() - 1)) -> whole(x, in);
      case MatrixMultiply m when node.inputs().stream().allMatch(fields::containsKey) ->
          whole(x, in);
      case Reshape r when !keepsPlaces(in, node.shape()) -> whole(x, in);
      // Flattening begins with one: what follows no longer knows its places.
      case Transpose t -> whole(x, in);
      default -> x;
    };
  }

  /// Whether a value has the spatial axes of the input.
  private boolean spatial(Shape shape) {
    return shape.rank() == input.rank();
  }

  /// Whether the channels of each place stay together: as a vector, or parted on several axes.
  private static boolean keepsPlaces(Shape in, Shape out) {
    int places = in.rank() - 1;
    return out.channels() == in.channels()
        || (out.rank() > places && out.range(0, places).equals(in.range(0, places)));
  }

  private static ReceptiveField windowed(ReceptiveField x, Window window) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      dev.loupe.kernel.Axis w = window.axis(i);
      int last = w.extent() - 1 - w.before();
      axes.add(x.axes().get(i).window(-w.before(), last, w.stride()));
    }
    return new ReceptiveField(axes);
  }

  /// Each value is a sum over every stride-th tap, so over at most `ceil(extent / stride)` values.
  private static ReceptiveField transposed(ReceptiveField x, Window window) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      dev.loupe.kernel.Axis w = window.axis(i);
      int taps = (w.extent() + w.stride() - 1) / w.stride();
      int last = w.before() / w.stride();
      axes.add(x.axes().get(i).window(last - taps + 1, last, 1.0 / w.stride()));
    }
    return new ReceptiveField(axes);
  }

  private static ReceptiveField shared(ReceptiveField x, Shape in, Shape out) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < x.axes().size(); i++) {
      int from = in.size(i + 1);
      int to = out.size(i + 1);
      int most = (from + to - 1) / to + (from % to == 0 ? 0 : 1);
      Axis axis = x.axes().get(i);
      axes.add(axis.window(0, Math.min(from, most) - 1, to == 1 ? 0 : (double) from / to));
    }
    return new ReceptiveField(axes);
  }

  private static ReceptiveField enlarged(
      ReceptiveField x, Shape in, Shape out, boolean neighbours) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < x.axes().size(); i++) {
      double step = (double) in.size(i + 1) / out.size(i + 1);
      axes.add(x.axes().get(i).window(0, neighbours ? 1 : 0, step));
    }
    return new ReceptiveField(axes);
  }

  private static ReceptiveField moved(ReceptiveField x, List<Integer> by, int sign) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < x.axes().size(); i++) {
      int places = sign * by.get(i + 1);
      axes.add(x.axes().get(i).window(places, places, 1));
    }
    return new ReceptiveField(axes);
  }

  /// One value that depends on all positions.
  private static ReceptiveField whole(ReceptiveField x, Shape in) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < x.axes().size(); i++) {
      axes.add(x.axes().get(i).window(0, in.size(i + 1) - 1, 0));
    }
    return new ReceptiveField(axes);
  }
}

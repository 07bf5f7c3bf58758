package dev.loupe.formats.onnx;

import dev.loupe.formats.onnx.OnnxAttribute.Text;
import dev.loupe.formats.onnx.OnnxAttribute.Whole;
import dev.loupe.formats.onnx.OnnxAttribute.Wholes;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Transpose;
import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Exports what moves, repeats, cuts, joins or sums up values along axes.
final class ExportMoves {
  private final ExportScope scope;

  ExportMoves(ExportScope scope) {
    this.scope = scope;
  }

  /// Another order of Loupe's axes moves nothing in ONNX: only the note of the order changes.
  void transpose(Node n, Transpose t) {
    ExportedValue x = scope.held(scope.input(n, 0));
    List<Integer> place = ExportedValue.inverse(t.permutation());
    scope.hold(n, x.name(), x.order().stream().map(place::get).toList());
  }

  void reshape(Node n) {
    Node x = scope.input(n, 0);
    Extents from = scope.extents(x);
    Extents to = scope.extents(n);
    Regrouping groups;
    try {
      groups = Regrouping.of(from, to).met(from, scope.order(x));
    } catch (LoupeException e) {
      throw e.at(n.path());
    }
    boolean together = big(from, scope.order(x)).equals(big(from, groups.from()));
    List<Integer> order = together ? scope.order(x) : groups.from();
    String name = scope.read(n, x, order);
    scope.hold(n, reshaped(n, name, from, order, to, groups.to()), groups.to());
  }

  /// The axes whose size is not 1: others may lie anywhere.
  private static List<Integer> big(Extents e, List<Integer> order) {
    return order.stream().filter(axis -> !e.one(axis)).toList();
  }

  private String reshaped(
      Node n, String name, Extents from, List<Integer> order, Extents to, List<Integer> next) {
    boolean[] kept = new boolean[next.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = i < order.size() && from.sameSize(order.get(i), to, next.get(i));
    }
    boolean all = IntStream.range(0, kept.length).allMatch(i -> kept[i]);
    if (all && order.size() == next.size()) {
      return name;
    }
    if (next.size() == 2 && kept[0] && order.size() > 2) {
      return scope.out().node(n.path(), "Flatten", List.of(name), Map.of("axis", new Whole(1)));
    }
    List<Long> target = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      int axis = next.get(i);
      long open = kept[i] ? 0 : -1;
      target.add(to.fixed(axis) ? (long) to.some().size(axis) : open);
    }
    if (target.stream().filter(t -> t == -1).count() > 1) {
      throw scope.refusal(n, "a reshape spreads the batch over several axes");
    }
    return scope.out().node(n.path(), "Reshape", name, scope.out().longs(target));
  }

  void reduce(Node n, Reduce r) {
    Node x = scope.input(n, 0);
    int rank = x.shape().rank();
    List<Integer> axes = r.axes().stream().map(a -> Math.floorMod(a, rank)).sorted().toList();
    boolean spatial = rank > 2 && axes.equals(IntStream.range(1, rank - 1).boxed().toList());
    if (spatial && (r.kind() == ReduceKind.MEAN || r.kind() == ReduceKind.MAX)) {
      global(n, x, r);
      return;
    }
    List<Integer> order = scope.order(x);
    List<Long> places =
        IntStream.range(0, rank)
            .filter(i -> axes.contains(order.get(i)))
            .asLongStream()
            .boxed()
            .toList();
    String in = scope.held(x).name();
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("keepdims", new Whole(r.keep() ? 1 : 0));
    List<String> inputs = new ArrayList<>(List.of(in));
    if (r.kind() == ReduceKind.SUM) {
      inputs.add(scope.out().longs(places));
    } else {
      attributes.put("axes", new Wholes(places));
    }
    String operator =
        switch (r.kind()) {
          case SUM -> "ReduceSum";
          case MEAN -> "ReduceMean";
          case MAX -> "ReduceMax";
          case MIN -> "ReduceMin";
          case PRODUCT -> "ReduceProd";
        };
    String name = scope.out().node(n.path(), operator, inputs, attributes);
    List<Integer> left =
        ExportedValue.same(rank).stream().filter(axis -> r.keep() || !axes.contains(axis)).toList();
    scope.hold(n, name, order.stream().filter(left::contains).map(left::indexOf).toList());
  }

  private void global(Node n, Node x, Reduce r) {
    String operator = r.kind() == ReduceKind.MEAN ? "GlobalAveragePool" : "GlobalMaxPool";
    String name = scope.out().node(n.path(), operator, scope.channelsFirst(n, x));
    if (!r.keep()) {
      name = scope.out().node(n.path(), "Flatten", List.of(name), Map.of("axis", new Whole(1)));
    }
    scope.hold(n, name, ExportedValue.channelsFirst(n.shape().rank()));
  }

  void slice(Node n, Slice s) {
    Node x = scope.input(n, 0);
    Extents from = scope.extents(x);
    Extents to = scope.extents(n);
    List<Integer> order = scope.order(x);
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    List<Long> axes = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      int axis = order.get(i);
      int start = s.starts().get(axis);
      if (start == 0 && from.sameSize(axis, to, axis)) {
        continue;
      }
      if (!from.fixed(axis)) {
        throw scope.refusal(n, "a slice cuts through the batch");
      }
      starts.add((long) start);
      ends.add((long) start + s.sizes().get(axis));
      axes.add((long) i);
    }
    String in = scope.held(x).name();
    ExportedGraph out = scope.out();
    String name =
        axes.isEmpty()
            ? in
            : out.node(n.path(), "Slice", in, out.longs(starts), out.longs(ends), out.longs(axes));
    scope.hold(n, name, order);
  }

  void concat(Node n, Concat c) {
    List<Node> inputs = n.inputs().stream().map(scope::node).toList();
    List<Integer> order = ExportPointwise.common(scope, n, inputs);
    long axis = order.indexOf(Math.floorMod(c.axis(), n.shape().rank()));
    List<String> names = inputs.stream().map(i -> scope.read(n, i, order)).toList();
    String name = scope.out().node(n.path(), "Concat", names, Map.of("axis", new Whole(axis)));
    scope.hold(n, name, order);
  }

  void pad(Node n, Pad p) {
    Node x = scope.input(n, 0);
    List<Integer> order =
        p.mode() == PadMode.CONSTANT
            ? scope.order(x)
            : ExportedValue.channelsFirst(x.shape().rank());
    List<Long> pads = new ArrayList<>();
    order.forEach(axis -> pads.add((long) p.before().get(axis)));
    order.forEach(axis -> pads.add((long) p.after().get(axis)));
    String mode =
        switch (p.mode()) {
          case CONSTANT -> "constant";
          case REFLECT -> "reflect";
          case EDGE -> "edge";
        };
    List<String> inputs = new ArrayList<>();
    inputs.add(scope.read(n, x, order));
    inputs.add(scope.out().longs(pads));
    if (p.mode() == PadMode.CONSTANT) {
      inputs.add(scope.out().scalar(p.value()));
    }
    String name = scope.out().node(n.path(), "Pad", inputs, Map.of("mode", new Text(mode)));
    scope.hold(n, name, order);
  }

  /// Repeats a value; the batch is taken from the value itself.
  void broadcast(Node n) {
    Node x = scope.input(n, 0);
    int rank = n.shape().rank();
    List<Integer> order =
        x.shape().rank() == rank ? scope.order(x) : ExportedValue.channelsFirst(rank);
    Extents to = scope.extents(n);
    int missing = rank - x.shape().rank();
    List<Long> sizes = new ArrayList<>();
    for (int axis : order) {
      boolean own = axis >= missing && scope.extents(x).sameSize(axis - missing, to, axis);
      if (!own && !to.fixed(axis)) {
        throw scope.refusal(n, "a value is repeated for each sample of a batch");
      }
      sizes.add(own ? 1L : to.some().size(axis));
    }
    String in = ExportPointwise.operand(scope, n, x, order);
    String name = scope.out().node(n.path(), "Expand", in, scope.out().longs(sizes));
    scope.hold(n, name, order);
  }
}

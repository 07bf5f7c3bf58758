package dev.loupe.formats.onnx;

import dev.loupe.formats.onnx.OnnxAttribute.Real;
import dev.loupe.formats.onnx.OnnxAttribute.Whole;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.LocalResponseNorm;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Softmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Exports normalisations and softmax.
final class ExportNorms {
  private final ExportScope scope;

  ExportNorms(ExportScope scope) {
    this.scope = scope;
  }

  void batch(Node n, BatchNorm b) {
    List<String> inputs = new ArrayList<>();
    inputs.add(scope.channelsFirst(n, scope.input(n, 0)));
    for (int i = 1; i < 5; i++) {
      inputs.add(scope.held(scope.input(n, i)).name());
    }
    write(n, "BatchNormalization", inputs, Map.of("epsilon", new Real(b.epsilon())));
  }

  /// Groups of one channel are an instance normalisation, one group of a matrix a layer
  /// normalisation; others are put together as in PyTorch.
  void group(Node n, GroupNorm g) {
    Node x = scope.input(n, 0);
    int rank = n.shape().rank();
    if (rank == 2 && g.groups() == 1) {
      String name = layer(n, x, ExportedValue.same(rank), g);
      scope.hold(n, name, ExportedValue.same(rank));
    } else if (rank > 2 && g.groups() == n.shape().channels()) {
      List<String> inputs = List.of(scope.channelsFirst(n, x), weight(n, 1), weight(n, 2));
      write(n, "InstanceNormalization", inputs, Map.of("epsilon", new Real(g.epsilon())));
    } else {
      groups(n, x, g);
    }
  }

  private void groups(Node n, Node x, GroupNorm g) {
    ExportedGraph out = scope.out();
    List<Integer> order = ExportedValue.channelsFirst(n.shape().rank());
    String split = out.longs(List.of(0L, (long) g.groups(), -1L));
    String grouped = out.node(n.path(), "Reshape", scope.read(n, x, order), split);
    float[] ones = new float[g.groups()];
    Arrays.fill(ones, 1);
    String one = out.constant(OnnxTensor.of("", List.of(g.groups()), ones));
    String zero = out.constant(OnnxTensor.of("", List.of(g.groups()), new float[g.groups()]));
    String normal =
        out.node(
            n.path(),
            "InstanceNormalization",
            List.of(grouped, one, zero),
            Map.of("epsilon", new Real(g.epsilon())));
    List<Long> sizes = new ArrayList<>();
    order.forEach(axis -> sizes.add(axis == 0 ? 0L : n.shape().size(axis)));
    String back = out.node(n.path(), "Reshape", normal, out.longs(sizes));
    String gamma = ExportPointwise.operand(scope, n, scope.input(n, 1), order);
    String beta = ExportPointwise.operand(scope, n, scope.input(n, 2), order);
    String scaled = out.node(n.path(), "Mul", back, gamma);
    scope.hold(n, out.node(n.path(), "Add", scaled, beta), order);
  }

  /// Writes a layer normalisation of the channels where this is how one begins: with a reshape to
  /// rows, which has another after the normalisation. False where it is another reshape.
  boolean layer(Node reshape) {
    Node x = scope.input(reshape, 0);
    List<Node> readers = scope.readers(reshape);
    boolean rows =
        reshape.op() instanceof Reshape
            && reshape.shape().rank() == 2
            && x.shape().rank() > 2
            && x.shape().channels() == reshape.shape().channels()
            && readers.size() == 2
            && readers.get(0).op() instanceof GroupStats
            && scope.readers(readers.get(0)).size() == 1;
    if (!rows || !(readers.get(1).op() instanceof GroupNorm g) || g.groups() != 1) {
      return false;
    }
    Node norm = readers.get(1);
    List<Node> next = scope.readers(norm);
    if (next.size() != 1
        || !(next.getFirst().op() instanceof Reshape)
        || !next.getFirst().shape().equals(x.shape())) {
      return false;
    }
    List<Integer> order = ExportedValue.same(x.shape().rank());
    String name = layer(norm, x, order, g);
    scope.skip(reshape);
    scope.skip(readers.get(0));
    scope.skip(norm);
    scope.hold(next.getFirst(), name, order);
    return true;
  }

  private String layer(Node n, Node x, List<Integer> order, GroupNorm g) {
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("axis", new Whole(-1));
    attributes.put("epsilon", new Real(g.epsilon()));
    List<String> inputs = List.of(scope.read(n, x, order), weight(n, 1), weight(n, 2));
    return scope.out().node(n.path(), "LayerNormalization", inputs, attributes);
  }

  private String weight(Node n, int input) {
    return scope.held(scope.input(n, input)).name();
  }

  void response(Node n, LocalResponseNorm r) {
    if (r.size() % 2 == 0) {
      throw scope
          .refusal(n, "ONNX normalises over an odd number of channels only")
          .expected("an odd size");
    }
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("size", new Whole(r.size()));
    attributes.put("alpha", new Real(r.alpha()));
    attributes.put("beta", new Real(r.beta()));
    attributes.put("bias", new Real(r.k()));
    write(n, "LRN", List.of(scope.channelsFirst(n, scope.input(n, 0))), attributes);
  }

  void softmax(Node n, Softmax s) {
    ExportedValue x = scope.held(scope.input(n, 0));
    long axis = x.order().indexOf(n.shape().rank() - 1);
    String name =
        scope
            .out()
            .node(
                n.path(),
                s.log() ? "LogSoftmax" : "Softmax",
                List.of(x.name()),
                Map.of("axis", new Whole(axis)));
    scope.hold(n, name, x.order());
  }

  private void write(
      Node n, String operator, List<String> inputs, Map<String, OnnxAttribute> attributes) {
    String name = scope.out().node(n.path(), operator, inputs, attributes);
    scope.hold(n, name, ExportedValue.channelsFirst(n.shape().rank()));
  }
}

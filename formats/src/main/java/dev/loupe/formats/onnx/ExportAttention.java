package dev.loupe.formats.onnx;

import dev.loupe.formats.onnx.OnnxAttribute.Whole;
import dev.loupe.formats.onnx.OnnxAttribute.Wholes;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.Attention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Exports attention, which is one op here and several there.
final class ExportAttention {
  private final ExportScope scope;

  ExportAttention(ExportScope scope) {
    this.scope = scope;
  }

  /// Queries times `1 / sqrt(d)`, their products with the keys, a softmax, and products with the
  /// values, for each head.
  void write(Node n, Attention a) {
    Node x = scope.input(n, 0);
    String path = n.path();
    ExportedGraph out = scope.out();
    long tokens = n.shape().size(1);
    long width = n.shape().channels();
    long each = width / a.heads();
    String qkv = scope.read(n, x, ExportedValue.same(3));
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String from = out.longs(List.of(i * width));
      String to = out.longs(List.of((i + 1) * width));
      String part = out.node(path, "Slice", qkv, from, to, out.longs(List.of(2L)));
      String split =
          out.node(path, "Reshape", part, out.longs(List.of(0L, tokens, (long) a.heads(), each)));
      parts.add(turned(path, split, i == 1 ? List.of(0L, 2L, 3L, 1L) : List.of(0L, 2L, 1L, 3L)));
    }
    float scale = (float) (1 / StrictMath.sqrt((double) each));
    String query = out.node(path, "Mul", parts.get(0), out.scalar(scale));
    String scores = out.node(path, "MatMul", query, parts.get(1));
    String weights = out.node(path, "Softmax", List.of(scores), Map.of("axis", new Whole(-1)));
    String heads = out.node(path, "MatMul", weights, parts.get(2));
    String rows = turned(path, heads, List.of(0L, 2L, 1L, 3L));
    String y = out.node(path, "Reshape", rows, out.longs(List.of(0L, tokens, width)));
    scope.hold(n, y, ExportedValue.same(3));
  }

  private String turned(String path, String value, List<Long> order) {
    return scope.out().node(path, "Transpose", List.of(value), Map.of("perm", new Wholes(order)));
  }
}

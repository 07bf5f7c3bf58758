package dev.loupe.formats.onnx;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Attention;
import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BroadcastTo;
import dev.loupe.graph.op.ClipValue;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.LocalResponseNorm;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.PRelu;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Softmax;
import dev.loupe.graph.op.Transpose;
import dev.loupe.graph.op.Upsample;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a network into an ONNX model that looks as if PyTorch had written it: batch, channels,
/// spatial axes; weights under PyTorch's names, in its layouts; any batch.
///
/// The graph for inference is written op by op, without Loupe's passes: batch normalisations stay,
/// and a bias becomes the third input of the convolution or the dense layer before it.
///
/// Source: ONNX operator schemas of opset 17.
public final class OnnxExporter {
  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;

  private final ExportScope scope;
  private final ExportWindows windows;
  private final ExportPointwise pointwise;
  private final ExportNorms norms;
  private final ExportMoves moves;
  private final ExportAttention attention;

  private OnnxExporter(ExportScope scope) {
    this.scope = scope;
    windows = new ExportWindows(scope);
    pointwise = new ExportPointwise(scope);
    norms = new ExportNorms(scope);
    moves = new ExportMoves(scope);
    attention = new ExportAttention(scope);
  }

  /// The model of a network: input `input`, output `logits`, of any batch.
  ///
  /// @param parameters have the values of the weights
  /// @param metadata texts that the file carries, such as the names of classes
  /// @throws LoupeException if an op of the network has no counterpart, with the layer's path
  public static OnnxModel export(
      Network network, Parameters parameters, Map<String, String> metadata) {
    Graph graph = network.inference(Extents.SOME);
    Graph larger = network.inference(Extents.MORE);
    int result = graph.outputs().getOrDefault(Network.LOGITS, -1);
    List<Node> wanted = wanted(graph, result);
    ExportScope scope = new ExportScope(graph, larger, parameters, wanted);
    OnnxValueInfo input = new OnnxExporter(scope).write(graph, wanted);
    Node last = graph.node(result);
    String output = scope.channelsFirst(last, last);
    OnnxValueInfo logits = info(scope, Network.LOGITS, last);
    return new OnnxModel(
        IR_VERSION,
        "loupe",
        Map.of("", OPSET),
        scope.out().build("main_graph", input, output, logits),
        List.of(),
        metadata);
  }

  private OnnxValueInfo write(Graph graph, List<Node> wanted) {
    Node input = graph.input(Network.INPUT);
    scope.out().reserve(Network.INPUT);
    scope.out().reserve(Network.LOGITS);
    scope.hold(input, Network.INPUT, ExportedValue.channelsFirst(input.shape().rank()));
    for (Node n : wanted) {
      if (n.op() instanceof Computation op && !scope.done(n)) {
        write(n, op);
      }
    }
    return info(scope, Network.INPUT, input);
  }

  private void write(Node n, Computation op) {
    switch (op) {
      case Convolution c -> windows.convolution(n, c);
      case ConvolutionBackData c -> windows.transposed(n, c);
      case MatrixMultiply m -> windows.product(n, m);
      case Pool p -> windows.pool(n, p);
      case AdaptivePool p -> windows.pool(n, p);
      case Upsample u -> windows.resize(n, u);
      case BatchNorm b -> norms.batch(n, b);
      case GroupStats _ -> scope.skip(n);
      case GroupNorm g -> norms.group(n, g);
      case LocalResponseNorm r -> norms.response(n, r);
      case Softmax s -> norms.softmax(n, s);
      case Attention a -> attention.write(n, a);
      case Activate a -> pointwise.activate(n, a.activation());
      case Apply a -> pointwise.function(n, a.function());
      case PRelu _ -> pointwise.slopes(n);
      case Arithmetic a -> pointwise.arithmetic(n, a.kind());
      case Affine a -> pointwise.affine(n, a);
      case ClipValue c -> pointwise.clip(n, c);
      case Reduce r -> moves.reduce(n, r);
      case Transpose t -> moves.transpose(n, t);
      case Reshape _ -> {
        if (!norms.layer(n)) {
          moves.reshape(n);
        }
      }
      case Slice s -> moves.slice(n, s);
      case Concat c -> moves.concat(n, c);
      case Pad p -> moves.pad(n, p);
      case BroadcastTo _ -> moves.broadcast(n);
      default -> throw scope.refusal(n, "the op has no counterpart in ONNX");
    }
  }

  private static OnnxValueInfo info(ExportScope scope, String name, Node n) {
    List<OnnxDim> dims = scope.extents(n).dims(ExportedValue.channelsFirst(n.shape().rank()));
    return new OnnxValueInfo(name, Optional.of(OnnxType.FLOAT), Optional.of(dims));
  }

  /// The nodes that a result depends on, in their order.
  private static List<Node> wanted(Graph graph, int result) {
    Set<Integer> ids = new HashSet<>(Set.of(result));
    List<Node> nodes = new ArrayList<>();
    for (int id = result; id >= 0; id--) {
      if (ids.contains(id)) {
        nodes.addFirst(graph.node(id));
        ids.addAll(graph.node(id).inputs());
      }
    }
    return nodes;
  }
}

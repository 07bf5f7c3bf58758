package dev.loupe.formats.onnx;

import dev.loupe.formats.onnx.OnnxAttribute.Whole;
import dev.loupe.formats.onnx.OnnxAttribute.Wholes;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Upsample;
import dev.loupe.kernel.ArithmeticKind;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Exports what slides windows over values, and matrix products: both take a bias with them.
final class ExportWindows {
  private final ExportScope scope;

  ExportWindows(ExportScope scope) {
    this.scope = scope;
  }

  void convolution(Node n, Convolution c) {
    Map<String, OnnxAttribute> attributes = attributes(c.window());
    attributes.put("group", new Whole(c.groups()));
    List<String> inputs = new ArrayList<>();
    inputs.add(scope.channelsFirst(n, scope.input(n, 0)));
    inputs.add(weights(n));
    biased(n, "Conv", inputs, attributes);
  }

  void transposed(Node n, ConvolutionBackData c) {
    Map<String, OnnxAttribute> attributes = attributes(c.window());
    attributes.put("group", new Whole(c.groups()));
    List<Long> more = new ArrayList<>();
    for (int i = 0; i < c.window().rank(); i++) {
      Axis a = c.window().axis(i);
      int least =
          (scope.input(n, 0).shape().size(i + 1) - 1) * a.stride()
              + a.extent()
              - a.before()
              - a.after();
      more.add((long) c.sizes().get(i) - least);
    }
    if (more.stream().anyMatch(m -> m != 0)) {
      attributes.put("output_padding", new Wholes(more));
    }
    List<String> inputs = new ArrayList<>();
    inputs.add(scope.channelsFirst(n, scope.input(n, 0)));
    inputs.add(weights(n));
    biased(n, "ConvTranspose", inputs, attributes);
  }

  private String weights(Node n) {
    Node w = scope.input(n, 1);
    return scope.read(n, w, ExportedValue.weights(w.shape().rank()));
  }

  /// A matrix product: with two matrices it may take a bias and turn its operands.
  void product(Node n, MatrixMultiply m) {
    Node a = scope.input(n, 0);
    Node b = scope.input(n, 1);
    if (a.shape().rank() == 2 && b.shape().rank() == 2) {
      boolean swapsA = scope.order(a).equals(List.of(1, 0));
      boolean swapsB = scope.order(b).equals(List.of(1, 0));
      Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
      if (m.transposeA() != swapsA) {
        attributes.put("transA", new Whole(1));
      }
      if (m.transposeB() != swapsB) {
        attributes.put("transB", new Whole(1));
      }
      biased(
          n,
          "Gemm",
          new ArrayList<>(List.of(scope.held(a).name(), scope.held(b).name())),
          attributes);
      return;
    }
    String left = scope.read(n, a, matrices(a, m.transposeA()));
    String right = scope.read(n, b, matrices(b, m.transposeB()));
    scope.hold(
        n, scope.out().node(n.path(), "MatMul", left, right), ExportedValue.same(n.shape().rank()));
  }

  private static List<Integer> matrices(Node n, boolean swapped) {
    List<Integer> order = new ArrayList<>(ExportedValue.same(n.shape().rank()));
    if (swapped) {
      Collections.swap(order, order.size() - 1, order.size() - 2);
    }
    return order;
  }

  /// Writes a node; where all that follows is a bias, that is its third input.
  private void biased(
      Node n, String operator, List<String> inputs, Map<String, OnnxAttribute> attributes) {
    Optional<Node> sum = scope.readers(n).size() == 1 ? sum(n) : Optional.empty();
    sum.ifPresent(s -> inputs.add(scope.held(bias(n, s)).name()));
    String name = scope.out().node(n.path(), operator, inputs, attributes);
    List<Integer> order = ExportedValue.channelsFirst(n.shape().rank());
    scope.hold(n, name, order);
    sum.ifPresent(s -> scope.hold(s, name, order));
  }

  private Optional<Node> sum(Node n) {
    Node s = scope.readers(n).getFirst();
    boolean adds = s.op() instanceof Arithmetic a && a.kind() == ArithmeticKind.ADD;
    if (!adds || s.inputs().get(0).equals(s.inputs().get(1))) {
      return Optional.empty();
    }
    Node bias = bias(n, s);
    boolean fits =
        bias.op() instanceof Source
            && bias.shape().equals(Shape.of(n.shape().channels()))
            && s.shape().equals(n.shape());
    return fits ? Optional.of(s) : Optional.empty();
  }

  /// What a sum adds to a value.
  private Node bias(Node n, Node sum) {
    return scope.input(sum, sum.inputs().get(0) == n.id() ? 1 : 0);
  }

  void pool(Node n, Pool p) {
    Node x = scope.input(n, 0);
    Map<String, OnnxAttribute> attributes = attributes(p.window());
    boolean max = p.kind() == PoolKind.MAX;
    if (!max) {
      if (p.window().axes().stream().anyMatch(a -> a.dilation() != 1)) {
        throw scope.refusal(n, "ONNX has no dilated mean before opset 19");
      }
      attributes.remove("dilations");
      boolean counting = p.kind() == PoolKind.AVERAGE_COUNTING_PADDING;
      attributes.put("count_include_pad", new Whole(counting ? 1 : 0));
    }
    attributes.put("ceil_mode", new Whole(p.ceil() && roundsUp(p.window(), x.shape()) ? 1 : 0));
    String name =
        scope
            .out()
            .node(
                n.path(),
                max ? "MaxPool" : "AveragePool",
                List.of(scope.channelsFirst(n, x)),
                attributes);
    scope.hold(n, name, ExportedValue.channelsFirst(n.shape().rank()));
  }

  /// Whether sizes may be rounded up: not where a last window would begin behind the input, which
  /// PyTorch leaves out and ONNX before opset 19 does not speak of.
  private static boolean roundsUp(Window window, Shape x) {
    return IntStream.range(0, window.rank())
        .allMatch(
            i -> {
              Axis a = window.axis(i);
              int room = x.size(i + 1) + a.before() + a.after() - a.extent();
              return a.outputCeil(x.size(i + 1)) == Math.ceilDiv(room, a.stride()) + 1;
            });
  }

  void pool(Node n, AdaptivePool p) {
    Node x = scope.input(n, 0);
    boolean max = p.kind() == PoolKind.MAX;
    String from = scope.channelsFirst(n, x);
    String name;
    if (p.sizes().stream().allMatch(s -> s == 1)) {
      name = scope.out().node(n.path(), max ? "GlobalMaxPool" : "GlobalAveragePool", from);
    } else {
      List<Long> kernel = new ArrayList<>();
      for (int i = 0; i < p.sizes().size(); i++) {
        int size = x.shape().size(i + 1);
        if (size % p.sizes().get(i) != 0) {
          throw scope
              .refusal(n, "ONNX pools to given sizes only where these divide the input's")
              .fix("use an input whose size there is a multiple of " + p.sizes().get(i));
        }
        kernel.add((long) size / p.sizes().get(i));
      }
      name =
          scope
              .out()
              .node(
                  n.path(),
                  max ? "MaxPool" : "AveragePool",
                  List.of(from),
                  Map.of("kernel_shape", new Wholes(kernel), "strides", new Wholes(kernel)));
    }
    scope.hold(n, name, ExportedValue.channelsFirst(n.shape().rank()));
  }

  void resize(Node n, Upsample u) {
    Node x = scope.input(n, 0);
    boolean nearest = u.mode() == UpsampleMode.NEAREST;
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("mode", new OnnxAttribute.Text(nearest ? "nearest" : "linear"));
    String places = u.alignCorners() ? "align_corners" : "half_pixel";
    attributes.put(
        "coordinate_transformation_mode", new OnnxAttribute.Text(nearest ? "asymmetric" : places));
    if (nearest) {
      attributes.put("nearest_mode", new OnnxAttribute.Text("floor"));
    }
    String from = scope.channelsFirst(n, x);
    boolean whole =
        IntStream.range(0, u.sizes().size())
            .allMatch(i -> u.sizes().get(i) % x.shape().size(i + 1) == 0);
    List<String> inputs =
        whole ? List.of(from, "", factors(x, u)) : List.of(from, "", "", sizes(n, from, u));
    String name = scope.out().node(n.path(), "Resize", inputs, attributes);
    scope.hold(n, name, ExportedValue.channelsFirst(n.shape().rank()));
  }

  private String factors(Node x, Upsample u) {
    float[] factors = new float[u.sizes().size() + 2];
    factors[0] = 1;
    factors[1] = 1;
    for (int i = 0; i < u.sizes().size(); i++) {
      factors[i + 2] = (float) u.sizes().get(i) / x.shape().size(i + 1);
    }
    return scope.out().constant(OnnxTensor.of("", List.of(factors.length), factors));
  }

  /// The sizes of the output, whose batch is only known when the model runs.
  private String sizes(Node n, String from, Upsample u) {
    ExportedGraph out = scope.out();
    String all = out.node(n.path(), "Shape", from);
    String outer = out.node(n.path(), "Slice", all, out.longs(List.of(0L)), out.longs(List.of(2L)));
    String spatial = out.longs(u.sizes().stream().map(Integer::longValue).toList());
    return out.node(n.path(), "Concat", List.of(outer, spatial), Map.of("axis", new Whole(0)));
  }

  private static Map<String, OnnxAttribute> attributes(Window window) {
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", each(window, Axis::kernel));
    attributes.put("strides", each(window, Axis::stride));
    attributes.put("dilations", each(window, Axis::dilation));
    List<Long> pads = new ArrayList<>(each(window, Axis::before).values());
    pads.addAll(each(window, Axis::after).values());
    attributes.put("pads", new Wholes(pads));
    return attributes;
  }

  private static Wholes each(Window window, ToIntFunction<Axis> what) {
    return new Wholes(window.axes().stream().map(a -> (long) what.applyAsInt(a)).toList());
  }
}

package dev.loupe.formats.onnx;

import dev.loupe.formats.onnx.OnnxAttribute.Real;
import dev.loupe.formats.onnx.OnnxAttribute.Whole;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.ClipValue;
import dev.loupe.graph.op.Reshape;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.ArithmeticKind;
import dev.loupe.kernel.Function;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Exports what works value by value: results are held in the order of their inputs.
final class ExportPointwise {
  private final ExportScope scope;

  ExportPointwise(ExportScope scope) {
    this.scope = scope;
  }

  void activate(Node n, Activation f) {
    ExportedValue x = scope.held(scope.input(n, 0));
    String in = x.name();
    String name =
        switch (f.kind()) {
          case RELU -> node(n, "Relu", in);
          case RELU6 -> node(n, "Clip", in, scalar(0), scalar(6));
          case LEAKY_RELU -> node(n, "LeakyRelu", in, Map.of("alpha", new Real(f.alpha())));
          case ELU -> node(n, "Elu", in, Map.of("alpha", new Real(f.alpha())));
          case SELU -> node(n, "Selu", in);
          case GELU -> gelu(n, in);
          case GELU_TANH -> geluTanh(n, in);
          case SILU -> node(n, "Mul", in, node(n, "Sigmoid", in));
          case HARD_SWISH -> node(n, "HardSwish", in);
          case HARD_SIGMOID -> node(n, "HardSigmoid", in, Map.of("alpha", new Real(1f / 6)));
          case SIGMOID -> node(n, "Sigmoid", in);
          case TANH -> node(n, "Tanh", in);
        };
    scope.hold(n, name, x.order());
  }

  /// `x (1 + erf(x / sqrt 2)) / 2`
  private String gelu(Node n, String x) {
    String erf = node(n, "Erf", node(n, "Div", x, scalar((float) Math.sqrt(2))));
    String product = node(n, "Mul", x, node(n, "Add", erf, scalar(1)));
    return node(n, "Mul", product, scalar(0.5f));
  }

  /// `x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2`
  private String geluTanh(Node n, String x) {
    String cube = node(n, "Mul", node(n, "Mul", x, x), x);
    String sum = node(n, "Add", x, node(n, "Mul", cube, scalar(0.044715f)));
    String inner = node(n, "Mul", sum, scalar((float) Math.sqrt(2 / Math.PI)));
    String product = node(n, "Mul", x, node(n, "Add", node(n, "Tanh", inner), scalar(1)));
    return node(n, "Mul", product, scalar(0.5f));
  }

  void slopes(Node n) {
    Node x = scope.input(n, 0);
    List<Integer> order = scope.order(x);
    String slope = operand(n, scope.input(n, 1), order);
    scope.hold(n, node(n, "PRelu", scope.held(x).name(), slope), order);
  }

  void arithmetic(Node n, ArithmeticKind kind) {
    List<Node> inputs = List.of(scope.input(n, 0), scope.input(n, 1));
    List<Integer> order = common(scope, n, inputs);
    List<String> names = inputs.stream().map(i -> operand(n, i, order)).toList();
    String name =
        switch (kind) {
          case ADD -> pair(n, "Add", names);
          case SUBTRACT -> pair(n, "Sub", names);
          case MULTIPLY -> pair(n, "Mul", names);
          case DIVIDE -> pair(n, "Div", names);
          case MINIMUM -> pair(n, "Min", names);
          case MAXIMUM -> pair(n, "Max", names);
          case POWER -> pair(n, "Pow", names);
          case REMAINDER -> scope.out().node(n.path(), "Mod", names, Map.of("fmod", new Whole(1)));
          case EQUAL -> number(n, pair(n, "Equal", names));
          case LESS -> number(n, pair(n, "Less", names));
          case LESS_OR_EQUAL -> number(n, pair(n, "LessOrEqual", names));
          case MODULO, AND, OR, XOR -> throw scope.refusal(n, "the op is not written to ONNX");
        };
    scope.hold(n, name, order);
  }

  private String pair(Node n, String operator, List<String> names) {
    return scope.out().node(n.path(), operator, names, Map.of());
  }

  /// 1 for true, 0 for false.
  private String number(Node n, String truth) {
    return node(n, "Cast", truth, Map.of("to", new Whole(OnnxType.FLOAT.code())));
  }

  void function(Node n, Function function) {
    String operator =
        switch (function) {
          case ABS -> "Abs";
          case NEGATE -> "Neg";
          case SIGN -> "Sign";
          case FLOOR -> "Floor";
          case CEIL -> "Ceil";
          case ROUND -> "Round";
          case EXP -> "Exp";
          case LOG -> "Log";
          case SQRT -> "Sqrt";
          case RECIPROCAL -> "Reciprocal";
          case ERF -> "Erf";
          case SIN -> "Sin";
          case COS -> "Cos";
          case TAN -> "Tan";
          case ASIN -> "Asin";
          case ACOS -> "Acos";
          case ATAN -> "Atan";
          case SINH -> "Sinh";
          case COSH -> "Cosh";
          case ASINH -> "Asinh";
          case ACOSH -> "Acosh";
          case ATANH -> "Atanh";
          case SOFTPLUS -> "Softplus";
          case SOFTSIGN -> "Softsign";
          case NOT, IS_NAN, IS_INF -> throw scope.refusal(n, "the op is not written to ONNX");
        };
    Node x = scope.input(n, 0);
    scope.hold(n, node(n, operator, scope.held(x).name()), scope.order(x));
  }

  void affine(Node n, Affine a) {
    ExportedValue x = scope.held(scope.input(n, 0));
    String name = x.name();
    if (a.scale() != 1) {
      name = node(n, "Mul", name, scalar(a.scale()));
    }
    if (a.shift() != 0) {
      name = node(n, "Add", name, scalar(a.shift()));
    }
    scope.hold(n, name, x.order());
  }

  void clip(Node n, ClipValue c) {
    ExportedValue x = scope.held(scope.input(n, 0));
    String name = node(n, "Clip", x.name(), scalar(-c.limit()), scalar(c.limit()));
    scope.hold(n, name, x.order());
  }

  /// The order in which values that meet are best held: channels first if one of them is so, else
  /// that of the first.
  static List<Integer> common(ExportScope scope, Node n, List<Node> inputs) {
    int rank = n.shape().rank();
    List<Integer> usual = ExportedValue.channelsFirst(rank);
    List<List<Integer>> orders =
        inputs.stream().filter(i -> i.shape().rank() == rank).map(scope::order).toList();
    return orders.contains(usual) ? usual : orders.getFirst();
  }

  /// A value that is broadcast to an order of more axes: its own axes, in that order, with axes of
  /// size 1 between them.
  String operand(Node n, Node value, List<Integer> order) {
    return operand(scope, n, value, order);
  }

  /// See the other.
  static String operand(ExportScope scope, Node n, Node value, List<Integer> order) {
    Shape shape = value.shape();
    if (shape.rank() == order.size()) {
      return scope.read(n, value, order);
    }
    if (shape.rank() == 0 || (shape.rank() == 1 && shape.size(0) == 1)) {
      return scope.held(value).name();
    }
    int missing = order.size() - shape.rank();
    List<Integer> own = new ArrayList<>();
    List<Long> between = new ArrayList<>();
    for (int axis : order) {
      if (axis >= missing) {
        own.add(axis - missing);
      } else if (!own.isEmpty()) {
        between.add((long) own.size() + between.size());
      }
    }
    // A reshape may have taken axes of size 1 away that are wanted again here.
    if (value.op() instanceof Reshape && scope.input(value, 0).op() instanceof Source) {
      Node source = scope.input(value, 0);
      if (source.shape().equals(fitted(value.shape(), own, order))) {
        return scope.held(source).name();
      }
    }
    String name = scope.read(n, value, own);
    if (between.isEmpty()) {
      return name;
    }
    return scope.out().node(n.path(), "Unsqueeze", name, scope.out().longs(between));
  }

  /// The shape that a value has as an operand, without axes of size 1 in front.
  private static Shape fitted(Shape shape, List<Integer> own, List<Integer> order) {
    int missing = order.size() - shape.rank();
    int first = order.indexOf(own.getFirst() + missing);
    return Shape.of(
        order.subList(first, order.size()).stream()
            .map(axis -> axis < missing ? 1 : shape.size(axis - missing))
            .toList());
  }

  private String scalar(float value) {
    return scope.out().scalar(value);
  }

  private String node(Node n, String operator, String... inputs) {
    return scope.out().node(n.path(), operator, inputs);
  }

  private String node(
      Node n, String operator, String input, Map<String, OnnxAttribute> attributes) {
    return scope.out().node(n.path(), operator, List.of(input), attributes);
  }
}

package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Dropout;
import dev.loupe.graph.op.PRelu;
import dev.loupe.graph.op.Select;
import dev.loupe.graph.op.Softmax;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.Function;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Functions of one value: activations, elementary functions, conversions, softmax.
final class FunctionOps {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;

  private FunctionOps() {}

  static void register(Map<String, Operator> ops) {
    Map<String, Function> functions =
        Map.ofEntries(
            Map.entry("Abs", Function.ABS),
            Map.entry("Neg", Function.NEGATE),
            Map.entry("Sign", Function.SIGN),
            Map.entry("Floor", Function.FLOOR),
            Map.entry("Ceil", Function.CEIL),
            Map.entry("Round", Function.ROUND),
            Map.entry("Exp", Function.EXP),
            Map.entry("Log", Function.LOG),
            Map.entry("Sqrt", Function.SQRT),
            Map.entry("Reciprocal", Function.RECIPROCAL),
            Map.entry("Erf", Function.ERF),
            Map.entry("Sin", Function.SIN),
            Map.entry("Cos", Function.COS),
            Map.entry("Tan", Function.TAN),
            Map.entry("Asin", Function.ASIN),
            Map.entry("Acos", Function.ACOS),
            Map.entry("Atan", Function.ATAN),
            Map.entry("Sinh", Function.SINH),
            Map.entry("Cosh", Function.COSH),
            Map.entry("Asinh", Function.ASINH),
            Map.entry("Acosh", Function.ACOSH),
            Map.entry("Atanh", Function.ATANH),
            Map.entry("Softplus", Function.SOFTPLUS),
            Map.entry("Softsign", Function.SOFTSIGN));
    functions.forEach((name, f) -> ops.put(name, each((c, x) -> c.apply(new Apply(f), x))));
    Map<String, Function> tests =
        Map.of("Not", Function.NOT, "IsNaN", Function.IS_NAN, "IsInf", Function.IS_INF);
    tests.forEach(
        (name, f) ->
            ops.put(
                name,
                Operator.of(
                    c -> with(c, c.apply(new Apply(f), c.in(0).value())).typed(OnnxType.BOOL))));
    ops.put("Relu", activation(Activation.RELU));
    ops.put("Sigmoid", activation(Activation.SIGMOID));
    ops.put("Tanh", activation(Activation.TANH));
    ops.put("HardSwish", activation(Activation.HARD_SWISH));
    ops.put("LeakyRelu", each((c, x) -> leaky(c, x, c.real("alpha", 0.01f))));
    ops.put("Elu", each((c, x) -> elu(c, x, c.real("alpha", 1))));
    ops.put("Selu", each(FunctionOps::selu));
    ops.put("Celu", each(FunctionOps::celu));
    ops.put("Gelu", each(FunctionOps::gelu));
    ops.put("Swish", each(FunctionOps::swish));
    ops.put("Mish", each(FunctionOps::mish));
    ops.put("HardSigmoid", each(FunctionOps::hardSigmoid));
    ops.put("ThresholdedRelu", each(FunctionOps::thresholded));
    ops.put("PRelu", Operator.of(FunctionOps::prelu));
    ops.put("Clip", Operator.of(FunctionOps::clip));
    ops.put("Identity", Operator.of(c -> c.in(0)));
    ops.put("Dropout", FunctionOps::dropout);
    ops.put("Cast", Operator.of(c -> cast(c, HostMath.type(c, c.whole("to", 1)))));
    ops.put("CastLike", Operator.of(c -> cast(c, c.held(1).type())));
    ops.put("Softmax", Operator.of(c -> softmax(c, false)));
    ops.put("LogSoftmax", Operator.of(c -> softmax(c, true)));
  }

  private interface Each {
    Value apply(Call call, Value x);
  }

  private static Operator each(Each f) {
    return Operator.of(c -> with(c, f.apply(c, c.in(0).value())));
  }

  private static Placed with(Call c, Value v) {
    return c.in(0).with(v);
  }

  private static Operator activation(Activation a) {
    return each((c, x) -> c.apply(new Activate(a), x));
  }

  private static Value leaky(Call c, Value x, float alpha) {
    return alpha >= 0
        ? c.apply(new Activate(Activation.leakyRelu(alpha)), x)
        : c.apply(
            Arithmetic.ADD,
            c.apply(Arithmetic.MAXIMUM, x, c.constant(0)),
            c.apply(new Affine(alpha, 0), c.apply(Arithmetic.MINIMUM, x, c.constant(0))));
  }

  private static Value elu(Call c, Value x, float alpha) {
    if (alpha >= 0) {
      return c.apply(new Activate(Activation.elu(alpha)), x);
    }
    Value below = c.apply(new Apply(Function.EXP), c.apply(Arithmetic.MINIMUM, x, c.constant(0)));
    return c.apply(
        Arithmetic.ADD,
        c.apply(Arithmetic.MAXIMUM, x, c.constant(0)),
        c.apply(new Affine(alpha, -alpha), below));
  }

  private static Value selu(Call c, Value x) {
    float alpha = c.real("alpha", SELU_ALPHA);
    float gamma = c.real("gamma", SELU_GAMMA);
    boolean usual = Math.abs(alpha - SELU_ALPHA) < 1e-5 && Math.abs(gamma - SELU_GAMMA) < 1e-5;
    return usual
        ? c.apply(new Activate(Activation.SELU), x)
        : c.apply(new Affine(gamma, 0), elu(c, x, alpha));
  }

  /// Source: Barron, Continuously Differentiable Exponential Linear Units, 2017.
  private static Value celu(Call c, Value x) {
    float alpha = c.real("alpha", 1);
    return c.apply(new Affine(alpha, 0), elu(c, c.apply(new Affine(1 / alpha, 0), x), 1));
  }

  private static Value gelu(Call c, Value x) {
    boolean tanh = c.text("approximate", "none").equals("tanh");
    return c.apply(new Activate(tanh ? Activation.GELU_TANH : Activation.GELU), x);
  }

  private static Value swish(Call c, Value x) {
    float alpha = c.real("alpha", 1);
    if (alpha == 1) {
      return c.apply(new Activate(Activation.SILU), x);
    }
    Value gate = c.apply(new Activate(Activation.SIGMOID), c.apply(new Affine(alpha, 0), x));
    return c.apply(Arithmetic.MULTIPLY, x, gate);
  }

  private static Value mish(Call c, Value x) {
    Value soft = c.apply(new Apply(Function.SOFTPLUS), x);
    return c.apply(Arithmetic.MULTIPLY, x, c.apply(new Activate(Activation.TANH), soft));
  }

  private static Value hardSigmoid(Call c, Value x) {
    float alpha = c.real("alpha", 0.2f);
    float beta = c.real("beta", 0.5f);
    if (Math.abs(alpha - 1 / 6f) < 1e-6 && beta == 0.5f) {
      return c.apply(new Activate(Activation.HARD_SIGMOID), x);
    }
    return between(c, c.apply(new Affine(alpha, beta), x), 0, 1);
  }

  private static Value thresholded(Call c, Value x) {
    Value above = c.apply(Arithmetic.LESS, c.constant(c.real("alpha", 1)), x);
    return c.apply(new Select(), above, x, c.constant(0));
  }

  private static Value between(Call c, Value x, float low, float high) {
    return c.apply(
        Arithmetic.MINIMUM, c.apply(Arithmetic.MAXIMUM, x, c.constant(low)), c.constant(high));
  }

  private static Placed prelu(Call c) {
    Placed x = c.in(0);
    Placed slope =
        c.parameter(1, dev.loupe.graph.Source.Role.WEIGHT, dev.loupe.graph.Source.Layout.PLAIN);
    if (slope.rank() == 1 && c.opset() < 7 && x.rank() > 1) {
      // One slope for each channel, whatever lies behind them.
      int[] wide = new int[x.rank() - 1];
      Arrays.fill(wide, 1);
      wide[0] = slope.dims()[0];
      slope = Layouts.reshaped(c.scope(), slope, wide);
    }
    int[] dims = slope.dims();
    int first = IntStream.range(0, dims.length).filter(i -> dims[i] > 1).findFirst().orElse(0);
    int axis = x.rank() - dims.length + first;
    long many = Arrays.stream(dims).filter(d -> d > 1).count();
    boolean last = x.rank() > 0 && x.memory(Math.max(0, axis)) == x.rank() - 1;
    if (many == 0 || (many == 1 && last)) {
      Shape flat = Shape.of(Literal.count(dims));
      Value s = Layouts.reshape(c.scope(), slope.value(), flat);
      return x.with(c.apply(new PRelu(), x.value(), s));
    }
    List<Placed> pair = Layouts.joined(c.scope(), List.of(x, slope));
    Value v = pair.get(0).value();
    Value below = c.apply(Arithmetic.MINIMUM, v, c.constant(0));
    Value above = c.apply(Arithmetic.MAXIMUM, v, c.constant(0));
    return pair.get(0)
        .with(
            c.apply(
                Arithmetic.ADD, above, c.apply(Arithmetic.MULTIPLY, below, pair.get(1).value())));
  }

  private static Placed clip(Call c) {
    Placed x = c.in(0);
    if ((c.has(1) && !c.held(1).fixed()) || (c.has(2) && !c.held(2).fixed())) {
      Value v = x.value();
      v = c.has(1) ? c.apply(Arithmetic.MAXIMUM, v, c.in(1).value()) : v;
      return x.with(c.has(2) ? c.apply(Arithmetic.MINIMUM, v, c.in(2).value()) : v);
    }
    double low = HostMath.bound(c, 1, "min", Double.NEGATIVE_INFINITY);
    double high = HostMath.bound(c, 2, "max", Double.POSITIVE_INFINITY);
    if (low == 0 && high == 6) {
      return x.with(c.apply(new Activate(Activation.RELU6), x.value()));
    }
    if (low == 0 && high >= Float.MAX_VALUE) {
      return x.with(c.apply(new Activate(Activation.RELU), x.value()));
    }
    Value v = x.value();
    if (low > -Float.MAX_VALUE) {
      v = c.apply(Arithmetic.MAXIMUM, v, c.constant((float) low));
    }
    if (high < Float.MAX_VALUE) {
      v = c.apply(Arithmetic.MINIMUM, v, c.constant((float) high));
    }
    return x.with(v);
  }

  private static List<Placed> dropout(Call c) {
    Placed x = c.in(0);
    float rate =
        c.opset() < 12
            ? c.real("ratio", 0.5f)
            : c.optional(1).map(l -> (float) l.single()).orElse(0.5f);
    Value v =
        c.scope().training() && rate > 0
            ? c.apply(new Dropout(rate, Seed.of(0).child(c.node().label()).key(), false), x.value())
            : x.value();
    Literal all = new Literal(OnnxType.BOOL, new int[] {1}, new double[] {1});
    return c.node().outputs().size() > 1
        ? List.of(x.with(v), c.constant(all.reshaped().expanded(x.dims())))
        : List.of(x.with(v));
  }

  private static Placed cast(Call c, OnnxType to) {
    Placed x = c.in(0);
    if (to == OnnxType.BOOL) {
      Value not = c.apply(new Apply(Function.NOT), x.value());
      return x.with(c.apply(new Apply(Function.NOT), not)).typed(to);
    }
    if (to.floating() || !x.type().floating()) {
      return x.typed(to);
    }
    Value size = c.apply(new Apply(Function.FLOOR), c.apply(new Apply(Function.ABS), x.value()));
    Value sign = c.apply(new Apply(Function.SIGN), x.value());
    return x.with(c.apply(Arithmetic.MULTIPLY, size, sign)).typed(to);
  }

  /// Before opset 13 all axes from the given one on are one.
  private static Placed softmax(Call c, boolean log) {
    Placed x = c.in(0);
    int axis = c.axis(c.whole("axis", c.opset() < 13 ? 1 : -1), x.rank());
    int[] dims = x.dims();
    boolean rest = Arrays.stream(dims, axis + 1, dims.length).anyMatch(d -> d > 1);
    if (c.opset() < 13 && rest) {
      Placed plain = Layouts.plain(c.scope(), x);
      int columns = Literal.count(Arrays.copyOfRange(dims, axis, dims.length));
      Shape rows = Shape.of((int) (plain.value().shape().elements() / columns), columns);
      Value flat = Layouts.reshape(c.scope(), plain.value(), rows);
      Value y = c.apply(new Softmax(log), flat);
      return plain.with(Layouts.reshape(c.scope(), y, plain.value().shape()));
    }
    Placed moved =
        x.rank() == 0 || x.memory(axis) == x.rank() - 1
            ? x
            : Layouts.in(c.scope(), x, Placed.channelsLast(x.rank(), axis));
    return moved.with(c.apply(new Softmax(log), moved.value()));
  }
}

package dev.loupe.formats.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Arithmetic over values that are known.
final class HostMath {
  private HostMath() {}

  static void register(Map<String, HostOperator> ops) {
    each(ops, "Abs", Math::abs);
    each(ops, "Neg", v -> -v);
    each(ops, "Sign", Math::signum);
    each(ops, "Floor", Math::floor);
    each(ops, "Ceil", Math::ceil);
    each(ops, "Round", Math::rint);
    each(ops, "Exp", Math::exp);
    each(ops, "Log", Math::log);
    each(ops, "Sqrt", Math::sqrt);
    each(ops, "Reciprocal", v -> 1 / v);
    each(ops, "Relu", v -> Math.max(v, 0));
    each(ops, "Sigmoid", v -> 1 / (1 + Math.exp(-v)));
    each(ops, "Tanh", Math::tanh);
    each(ops, "Sin", Math::sin);
    each(ops, "Cos", Math::cos);
    each(ops, "Identity", v -> v);
    each(ops, "Dropout", v -> v);
    truth(ops, "Not", v -> v == 0 ? 1 : 0);
    truth(ops, "IsNaN", v -> Double.isNaN(v) ? 1 : 0);
    truth(ops, "IsInf", v -> Double.isInfinite(v) ? 1 : 0);
    pairs(ops, "Add", Double::sum);
    pairs(ops, "Sub", (a, b) -> a - b);
    pairs(ops, "Mul", (a, b) -> a * b);
    pairs(ops, "Pow", Math::pow);
    ops.put("Div", HostOperator.of(HostMath::divide));
    ops.put("Mod", HostOperator.of(HostMath::modulo));
    ops.put("Min", HostOperator.of(c -> all(c, Math::min)));
    ops.put("Max", HostOperator.of(c -> all(c, Math::max)));
    ops.put("Sum", HostOperator.of(c -> all(c, Double::sum)));
    ops.put("Mean", HostOperator.of(HostMath::mean));
    compare(ops, "Equal", (a, b) -> a == b ? 1 : 0);
    compare(ops, "Less", (a, b) -> a < b ? 1 : 0);
    compare(ops, "LessOrEqual", (a, b) -> a <= b ? 1 : 0);
    compare(ops, "Greater", (a, b) -> a > b ? 1 : 0);
    compare(ops, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
    compare(ops, "And", (a, b) -> a != 0 && b != 0 ? 1 : 0);
    compare(ops, "Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);
    compare(ops, "Xor", (a, b) -> (a != 0) != (b != 0) ? 1 : 0);
    ops.put("Where", HostOperator.of(HostMath::where));
    ops.put("Clip", HostOperator.of(HostMath::clip));
    ops.put("Cast", HostOperator.of(c -> c.literal(0).cast(type(c, c.whole("to", 1)))));
    ops.put("CastLike", HostOperator.of(c -> c.literal(0).cast(c.held(1).type())));
  }

  static OnnxType type(Call c, long code) {
    return OnnxType.of(code).orElseThrow(() -> c.refuse("the type " + code + " is not read"));
  }

  private static void each(Map<String, HostOperator> ops, String name, DoubleUnaryOperator f) {
    ops.put(name, HostOperator.of(c -> c.literal(0).map(c.literal(0).type(), f)));
  }

  private static void truth(Map<String, HostOperator> ops, String name, DoubleUnaryOperator f) {
    ops.put(name, HostOperator.of(c -> c.literal(0).map(OnnxType.BOOL, f)));
  }

  private static void pairs(Map<String, HostOperator> ops, String name, DoubleBinaryOperator f) {
    ops.put(
        name,
        HostOperator.of(
            c -> {
              OnnxType type = c.literal(0).type();
              DoubleBinaryOperator g = type.floating() ? f : (a, b) -> whole(f.applyAsDouble(a, b));
              // Integers of few bits wrap.
              return Literal.zip(type, c.literal(0), c.literal(1), g).cast(type);
            }));
  }

  private static double whole(double v) {
    return v < 0 ? Math.ceil(v) : Math.floor(v);
  }

  private static void compare(Map<String, HostOperator> ops, String name, DoubleBinaryOperator f) {
    ops.put(name, HostOperator.of(c -> Literal.zip(OnnxType.BOOL, c.literal(0), c.literal(1), f)));
  }

  /// Integers are divided towards 0.
  private static Literal divide(Call c) {
    OnnxType type = c.literal(0).type();
    DoubleBinaryOperator f = type.floating() ? (a, b) -> a / b : (a, b) -> quotient(c, a, b);
    return Literal.zip(type, c.literal(0), c.literal(1), f);
  }

  private static double quotient(Call c, double a, double b) {
    if (b == 0) {
      throw c.refuse("an integer is divided by 0");
    }
    return whole(a / b);
  }

  private static Literal modulo(Call c) {
    boolean c99 = c.flag("fmod", false);
    DoubleBinaryOperator f = (a, b) -> c99 || a % b == 0 || (a < 0) == (b < 0) ? a % b : a % b + b;
    return Literal.zip(c.literal(0).type(), c.literal(0), c.literal(1), f);
  }

  private static Literal all(Call c, DoubleBinaryOperator f) {
    Literal result = c.literal(0);
    for (int i = 1; i < c.inputs().size(); i++) {
      result = Literal.zip(result.type(), result, c.literal(i), f);
    }
    return result;
  }

  private static Literal mean(Call c) {
    int n = c.inputs().size();
    return all(c, Double::sum).map(c.literal(0).type(), v -> v / n);
  }

  private static Literal where(Call c) {
    Literal a = c.literal(1);
    Literal b = c.literal(2);
    int[] dims = Literal.join(Literal.join(c.literal(0).dims(), a.dims()), b.dims());
    double[] choose = c.literal(0).expanded(dims).values();
    double[] x = a.expanded(dims).values();
    double[] y = b.expanded(dims).values();
    double[] values = new double[choose.length];
    Arrays.setAll(values, i -> choose[i] != 0 ? x[i] : y[i]);
    return new Literal(a.type(), dims, values);
  }

  private static Literal clip(Call c) {
    double low = bound(c, 1, "min", Double.NEGATIVE_INFINITY);
    double high = bound(c, 2, "max", Double.POSITIVE_INFINITY);
    return c.literal(0).map(c.literal(0).type(), v -> Math.min(Math.max(v, low), high));
  }

  static double bound(Call c, int input, String name, double usual) {
    if (c.node().attributes().containsKey(name)) {
      return c.real(name, 0);
    }
    return c.optional(input).map(Literal::single).orElse(usual);
  }
}

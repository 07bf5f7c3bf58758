package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Select;
import dev.loupe.kernel.Function;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Functions of two and more values, with broadcasting.
final class ArithmeticOps {
  private ArithmeticOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("Add", pair(Arithmetic.ADD));
    ops.put("Sub", pair(Arithmetic.SUBTRACT));
    ops.put("Mul", pair(Arithmetic.MULTIPLY));
    ops.put("Pow", pair(Arithmetic.POWER));
    ops.put("Div", Operator.of(ArithmeticOps::divide));
    ops.put(
        "Mod",
        Operator.of(
            c -> pair(c, c.flag("fmod", false) ? Arithmetic.REMAINDER : Arithmetic.MODULO)));
    ops.put("Min", Operator.of(c -> all(c, Arithmetic.MINIMUM)));
    ops.put("Max", Operator.of(c -> all(c, Arithmetic.MAXIMUM)));
    ops.put("Sum", Operator.of(c -> all(c, Arithmetic.ADD)));
    ops.put("Mean", Operator.of(ArithmeticOps::mean));
    ops.put("Equal", test(Arithmetic.EQUAL, false));
    ops.put("Less", test(Arithmetic.LESS, false));
    ops.put("LessOrEqual", test(Arithmetic.LESS_OR_EQUAL, false));
    ops.put("Greater", test(Arithmetic.LESS, true));
    ops.put("GreaterOrEqual", test(Arithmetic.LESS_OR_EQUAL, true));
    ops.put("And", test(Arithmetic.AND, false));
    ops.put("Or", test(Arithmetic.OR, false));
    ops.put("Xor", test(Arithmetic.XOR, false));
    ops.put("Where", Operator.of(ArithmeticOps::where));
  }

  private static Operator pair(Arithmetic op) {
    return Operator.of(c -> pair(c, op));
  }

  private static Placed pair(Call c, Arithmetic op) {
    Placed a = c.in(0);
    Placed b = c.in(1);
    if (c.opset() < 7 && c.flag("broadcast", false) && c.node().attributes().containsKey("axis")) {
      // The second value lies along the axes of the first from this one on.
      int[] wide = new int[a.rank() - c.axis(c.whole("axis", 0), a.rank())];
      Arrays.fill(wide, 1);
      System.arraycopy(b.dims(), 0, wide, 0, b.rank());
      b = Layouts.reshaped(c.scope(), b, wide);
    }
    return join(c, op, a, b);
  }

  static Placed join(Call c, Arithmetic op, Placed a, Placed b) {
    List<Placed> both = Layouts.joined(c.scope(), List.of(a, b));
    Value v = c.apply(op, both.get(0).value(), both.get(1).value());
    return new Placed(v, a.type(), both.get(0).order());
  }

  /// Integers are divided towards 0.
  private static Placed divide(Call c) {
    Placed q = pair(c, Arithmetic.DIVIDE);
    if (q.type().floating()) {
      return q;
    }
    Value size = c.apply(new Apply(Function.FLOOR), c.apply(new Apply(Function.ABS), q.value()));
    return q.with(c.apply(Arithmetic.MULTIPLY, size, c.apply(new Apply(Function.SIGN), q.value())));
  }

  private static Placed all(Call c, Arithmetic op) {
    Placed result = c.in(0);
    for (int i = 1; i < c.inputs().size(); i++) {
      result = join(c, op, result, c.in(i));
    }
    return result;
  }

  private static Placed mean(Call c) {
    Placed sum = all(c, Arithmetic.ADD);
    return sum.with(c.apply(new Affine(1f / c.inputs().size(), 0), sum.value()));
  }

  private static Operator test(Arithmetic op, boolean swapped) {
    return Operator.of(
        c -> join(c, op, c.in(swapped ? 1 : 0), c.in(swapped ? 0 : 1)).typed(OnnxType.BOOL));
  }

  private static Placed where(Call c) {
    List<Placed> three = Layouts.joined(c.scope(), c.all());
    Value v =
        c.apply(new Select(), three.get(0).value(), three.get(1).value(), three.get(2).value());
    return new Placed(v, c.held(1).type(), three.get(0).order());
  }
}

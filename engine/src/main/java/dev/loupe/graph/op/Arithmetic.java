package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.ArithmeticKind;
import dev.loupe.kernel.ArithmeticReference;
import dev.loupe.kernel.ArithmeticVector;
import dev.loupe.kernel.BroadcastGeometry;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.Function;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `a + b`, `a - b`, `a b`, `a / b` and more such, value by value, with NumPy's broadcasting.
///
/// Inputs: a, b. Output: the joined shape. No gradient passes comparisons and logic. Where a = b,
/// that of the minimum and the maximum goes to a. The power's gradient for b is 0 where a is not
/// above 0.
///
/// @param kind which of them
public record Arithmetic(ArithmeticKind kind) implements Computation {
  /// a + b
  public static final Arithmetic ADD = new Arithmetic(ArithmeticKind.ADD);

  /// a - b
  public static final Arithmetic SUBTRACT = new Arithmetic(ArithmeticKind.SUBTRACT);

  /// a b
  public static final Arithmetic MULTIPLY = new Arithmetic(ArithmeticKind.MULTIPLY);

  /// a / b
  public static final Arithmetic DIVIDE = new Arithmetic(ArithmeticKind.DIVIDE);

  /// the smaller of a and b; NaN where one is NaN
  public static final Arithmetic MINIMUM = new Arithmetic(ArithmeticKind.MINIMUM);

  /// the larger of a and b; NaN where one is NaN
  public static final Arithmetic MAXIMUM = new Arithmetic(ArithmeticKind.MAXIMUM);

  /// a^b
  public static final Arithmetic POWER = new Arithmetic(ArithmeticKind.POWER);

  /// what is left of a after whole multiples of b, with the sign of a
  public static final Arithmetic REMAINDER = new Arithmetic(ArithmeticKind.REMAINDER);

  /// what is left of a after whole multiples of b, with the sign of b
  public static final Arithmetic MODULO = new Arithmetic(ArithmeticKind.MODULO);

  /// 1 where a = b, else 0
  public static final Arithmetic EQUAL = new Arithmetic(ArithmeticKind.EQUAL);

  /// 1 where a < b, else 0
  public static final Arithmetic LESS = new Arithmetic(ArithmeticKind.LESS);

  /// 1 where a <= b, else 0
  public static final Arithmetic LESS_OR_EQUAL = new Arithmetic(ArithmeticKind.LESS_OR_EQUAL);

  /// 1 where neither is 0, else 0
  public static final Arithmetic AND = new Arithmetic(ArithmeticKind.AND);

  /// 1 where at least one is not 0, else 0
  public static final Arithmetic OR = new Arithmetic(ArithmeticKind.OR);

  /// 1 where exactly one is not 0, else 0
  public static final Arithmetic XOR = new Arithmetic(ArithmeticKind.XOR);

  @Override
  public String name() {
    String lower = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    return BroadcastGeometry.join(inputs.get(0), inputs.get(1));
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      pass(s, 0, first(s, s.upstream(), s.input(0), s.input(1)));
    }
    if (s.wanted(1)) {
      pass(s, 1, second(s, s.upstream(), s.input(0), s.input(1)));
    }
  }

  private static void pass(GradientScope s, int input, @Nullable Value gradient) {
    if (gradient != null) {
      s.pass(input, SumTo.shape(s, gradient, s.input(input).shape()));
    }
  }

  /// The gradient for a, before it is summed to its shape.
  private @Nullable Value first(GradientScope s, Value g, Value a, Value b) {
    return switch (kind) {
      case ADD, SUBTRACT, REMAINDER, MODULO -> g;
      case MULTIPLY -> s.apply(MULTIPLY, g, b);
      case DIVIDE -> s.apply(DIVIDE, g, b);
      case MINIMUM -> s.apply(MULTIPLY, g, s.apply(LESS_OR_EQUAL, a, b));
      case MAXIMUM -> s.apply(MULTIPLY, g, s.apply(LESS_OR_EQUAL, b, a));
      case POWER -> {
        Value slope = s.apply(MULTIPLY, b, s.apply(POWER, a, s.apply(SUBTRACT, b, s.constant(1))));
        // 0 a^-1 is not a number at 0.
        yield s.apply(new Select(), b, s.apply(MULTIPLY, g, slope), s.constant(0));
      }
      case EQUAL, LESS, LESS_OR_EQUAL, AND, OR, XOR -> null;
    };
  }

  /// The gradient for b, before it is summed to its shape.
  private @Nullable Value second(GradientScope s, Value g, Value a, Value b) {
    return switch (kind) {
      case ADD -> g;
      case SUBTRACT -> s.apply(MULTIPLY, g, s.constant(-1));
      case MULTIPLY -> s.apply(MULTIPLY, g, a);
      case DIVIDE ->
          // d(a / b) / db = -(a / b) / b
          s.apply(MULTIPLY, s.apply(DIVIDE, s.apply(MULTIPLY, g, s.output()), b), s.constant(-1));
      case MINIMUM -> s.apply(MULTIPLY, g, s.apply(LESS, b, a));
      case MAXIMUM -> s.apply(MULTIPLY, g, s.apply(LESS, a, b));
      case POWER -> {
        Value slope = s.apply(MULTIPLY, s.output(), s.apply(new Apply(Function.LOG), a));
        Value above = s.apply(LESS, s.constant(0), a);
        yield s.apply(new Select(), above, s.apply(MULTIPLY, g, slope), s.constant(0));
      }
      case REMAINDER, MODULO ->
          // a - n b, with a whole n that does not change
          s.apply(MULTIPLY, g, s.apply(DIVIDE, s.apply(SUBTRACT, s.output(), a), b));
      case EQUAL, LESS, LESS_OR_EQUAL, AND, OR, XOR -> null;
    };
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<BroadcastGeometry>reference(g -> new ArithmeticReference(kind, g))
        .vector("vector", g -> new ArithmeticVector(kind, g))
        .choose(BroadcastGeometry.of(inputs.get(0), inputs.get(1)), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}

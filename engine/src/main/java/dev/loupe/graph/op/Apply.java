package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.Function;
import dev.loupe.kernel.FunctionReference;
import dev.loupe.kernel.FunctionVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `y = f(x)`, value by value.
///
/// Input: a tensor. Output: the same shape. No gradient passes the functions that are steps.
///
/// @param function the function
public record Apply(Function function) implements Computation {
  private static final float ERF_SLOPE = (float) (2 / Math.sqrt(Math.PI));

  @Override
  public String name() {
    String lower = function.name().toLowerCase(java.util.Locale.ROOT).replace("_", "");
    return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 1);
  }

  @Override
  public void gradient(GradientScope s) {
    Value x = s.input(0);
    Value y = s.output();
    switch (function) {
      case SIGN, FLOOR, CEIL, ROUND, NOT, IS_NAN, IS_INF -> {}
      case ABS -> times(s, of(s, Function.SIGN, x));
      case NEGATE -> s.pass(0, of(s, Function.NEGATE, s.upstream()));
      case EXP -> times(s, y);
      case LOG -> over(s, x);
      case SQRT -> over(s, scaled(s, 2, y, 0));
      case RECIPROCAL -> times(s, scaled(s, -1, square(s, y), 0));
      case ERF ->
          times(s, scaled(s, ERF_SLOPE, of(s, Function.EXP, scaled(s, -1, square(s, x), 0)), 0));
      case SIN -> times(s, of(s, Function.COS, x));
      case COS -> times(s, of(s, Function.NEGATE, of(s, Function.SIN, x)));
      case TAN -> times(s, scaled(s, 1, square(s, y), 1));
      case ASIN -> over(s, of(s, Function.SQRT, scaled(s, -1, square(s, x), 1)));
      case ACOS ->
          over(s, of(s, Function.NEGATE, of(s, Function.SQRT, scaled(s, -1, square(s, x), 1))));
      case ATAN -> over(s, scaled(s, 1, square(s, x), 1));
      case SINH -> times(s, of(s, Function.COSH, x));
      case COSH -> times(s, of(s, Function.SINH, x));
      case ASINH -> over(s, of(s, Function.SQRT, scaled(s, 1, square(s, x), 1)));
      case ACOSH -> over(s, of(s, Function.SQRT, scaled(s, 1, square(s, x), -1)));
      case ATANH -> over(s, scaled(s, -1, square(s, x), 1));
      case SOFTPLUS -> times(s, s.apply(new Activate(Activation.SIGMOID), x));
      case SOFTSIGN -> over(s, square(s, scaled(s, 1, of(s, Function.ABS, x), 1)));
    }
  }

  private static void times(GradientScope s, Value slope) {
    s.pass(0, s.apply(Arithmetic.MULTIPLY, s.upstream(), slope));
  }

  private static void over(GradientScope s, Value divisor) {
    s.pass(0, s.apply(Arithmetic.DIVIDE, s.upstream(), divisor));
  }

  private static Value of(GradientScope s, Function function, Value x) {
    return s.apply(new Apply(function), x);
  }

  private static Value square(GradientScope s, Value x) {
    return s.apply(Arithmetic.MULTIPLY, x, x);
  }

  private static Value scaled(GradientScope s, float scale, Value x, float shift) {
    return s.apply(new Affine(scale, shift), x);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new FunctionReference(function, n))
        .vector("vector", n -> new FunctionVector(function, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}

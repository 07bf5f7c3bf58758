package dev.loupe.testkit.problems;

import dev.loupe.graph.op.ClipScale;
import dev.loupe.graph.op.ClipValue;
import dev.loupe.graph.op.ClipValueBack;
import dev.loupe.graph.op.GlobalNorm;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Clipping of gradients, by norm and by value.
public final class ClipProblems {
  private ClipProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    rows.add(norm(Shape.of(19)));
    rows.add(norm(Shape.of(3, 3, 16, 33), Shape.of(33), Shape.of(), Shape.of(7, 10)));
    // Two chunks, and a piece of several tensors.
    rows.add(norm(Shape.of(5), Shape.of(20_000), Shape.of(6)));
    rows.add(scale(0.5f));
    rows.add(scale(1));
    rows.add(scale(7));
    for (Shape x : List.of(Shape.of(), Shape.of(3, 33), Shape.of(5, 16), Shape.of(40_003))) {
      rows.add(
          Problem.of(
              "ClipValue " + x,
              new ClipValue(1.25f),
              (in, shapes, out) -> map(in.get(0), v -> Math.max(-1.25, Math.min(1.25, v))),
              x));
      Oracle back =
          (in, shapes, out) -> {
            double[] inside = map(in.get(0), v -> Math.abs(v) <= 2 ? 1 : 0);
            for (int i = 0; i < inside.length; i++) {
              inside[i] *= in.get(1)[i];
            }
            return inside;
          };
      rows.add(Problem.of("ClipValueBack " + x, new ClipValueBack(2), back, x, x).forwardOnly());
    }
    return rows;
  }

  private static double[] map(double[] x, java.util.function.DoubleUnaryOperator f) {
    return java.util.Arrays.stream(x).map(f).toArray();
  }

  private static Problem norm(Shape... inputs) {
    Oracle oracle =
        (in, shapes, out) -> {
          double sum = 0;
          for (double[] x : in) {
            for (double v : x) {
              sum += v * v;
            }
          }
          return new double[] {Math.sqrt(sum)};
        };
    return Problem.of("GlobalNorm " + List.of(inputs), new GlobalNorm(), oracle, inputs)
        .rounding(5e-7);
  }

  private static Problem scale(float norm) {
    Oracle oracle = (in, shapes, out) -> new double[] {Math.min(1, 2 / (in.get(0)[0] + 1e-6))};
    return Problem.of("ClipScale of norm " + norm, new ClipScale(2), oracle, Shape.of())
        .filled(Fill.values(norm))
        .forwardOnly()
        .rounding(2e-7);
  }
}

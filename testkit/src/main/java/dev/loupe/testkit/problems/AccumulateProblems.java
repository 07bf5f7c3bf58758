package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Accumulate;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The first of several gradients that make a mean; what was there before must not matter.
public final class AccumulateProblems {
  private AccumulateProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (Shape s : List.of(Shape.of(), Shape.of(3, 33), Shape.of(5, 16), Shape.of(40_003))) {
      rows.add(of(1, s));
      rows.add(of(4, s));
      // A third is not exact.
      rows.add(of(3, s).rounding(2e-7));
    }
    return rows;
  }

  private static Problem of(int count, Shape s) {
    return Problem.of(
            "Accumulate 1 of " + count + ", " + s,
            new Accumulate(count),
            (in, shapes, out) -> Arrays.stream(in.get(1)).map(g -> g / count).toArray(),
            s,
            s)
        .forwardOnly();
  }
}

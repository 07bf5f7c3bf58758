package dev.loupe.testkit;

import dev.loupe.tensor.Shape;
import java.util.List;

/// What an op should compute, in double precision, by loops that follow the definition.
@FunctionalInterface
public interface Oracle {
  /// The values of the op's output.
  ///
  /// @param inputs the values of each input, last axis fastest
  /// @param shapes the shape of each input
  /// @param output the shape of the output
  double[] evaluate(List<double[]> inputs, List<Shape> shapes, Shape output);
}

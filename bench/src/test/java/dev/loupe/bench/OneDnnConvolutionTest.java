package dev.loupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.loupe.bench.OneDnnConvolution.Algorithm;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.ConvolutionProblems.Row;
import dev.loupe.testkit.problems.NetworkLayer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// oneDNN is asked for the same convolution as Loupe: otherwise the table compares nothing.
final class OneDnnConvolutionTest {
  private static final List<Row> ROWS =
      List.of(
          new Row("plain", Shape.of(2, 9, 12, 16), Window.of(2, 3, 1, 1), 1, 32),
          new Row("odd channels, stride", Shape.of(2, 11, 8, 3), Window.of(2, 5, 2, 2), 1, 19),
          new Row("groups", Shape.of(1, 6, 7, 32), Window.of(2, 3, 1, 1), 2, 64),
          new Row("depthwise", Shape.of(2, 8, 8, 32), Window.of(2, 3, 2, 1), 32, 32),
          new Row("1-D", Shape.of(3, 21, 4), Window.of(1, 5, 1, 2), 1, 8),
          new Row("3-D", Shape.of(1, 5, 6, 7, 4), Window.of(3, 3, 1, 1), 1, 16),
          new Row(
              "uneven",
              Shape.of(1, 9, 14, 6),
              new Window(List.of(new Axis(3, 1, 2, 2, 1), new Axis(2, 2, 1, 0, 1))),
              1,
              10));

  @TestFactory
  Stream<DynamicTest> agreesWithLoupe() {
    OneDnn library;
    try {
      library = OneDnn.load();
    } catch (OneDnnMissing e) {
      return Stream.of(DynamicTest.dynamicTest("no oneDNN", () -> abort(e.reason())));
    }
    return ROWS.stream()
        .flatMap(
            row ->
                Stream.of(Direction.values())
                    .map(
                        d ->
                            DynamicTest.dynamicTest(
                                row.name() + " " + d, () -> compare(library, row, d))));
  }

  private static void compare(OneDnn library, Row row, Direction direction) throws OneDnnMissing {
    NetworkLayer layer = new NetworkLayer("test", 1, row);
    BoundKernel kernel = ConvolutionMeasure.bind(layer, direction, false);
    kernel.run();
    Tensor loupe = kernel.output();
    Tensor peer = Tensor.zeros(loupe.shape());
    try (OneDnnConvolution other = new OneDnnConvolution(library, row, direction, Algorithm.AUTO)) {
      other.input(0, kernel.input(0));
      other.input(1, kernel.input(1));
      other.run();
      other.output(peer);
    }
    double largest = 0;
    double error = 0;
    for (int i = 0; i < loupe.length(); i++) {
      largest = Math.max(largest, Math.abs(loupe.get(i)));
      error = Math.max(error, Math.abs(loupe.get(i) - peer.get(i)));
    }
    assertThat(largest).isGreaterThan(1);
    // Two sums of up to some hundred products between -1 and 1, in different order.
    assertThat(error / largest).isLessThan(Math.max(2e-6, kernel.rounding()));
  }
}

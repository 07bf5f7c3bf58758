package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Computation;
import dev.loupe.graph.op.ArgExtreme;
import dev.loupe.graph.op.Col2Im;
import dev.loupe.graph.op.GridSample;
import dev.loupe.graph.op.MaxUnpool;
import dev.loupe.graph.op.PoolIndices;
import dev.loupe.graph.op.Resample;
import dev.loupe.graph.op.RoiAlign;
import dev.loupe.graph.op.ScatterElements;
import dev.loupe.graph.op.ScatterRows;
import dev.loupe.graph.op.Take;
import dev.loupe.graph.op.TakeBack;
import dev.loupe.graph.op.TakeElements;
import dev.loupe.graph.op.TopK;
import dev.loupe.graph.op.TopK.Part;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ResizeAxis;
import dev.loupe.kernel.ResizeCoordinates;
import dev.loupe.kernel.ResizeRounding;
import dev.loupe.kernel.ResizeTable;
import dev.loupe.kernel.SampleMode;
import dev.loupe.kernel.SamplePadding;
import dev.loupe.kernel.ScatterMode;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What indices outside and NaNs do, and the errors of the ops that take indices or sample. All
/// values are exact.
final class IndicesTest {
  private static final Tensor VALUES = Tensor.of(Shape.of(4), 10, 11, 12, 13);
  private static final Tensor PLACES = Tensor.of(Shape.of(5), 3, 4, -4, -5, 0.5f);

  @Test
  void whatIsTakenOutsideIsNaN() {
    float nan = Float.NaN;
    assertThat(run(new Take(0), VALUES, PLACES)).containsExactly(13, nan, 10, nan, nan);
    assertThat(run(new TakeElements(0), VALUES, PLACES)).containsExactly(13, nan, 10, nan, nan);
  }

  @Test
  void whatIsPutOutsideIsLeftOut() {
    Tensor updates = Tensor.of(Shape.of(5), 1, 2, 3, 4, 5);
    Tensor rows = Tensor.of(Shape.of(5, 1), 3, 4, -4, -5, 0.5f);
    float[] expected = {13, 11, 12, 14};
    assertThat(run(new ScatterElements(0, ScatterMode.ADD), VALUES, PLACES, updates))
        .containsExactly(expected);
    assertThat(run(new ScatterRows(ScatterMode.ADD), VALUES, rows, updates))
        .containsExactly(expected);
    assertThat(run(new TakeBack(0, Shape.of(4)), PLACES, updates)).containsExactly(3, 0, 0, 1);
  }

  @Test
  void aNaNComesFirst() {
    Tensor x = Tensor.of(Shape.of(5), 1, Float.NaN, 3, Float.NaN, -2);
    assertThat(run(new TopK(4, 0, true, Part.INDICES), x)).containsExactly(1, 3, 2, 0);
    assertThat(run(new TopK(3, 0, false, Part.INDICES), x)).containsExactly(1, 3, 4);
    assertThat(run(new ArgExtreme(0, true, false), x)).containsExactly(1);
    assertThat(run(new ArgExtreme(0, true, true), x)).containsExactly(3);
    Tensor line = Tensor.of(Shape.of(1, 5, 1), 1, Float.NaN, 3, Float.NaN, -2);
    assertThat(run(new PoolIndices(Window.of(1, 2, 2, 0), false, false), line))
        .containsExactly(1, 3);
  }

  @Test
  void aRegionThatIsFarTooLargeEnds() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 1), 4, 8);
    Tensor regions = Tensor.of(Shape.of(2, 4), -1e9f, -1e9f, 1e9f, 1e9f, 0, 0, 1, 1);
    Tensor samples = Tensor.of(Shape.of(2), 0, 1);
    // The second region is of a sample that is not there.
    assertThat(run(new RoiAlign(true, 1, 1, 0, 1, true), x, regions, samples)[1]).isNaN();
  }

  @Test
  void indicesThatDoNotFit() {
    refuses(
        new TakeElements(1),
        """
        the indices don't fit the tensor
          expected: the rank of 2x3, and not larger but on axis 1
          got: 3x3\
        """,
        Shape.of(2, 3),
        Shape.of(3, 3));
    refuses(
        new ScatterElements(0, ScatterMode.SET),
        """
        the updates don't fit the indices
          expected: 1x3
          got: 2x3\
        """,
        Shape.of(2, 3),
        Shape.of(1, 3),
        Shape.of(2, 3));
    refuses(
        new ScatterRows(ScatterMode.SET),
        """
        the indices name more axes than the data has
          expected: at most 2 indices a row, for 2x3
          got: 3, as 4x3 says\
        """,
        Shape.of(2, 3),
        Shape.of(4, 3),
        Shape.of(4));
    refuses(
        new ScatterRows(ScatterMode.SET),
        """
        the updates don't fit the indices
          expected: 4x3
          got: 4\
        """,
        Shape.of(2, 3),
        Shape.of(4, 1),
        Shape.of(4));
    refuses(
        new TopK(4, 1, true, Part.VALUES),
        """
        there are not so many values to choose from
          expected: 1 to 3, the size of axis 1 of 2x3
          got: 4\
        """,
        Shape.of(2, 3));
    refuses(
        new PoolIndices(Window.of(1, 2, 2, 0), false, false),
        """
        indices are floats, which count no further than 16777216
          expected: at most 16777216 values
          got: 16777218 values\
        """,
        Shape.of(1, 16_777_218, 1));
    refuses(
        new MaxUnpool(List.of(4, 4)),
        """
        the sizes to unpool to and the input differ in rank
          expected: batch, 2 spatial sizes, channels
          got: 1x2x3\
        """,
        Shape.of(1, 2, 3),
        Shape.of(1, 2, 3));
  }

  @Test
  void samplesThatDoNotFit() {
    ResizeAxis axis = ResizeAxis.sized(4, 8, ResizeCoordinates.ASYMMETRIC);
    refuses(
        new Resample(1, ResizeTable.nearest(axis, ResizeRounding.FLOOR)),
        """
        the table is for an axis of another size
          expected: 4 values on axis 1
          got: 2x5x3\
        """,
        Shape.of(2, 5, 3));
    refuses(
        new GridSample(SampleMode.CUBIC, SamplePadding.ZEROS, false),
        """
        a tensor of this rank can't be sampled
          expected: batch, 1 to 2 spatial sizes, channels
          got: 1x2x2x2x3\
        """,
        Shape.of(1, 2, 2, 2, 3),
        Shape.of(1, 2, 2, 2, 3));
    refuses(
        new GridSample(SampleMode.LINEAR, SamplePadding.ZEROS, false),
        """
        the grid doesn't fit the tensor
          expected: 2 samples, places, 2 coordinates each for 2x4x4x3
          got: 2x5x5x3\
        """,
        Shape.of(2, 4, 4, 3),
        Shape.of(2, 5, 5, 3));
    refuses(
        new Col2Im(List.of(5, 5), Window.of(2, 2, 1, 0)),
        """
        the picture has another number of blocks
          expected: 16 blocks for 1x5x5x3
          got: 1x15x12\
        """,
        Shape.of(1, 15, 12));
    throwsExactly(
        () -> ResizeAxis.scaled(3, 0.25f, ResizeCoordinates.ASYMMETRIC),
        """
        an axis can't be resized so
          expected: sizes of at least 1 and a scale above 0
          got: 3 to 0, scale 0.25\
        """);
  }

  private static float[] run(Computation op, Tensor... inputs) {
    Tensor y = Interpreter.run(op, List.of(inputs), KernelPolicy.FASTEST, 0);
    float[] values = new float[y.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = y.get(i);
    }
    return values;
  }

  private static void refuses(Computation op, String message, Shape... inputs) {
    throwsExactly(() -> op.infer(List.of(inputs)), message);
  }

  private static void throwsExactly(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(LoupeException.class).hasMessage(message);
  }
}

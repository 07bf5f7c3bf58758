package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Computation;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.LocalResponseNorm;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Transpose;
import dev.loupe.graph.op.Upsample;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The errors of pooling, resizing and moving values, word for word.
final class PoolingErrorsTest {
  @Test
  void poolWithTooMuchPadding() {
    refuses(
        new Pool(PoolKind.MAX, Window.of(2, 3, 2, 2), false),
        """
        the padding of a pooling is more than half its kernel
          expected: a padding of at most 1 for a kernel of 3
          got: 2
          fix: pad less, or pad the input with a padding layer first\
        """,
        Shape.of(1, 8, 8, 3));
    refuses(
        new Pool(PoolKind.AVERAGE, new Window(List.of(new Axis(2, 1, 1, 0, 2))), false),
        """
        the padding of a pooling is more than half its kernel
          expected: a padding of at most 1 for a kernel of 2
          got: 2
          fix: pad less, or pad the input with a padding layer first\
        """,
        Shape.of(1, 8, 3));
  }

  @Test
  void poolLargerThanItsInput() {
    refuses(
        new Pool(PoolKind.MAX, Window.of(2, 3, 2, 0), false),
        """
        the kernel is larger than the padded input
          expected: an input of at least 3
          got: input 2, padding 0 + 0, kernel 3
          fix: use a smaller kernel, more padding, or fewer layers that shrink the input\
        """,
        Shape.of(1, 2, 2, 3));
    refuses(
        new Pool(PoolKind.MAX, Window.of(2, 3, 2, 0), true),
        """
        the kernel is larger than the padded input
          expected: an input of at least 2
          got: input 1, padding 0 + 0, kernel 3
          fix: use a smaller kernel, more padding, or fewer layers that shrink the input\
        """,
        Shape.of(1, 1, 1, 3));
  }

  @Test
  void poolOfAnotherRank() {
    refuses(
        new Pool(PoolKind.MAX, Window.of(2, 2, 2, 0), false),
        """
        the window and the input differ in rank
          expected: batch, 2 spatial sizes, channels
          got: 4x100x3
          fix: give the layer a kernel of 1 sizes\
        """,
        Shape.of(4, 100, 3));
    refuses(
        new Pool(PoolKind.MAX, Window.of(4, 2, 2, 0), false),
        """
        pooling needs 1, 2 or 3 spatial axes
          expected: batch, 1 to 3 spatial sizes, channels
          got: 1x4x4x4x4x3\
        """,
        Shape.of(1, 4, 4, 4, 4, 3));
  }

  @Test
  void adaptivePool() {
    refuses(
        AdaptivePool.global(PoolKind.AVERAGE, 2),
        """
        the sizes of an adaptive pooling and its input differ in rank
          expected: batch, 2 spatial sizes, channels
          got: 4x100x3
          fix: give the layer 1 sizes\
        """,
        Shape.of(4, 100, 3));
    refuses(
        new AdaptivePool(PoolKind.MAX, List.of(3, 0)),
        """
        an adaptive pooling needs output sizes of at least 1
          expected: at least 1
          got: 0\
        """,
        Shape.of(1, 4, 4, 3));
  }

  @Test
  void upsample() {
    refuses(
        new Upsample(UpsampleMode.LINEAR, List.of(8, 8), false),
        """
        the sizes to resize to and the input differ in rank
          expected: batch, 1 to 3 spatial sizes, channels, and as many sizes to resize to
          got: 4x100x3 to [8, 8]\
        """,
        Shape.of(4, 100, 3));
    refuses(
        new Upsample(UpsampleMode.NEAREST, List.of(0, 8), false),
        """
        a tensor can't be resized to a size below 1
          expected: sizes of at least 1
          got: [0, 8]\
        """,
        Shape.of(1, 4, 4, 3));
  }

  @Test
  void concat() {
    refuses(
        new Concat(3),
        """
        the tensor has no axis 3
          expected: an axis from 0 to 2, or from -3 to -1
          got: axis 3 of 2x3x4\
        """,
        Shape.of(2, 3, 4));
    refuses(
        new Concat(0),
        """
        the tensor has no axis 0
          expected: a tensor with axes
          got: axis 0 of scalar\
        """,
        Shape.of());
    refuses(
        Concat.CHANNELS,
        """
        tensors can't be joined along axis 3
          expected: the same sizes on all other axes
          got: 2x8x8x3 and 2x7x8x3
          fix: bring them to the same sizes first, with a stride, a crop or a padding\
        """,
        Shape.of(2, 8, 8, 3),
        Shape.of(2, 7, 8, 3));
  }

  @Test
  void slice() {
    refuses(
        new Slice(List.of(0, 2), List.of(4, 3)),
        """
        a slice lies outside its tensor, on axis 1
          expected: indices from 0 to 3 of 4x4
          got: 3 indices from 2 on\
        """,
        Shape.of(4, 4));
    refuses(
        new Slice(List.of(0, 0), List.of(0, 3)),
        """
        a slice lies outside its tensor, on axis 0
          expected: indices from 0 to 3 of 4x4
          got: 0 indices from 0 on\
        """,
        Shape.of(4, 4));
    refuses(
        new Slice(List.of(0, 0), List.of(1, 1)),
        """
        the starts of a slice: one number is needed for each axis
          expected: 3 numbers for 4x4x4
          got: [0, 0]\
        """,
        Shape.of(4, 4, 4));
  }

  @Test
  void pad() {
    refuses(
        new Pad(PadMode.REFLECT, List.of(0, 3, 0), List.of(0, 0, 0), 0),
        """
        a reflected padding is not smaller than what it reflects
          expected: a padding of at most 2 on axis 1 of 1x3x5
          got: 3
          fix: pad less, or repeat the edge\
        """,
        Shape.of(1, 3, 5));
    refuses(
        new Pad(PadMode.CONSTANT, List.of(0, -1), List.of(0, 0), 0),
        """
        a padding is negative
          expected: at least 0
          got: -1 in front of and 0 behind axis 1
          fix: cut values off with a slice\
        """,
        Shape.of(1, 3));
    refuses(
        new Pad(PadMode.CONSTANT, List.of(0, 1), List.of(0), 0),
        """
        the padding behind: one number is needed for each axis
          expected: 2 numbers for 1x3
          got: [0]\
        """,
        Shape.of(1, 3));
    assertThatThrownBy(() -> new Pad(PadMode.EDGE, List.of(1), List.of(1), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("EDGE padding has no value, got 2.0");
  }

  @Test
  void reshapeAndTranspose() {
    refuses(
        new Reshape(Shape.of(3, 5)),
        """
        a tensor can't be reshaped to another number of values
          expected: a shape of 16 values, as 4x4 has
          got: 3x5, which has 15\
        """,
        Shape.of(4, 4));
    refuses(
        new Transpose(List.of(1, 0)),
        """
        the order of a transposition: one number is needed for each axis
          expected: 3 numbers for 4x4x4
          got: [1, 0]\
        """,
        Shape.of(4, 4, 4));
    throwsExactly(
        () -> new Transpose(List.of(0, 2, 2)),
        """
        the order of a transposition lacks axis 1
          expected: each of 0 to 2 once
          got: [0, 2, 2]\
        """);
  }

  @Test
  void localResponseNorm() {
    throwsExactly(
        () -> new LocalResponseNorm(0, 1e-4f, 0.75f, 1),
        """
        the size of a local response normalisation is out of range
          expected: a number above 0
          got: 0\
        """);
    throwsExactly(
        () -> new LocalResponseNorm(5, 1e-4f, Float.NaN, 1),
        """
        the beta of a local response normalisation is out of range
          expected: a number above 0
          got: NaN\
        """);
  }

  private static void refuses(Computation op, String message, Shape... inputs) {
    throwsExactly(() -> op.infer(List.of(inputs)), message);
  }

  private static void throwsExactly(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(LoupeException.class).hasMessage(message);
  }
}

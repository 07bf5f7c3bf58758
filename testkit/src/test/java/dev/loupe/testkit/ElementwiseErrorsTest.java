package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Computation;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Dropout;
import dev.loupe.graph.op.Gather;
import dev.loupe.graph.op.PRelu;
import dev.loupe.graph.op.PointLoss;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.ReduceBack;
import dev.loupe.graph.op.Softmax;
import dev.loupe.graph.op.SoftmaxCrossEntropy;
import dev.loupe.graph.op.SoftmaxCrossEntropyBack;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LossFunction;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What the ops that work value by value or row by row refuse, word for word.
final class ElementwiseErrorsTest {
  @Test
  void numbersOutOfRange() {
    refused(
        () -> Activation.leakyRelu(-0.1f),
        """
        the slope of an activation is out of range
          expected: a finite number of at least 0
          got: -0.1\
        """);
    refused(
        () -> new Dropout(1, 0, false),
        """
        the dropout rate is out of range
          expected: at least 0 and below 1
          got: 1.0\
        """);
    refused(
        () -> LossFunction.huber(0),
        """
        the delta of the Huber loss is out of range
          expected: above 0
          got: 0.0\
        """);
    refused(
        () -> LossFunction.focal(-1, 0.25f),
        """
        the gamma of the focal loss is out of range
          expected: at least 0
          got: -1.0\
        """);
    refused(
        () -> LossFunction.focal(2, 1.5f),
        """
        the alpha of the focal loss is out of range
          expected: from 0 to 1, or negative for none
          got: 1.5\
        """);
    refused(
        () -> new SoftmaxCrossEntropy(1.5f, false),
        """
        the label smoothing is out of range
          expected: from 0 to 1
          got: 1.5\
        """);
    assertThatThrownBy(() -> new Activation(Activation.Kind.RELU, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RELU takes no alpha");
  }

  @Test
  void shapesThatDoNotFit() {
    refused(
        new PointLoss(LossFunction.L1),
        """
        the inputs of PointLoss differ in shape
          expected: one shape, 2x3
          got: 2x4\
        """,
        Shape.of(2, 3),
        Shape.of(2, 4));
    refused(
        new Softmax(false),
        """
        Softmax works along the last axis
          expected: a tensor with at least one axis
          got: a scalar\
        """,
        Shape.of());
    refused(
        new PRelu(),
        """
        the slopes don't fit the input
          expected: one slope, or one for each of 6 channels
          got: 3\
        """,
        Shape.of(2, 6),
        Shape.of(3));
    refused(
        new Gather(),
        """
        a table has one axis
          expected: a shape such as 10
          got: 2x2\
        """,
        Shape.of(2, 2),
        Shape.of(3));
    assertThatThrownBy(() -> new Activate(Activation.RELU).infer(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Activate takes 1 inputs, got 0");
  }

  @Test
  void axesThatAreNotThere() {
    refused(
        new Reduce(ReduceKind.SUM, List.of(2), false),
        """
        the input has no axis 2
          expected: axes from -2 to 1
          got: [2] for an input of 3x4\
        """,
        Shape.of(3, 4));
    refused(
        new Reduce(ReduceKind.SUM, List.of(0), false),
        """
        the input has no axis 0
          expected: no axes, as the input is a scalar
          got: [0] for an input of scalar\
        """,
        Shape.of());
    refused(
        new Reduce(ReduceKind.SUM, List.of(1, -1), false),
        """
        an axis is reduced twice
          expected: each axis once
          got: [1, -1] for an input of 3x4\
        """,
        Shape.of(3, 4));
    refused(
        new ReduceBack(Shape.of(3, 4), List.of(1)),
        """
        the tensor was not reduced from the shape it is repeated to
          expected: 3x1
          got: 4\
        """,
        Shape.of(4));
  }

  @Test
  void targetsThatDoNotFit() {
    refused(
        new SoftmaxCrossEntropy(0, false),
        """
        the targets don't fit the logits
          expected: class indices 4
          got: 5 for logits 4x10\
        """,
        Shape.of(4, 10),
        Shape.of(5));
    refused(
        new SoftmaxCrossEntropy(0, true),
        """
        the targets don't fit the logits
          expected: distributions 4x10
          got: 4 for logits 4x10\
        """,
        Shape.of(4, 10),
        Shape.of(4));
    refused(
        new SoftmaxCrossEntropy(0, false),
        """
        the class weights don't fit the logits
          expected: one for each of 10 classes
          got: 9\
        """,
        Shape.of(4, 10),
        Shape.of(4),
        Shape.of(9));
  }

  @Test
  void labelsThatNameNoClassGiveNan() {
    float[] labels = {-1, 3, 1.5f, Float.NaN, 1e10f, 1};
    Tensor logits = Tensor.of(Shape.of(6, 3), new float[18]);
    Tensor targets = Tensor.of(Shape.of(6), labels);
    Tensor gy = Tensor.of(Shape.of(6), 1, 1, 1, 1, 1, 1);
    Tensor weights = Tensor.of(Shape.of(3), 1, 2, 3);
    for (KernelPolicy policy : KernelPolicy.values()) {
      for (float smoothing : new float[] {0, 0.1f}) {
        for (boolean weighted : List.of(false, true)) {
          Tensor loss =
              Interpreter.run(
                  new SoftmaxCrossEntropy(smoothing, false),
                  weighted ? List.of(logits, targets, weights) : List.of(logits, targets),
                  policy,
                  0);
          Tensor gx =
              Interpreter.run(
                  new SoftmaxCrossEntropyBack(smoothing, false),
                  weighted ? List.of(logits, targets, gy, weights) : List.of(logits, targets, gy),
                  policy,
                  0);
          for (int i = 0; i < 6; i++) {
            assertThat(Float.isNaN(loss.get(i))).isEqualTo(i < 5);
            assertThat(Float.isNaN(gx.get(3 * i))).isEqualTo(i < 5);
          }
        }
      }
      Tensor found = Interpreter.run(new Gather(), List.of(weights, targets), policy, 0);
      for (int i = 0; i < 6; i++) {
        assertThat(Float.isNaN(found.get(i))).isEqualTo(i < 5);
      }
    }
  }

  private static void refused(Computation op, String message, Shape... inputs) {
    refused(() -> op.infer(List.of(inputs)), message);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(LoupeException.class).hasMessage(message);
  }
}

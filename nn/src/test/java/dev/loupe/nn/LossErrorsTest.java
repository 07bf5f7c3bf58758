package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a user is told when a loss does not fit, word for word, and which targets losses take.
final class LossErrorsTest {
  @Test
  void targets() {
    Shape rows = Shape.of(4, 10);
    assertThat(CrossEntropy.of().target(rows)).isEqualTo(Shape.of(4));
    assertThat(CrossEntropy.of().withSoftTargets().target(rows)).isEqualTo(rows);
    assertThat(CrossEntropy.of().target(Shape.of(4, 8, 9, 10))).isEqualTo(Shape.of(4, 8, 9));
    assertThat(MeanSquared.of().target(rows)).isEqualTo(rows);
  }

  @Test
  void classWeightsOfAnotherNumber() {
    CrossEntropy loss = CrossEntropy.of().withClassWeights(List.of(1f, 2f));
    Network network = new Network(Shape.of(7), Dense.of(3));
    says(
        () -> network.evaluation(4, loss),
        """
        loss: the class weights don't fit the logits
          expected: one for each of 3 classes
          got: 2\
        """);
  }

  @Test
  void settingsOutOfRange() {
    says(
        () -> CrossEntropy.of().withLabelSmoothing(1.5f),
        """
        the label smoothing is out of range
          expected: from 0 to 1
          got: 1.5\
        """);
    says(
        () -> CrossEntropy.of().withClassWeights(List.of(1f, -2f)),
        """
        a class weight is out of range
          expected: numbers of at least 0
          got: [1.0, -2.0]\
        """);
    says(
        () -> new Huber(0),
        """
        the delta of the Huber loss is out of range
          expected: above 0
          got: 0.0\
        """);
    says(
        () -> new Focal(-1, 0.25f),
        """
        the gamma of the focal loss is out of range
          expected: at least 0
          got: -1.0\
        """);
    says(
        () -> new Dice(0),
        """
        the smoothing of a Dice loss is out of range
          expected: a number above 0
          got: 0.0\
        """);
  }

  @Test
  void predictionsOfAnotherRank() {
    says(
        () -> CrossEntropy.of().target(Shape.of(4)),
        """
        a cross entropy needs a row of logits for each sample
          expected: batch, classes
          got: 4\
        """);
    says(
        () -> Dice.of().target(Shape.of(4, 10)),
        """
        a Dice loss needs regions
          expected: batch, spatial sizes, channels
          got: 4x10
          fix: use BinaryCrossEntropy or CrossEntropy for single answers\
        """);
  }

  private static void says(ThrowingCallable code, String message) {
    assertThatThrownBy(code).isInstanceOf(LoupeException.class).hasMessage(message);
  }
}

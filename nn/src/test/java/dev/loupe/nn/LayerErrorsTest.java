package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.GraphBuilder;
import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.PoolKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a user is told when a layer does not fit, word for word.
final class LayerErrorsTest {
  @Test
  void convolutionOfVectors() {
    fails(
        Conv.of(8, 3),
        Shape.of(784),
        """
        part: a convolution needs 1, 2 or 3 spatial axes
          expected: batch, 1 to 3 spatial sizes, channels
          got: 4x784
          fix: put it before the layer that flattens, or declare an input such as 28x28x1\
        """);
  }

  @Test
  void convolutionOfTooManyAxes() {
    fails(
        Conv.of(8, 3),
        Shape.of(2, 3, 4, 5, 6),
        """
        part: a convolution needs 1, 2 or 3 spatial axes
          expected: batch, 1 to 3 spatial sizes, channels
          got: 4x2x3x4x5x6
          fix: declare an input such as 28x28x1, channels last, without the batch\
        """);
  }

  @Test
  void kernelLargerThanTheInput() {
    fails(
        Conv.of(8, 5).withPadding(Padding.valid()),
        Shape.of(4, 9, 3),
        """
        part: the kernel is larger than the padded input
          expected: an input of at least 5
          got: input 4, padding 0 + 0, kernel 5
          fix: use a smaller kernel, more padding, or fewer layers that shrink the input\
        """);
  }

  @Test
  void sizesThatCannotBeHalved() {
    fails(
        Halvable.of(4),
        Shape.of(100, 130, 3),
        """
        part: the sizes of the input can't be halved 4 times
          expected: spatial sizes that are multiples of 16
          got: 100x130
          fix: pad the input to 112x144, crop it to 96x128, or choose a depth of at most 1\
        """);
    fails(
        Halvable.of(3),
        Shape.of(28, 7, 12, 1),
        """
        part: the sizes of the input can't be halved 3 times
          expected: spatial sizes that are multiples of 8
          got: 28x7x12
          fix: pad the input to 32x8x16\
        """);
    fails(
        Halvable.of(1),
        Shape.of(784),
        """
        part: a network that halves its input needs 1, 2 or 3 spatial axes
          expected: batch, 1 to 3 spatial sizes, channels
          got: 4x784
          fix: put it before the layer that flattens, or declare an input such as 28x28x1\
        """);
  }

  @Test
  void factorsAndHalvingsOutOfRange() {
    assertThatThrownBy(() -> Scale.of(Float.NaN))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the factor of a scaling is out of range
              expected: a finite number
              got: NaN\
            """);
    assertThatThrownBy(() -> Halvable.of(31))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the number of halvings is out of range
              expected: 0 to 30
              got: 31\
            """);
  }

  @Test
  void poolingThatLeavesNothing() {
    fails(
        MaxPool.of(2),
        Shape.of(4, 1, 3),
        """
        part: the kernel is larger than the padded input
          expected: an input of at least 2
          got: input 1, padding 0 + 0, kernel 2
          fix: use a smaller kernel, more padding, or fewer layers that shrink the input\
        """);
  }

  @Test
  void kernelOfAnotherRank() {
    fails(
        Conv.of(8, 3, 3),
        Shape.of(9, 3),
        """
        part: the kernel and the input differ in rank
          expected: 1 number
          got: 2 (3x3)
          fix: give one number for all axes, or one for each spatial axis of the input\
        """);
  }

  @Test
  void paddingOfAnotherRank() {
    fails(
        AveragePool.of(3).withPadding(Padding.of(1, 1, 1)),
        Shape.of(9, 9, 3),
        """
        part: the padding and the input differ in rank
          expected: 1 number, or 2
          got: 3 (1x1x1)
          fix: give one number for all axes, or one for each spatial axis of the input\
        """);
  }

  @Test
  void groupsThatDontDivideTheInput() {
    fails(
        Conv.of(8, 3).withGroups(4),
        Shape.of(9, 9, 6),
        """
        part: the groups don't divide the channels of the input
          expected: channels that are a multiple of 4
          got: 6 (4x9x9x6)
          fix: use groups that divide 6, or 1\
        """);
  }

  @Test
  void groupsThatDontDivideTheOutput() {
    says(
        () -> Conv.of(10, 3).withGroups(4),
        """
        the groups of a convolution don't divide its channels
          expected: a divisor of 10
          got: 4\
        """);
  }

  @Test
  void groupsOfATransposedConvolution() {
    fails(
        ConvTranspose.of(8, 3).withGroups(4),
        Shape.of(9, 9, 6),
        """
        part: the groups don't divide the channels
          expected: a divisor of both 6 inputs and 8 outputs
          got: 4 groups
          fix: use groups that divide both, or 1\
        """);
  }

  @Test
  void groupsOfANormalisation() {
    fails(
        GroupNorm.of(4),
        Shape.of(9, 9, 6),
        """
        part: the channels can't be cut into 4 groups of one size
          expected: channels that are a multiple of 4
          got: 6 channels (4x9x9x6)
          fix: use a number of groups that divides 6\
        """);
  }

  @Test
  void transposedConvolutionOfNothing() {
    fails(
        ConvTranspose.of(8, 3).withPadding(Padding.of(2)),
        Shape.of(2, 1),
        """
        part: a transposed convolution gives nothing
          expected: sizes of at least 1
          got: 0 from 2, on spatial axis 0
          fix: use less padding or a larger kernel\
        """);
  }

  @Test
  void outputPaddingOfAWholeStride() {
    fails(
        ConvTranspose.of(8, 3).withStride(2).withOutputPadding(2),
        Shape.of(5, 1),
        """
        part: a transposed convolution can't give this size
          expected: a size that the window turns into 4x5x1
          got: 4x11x8, which it turns into 4x6x1
          fix: use an output padding below the stride\
        """);
  }

  @Test
  void denseLayerOfAnImage() {
    fails(
        Dense.of(10),
        Shape.of(7, 7, 16),
        """
        part: a dense layer needs one vector for each sample
          expected: batch, features
          got: 4x7x7x16
          fix: put Flatten before it\
        """);
  }

  @Test
  void sharedParametersOfTwoInputs() {
    GraphBuilder b = new GraphBuilder();
    Scope scope = Scope.inference(b);
    Conv conv = Conv.of(8, 3);
    scope.call("conv1", conv, b.input("rgb", Shape.of(1, 9, 9, 3)));
    says(
        () -> scope.call("conv1", conv, b.input("grey", Shape.of(1, 9, 9, 1))),
        """
        two layers share the parameter 'conv1.weight'
          expected: one shape, 3x3x3x8
          got: 3x3x1x8
          fix: give one of the layers another name\
        """);
  }

  @Test
  void shortcutOfAnotherShape() {
    fails(
        Residual.of(Conv.of(8, 3)).withShortcut(Identity.of()),
        Shape.of(9, 9, 6),
        """
        part: the body and the shortcut of a residual layer differ in shape
          expected: 4x9x9x8, as the body gives
          got: 4x9x9x6 from the shortcut
          fix: give the shortcut the body's stride and channels\
        """);
  }

  @Test
  void bodyThatNoStrideExplains() {
    fails(
        Residual.of(Conv.of(6, 3).withPadding(Padding.valid())),
        Shape.of(9, 9, 6),
        """
        part: no stride takes the input of a residual layer to the body's shape
          expected: a body that keeps the sizes or divides them by a stride
          got: 4x9x9x6 to 4x7x7x6
          fix: pad the body's convolutions, or give the layer a shortcut of your own\
        """);
  }

  @Test
  void branchesThatDontMeet() {
    fails(
        Branches.of(Conv.of(6, 3), MaxPool.of(2)),
        Shape.of(8, 8, 3),
        """
        part: branch '1' ends in another shape than the first
          expected: 4x8x8x6, with any number of channels
          got: 4x4x4x3
          fix: give all branches the same strides and paddings\
        """);
    fails(
        Branches.added(Conv.of(6, 3), Conv.of(5, 3)),
        Shape.of(8, 8, 3),
        """
        part: branch '1' ends in another shape than the first
          expected: 4x8x8x6
          got: 4x8x8x5
          fix: give all branches the same strides and paddings\
        """);
  }

  @Test
  void batchNormalisationOfOneValue() {
    GraphBuilder b = new GraphBuilder();
    Scope scope = Scope.training(b, List.of());
    says(
        () -> scope.call("bn1", BatchNorm.of(), b.input("x", Shape.of(1, 6))),
        """
        bn1: batch normalisation can't learn from one value for each channel
          expected: at least 2 values for each channel, over batch and places
          got: 1
          fix: use a larger batch, or drop the last batch where it is smaller\
        """);
  }

  @Test
  void paddingOfMoreThanHalfAPool() {
    fails(
        MaxPool.of(2).withPadding(Padding.of(2)),
        Shape.of(8, 8, 3),
        """
        part: the padding of a pooling is more than half its kernel
          expected: a padding of at most 1 for a kernel of 2
          got: 2
          fix: pad less, or pad the input with a padding layer first\
        """);
  }

  @Test
  void settingsOutOfRange() {
    says(
        () -> Conv.of(0, 3),
        """
        a layer has too few channels
          expected: at least 1
          got: 0\
        """);
    says(
        () -> Conv.of(8, 3).withStride(0),
        """
        the stride is too small
          expected: at least 1
          got: 0\
        """);
    says(
        () -> Conv.of(8, 3, 0),
        """
        the kernel is too small
          expected: at least 1
          got: 3x0\
        """);
    says(
        () -> Padding.of(-1),
        """
        a setting of spatial axes is out of range
          expected: 1 to 3 numbers of at least 0
          got: [-1]\
        """);
    says(
        () -> Dense.of(0),
        """
        a layer has too few features
          expected: at least 1
          got: 0\
        """);
    says(
        () -> Dropout.of(1),
        """
        the dropout rate is out of range
          expected: at least 0 and below 1
          got: 1.0\
        """);
    says(
        () -> new BatchNorm(1.5f, 1e-5f),
        """
        the momentum of a batch normalisation is out of range
          expected: 0 to 1
          got: 1.5\
        """);
    says(
        () -> new LayerNorm(-1),
        """
        the epsilon of a normalisation is out of range
          expected: 0 or a little more, such as 1e-5
          got: -1.0\
        """);
    says(
        () -> new AdaptivePool(PoolKind.MAX, Sizes.ZERO),
        """
        the size of a pooling is too small
          expected: at least 1
          got: 0\
        """);
    says(
        () -> new Pad(PadMode.EDGE, Sizes.ONE, Sizes.ONE, 3),
        """
        only a constant padding has a value
          expected: 0
          got: 3.0\
        """);
    says(
        () -> Branches.of(),
        """
        a layer of branches has none
          expected: at least 1
          got: 0\
        """);
  }

  @Test
  void unknownActivation() {
    says(
        () -> Nonlinearity.named("gelutanh"),
        """
        unknown activation 'gelutanh'
          expected: one of relu, relu6, leaky_relu, elu, selu, gelu, gelu_tanh, silu, hard_swish, \
        hard_sigmoid, sigmoid, tanh
          fix: did you mean 'gelu_tanh'?\
        """);
  }

  private static void fails(Layer layer, Shape input, String message) {
    Network network = new Network(input, Sequential.of().with("part", layer));
    says(() -> network.inference(4), message);
  }

  private static void says(ThrowingCallable code, String message) {
    assertThatThrownBy(code).isInstanceOf(LoupeException.class).hasMessage(message);
  }
}

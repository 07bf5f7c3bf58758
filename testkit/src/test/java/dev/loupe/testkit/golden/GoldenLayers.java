package dev.loupe.testkit.golden;

import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.nn.AdaptivePool;
import dev.loupe.nn.AveragePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.ConvTranspose;
import dev.loupe.nn.Dense;
import dev.loupe.nn.DepthwiseConv;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.GlobalMaxPool;
import dev.loupe.nn.GroupNorm;
import dev.loupe.nn.InstanceNorm;
import dev.loupe.nn.Layer;
import dev.loupe.nn.LayerNorm;
import dev.loupe.nn.LocalResponseNorm;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.PRelu;
import dev.loupe.nn.Pad;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sizes;
import dev.loupe.nn.Softmax;
import dev.loupe.nn.SqueezeExcitation;
import dev.loupe.nn.Upsample;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The layers that `golden.py` writes PyTorch's answers for, under the same names.
final class GoldenLayers {
  /// A layer and its input.
  ///
  /// @param name as in the file
  /// @param layer the layer
  /// @param input N, spatial..., C
  /// @param scale of the input's values
  /// @param training whether it is written for training
  record Case(String name, Layer layer, Shape input, float scale, boolean training) {}

  private GoldenLayers() {}

  static List<Case> all() {
    return Stream.of(convolutions(), transposed(), pools(), norms(), resizing(), functions())
        .flatMap(List::stream)
        .toList();
  }

  private static Case of(String name, Layer layer, int... input) {
    return new Case(name, layer, Shape.of(input), 1, true);
  }

  private static List<Case> convolutions() {
    return List.of(
        of("conv1d", Conv.of(5, 3), 2, 11, 3),
        of(
            "conv1d-dilated",
            Conv.of(6, 3).withStride(2).withDilation(2).withPadding(Padding.of(2)),
            2,
            17,
            4),
        of("conv2d", Conv.of(16, 3), 2, 9, 8, 3),
        of(
            "conv2d-uneven",
            Conv.of(19, 5, 3).withStride(2, 3).withPadding(Padding.of(2, 1)),
            2,
            13,
            11,
            5),
        of(
            "conv2d-dilated",
            Conv.of(33, 3).withDilation(2, 1).withPadding(Padding.of(1, 0)).withoutBias(),
            1,
            9,
            10,
            16),
        of("conv2d-groups", Conv.of(18, 3).withGroups(3), 2, 6, 7, 12),
        of("conv2d-depthwise", DepthwiseConv.of(3).withStride(2), 2, 8, 7, 19),
        of("conv2d-multiplier", DepthwiseConv.of(3).withMultiplier(2), 2, 5, 6, 6),
        of("conv2d-pointwise", Conv.of(64, 1), 2, 4, 5, 33),
        of("conv2d-stem", Conv.of(16, 7).withStride(2), 2, 20, 19, 3),
        of("conv2d-even", Conv.of(6, 4).withStride(2), 2, 10, 9, 4),
        of("conv2d-square", Conv.of(32, 3), 2, 12, 12, 32),
        of("conv2d-same", Conv.of(7, 3).withStride(2).withPadding(Padding.same()), 2, 8, 8, 6),
        of("conv3d", Conv.of(6, 3), 1, 5, 6, 7, 2),
        of(
            "conv3d-uneven",
            Conv.of(8, 3, 2, 1).withStride(2, 1, 2).withPadding(Padding.of(1, 1, 0)),
            2,
            5,
            4,
            7,
            4),
        of("dense", Dense.of(33), 5, 19));
  }

  private static List<Case> transposed() {
    return List.of(
        of("transposed1d", ConvTranspose.of(6, 3).withStride(2).withOutputPadding(1), 2, 7, 4),
        of("transposed2d", ConvTranspose.of(4, 3).withStride(2).withOutputPadding(1), 2, 5, 4, 6),
        of(
            "transposed2d-uneven",
            ConvTranspose.of(5, 4, 3)
                .withStride(3, 2)
                .withPadding(Padding.of(1, 0))
                .withOutputPadding(2, 0),
            2,
            4,
            5,
            8),
        of("transposed2d-groups", ConvTranspose.of(9, 3).withStride(2).withGroups(3), 2, 4, 5, 6),
        of("transposed2d-dilated", ConvTranspose.of(6, 3).withDilation(2), 2, 6, 5, 4),
        of("transposed3d", ConvTranspose.of(4, 2).withStride(2), 1, 3, 4, 2, 3));
  }

  private static List<Case> pools() {
    Padding one = Padding.of(1);
    MaxPool max = MaxPool.of(3).withStride(2);
    AveragePool average = AveragePool.of(3).withStride(2);
    AveragePool padded = average.withPadding(one);
    return List.of(
        of("max1d", max, 2, 12, 5),
        of("max2d", MaxPool.of(2), 2, 7, 8, 6),
        of("max2d-padded", max.withPadding(one), 2, 8, 7, 6),
        of("max2d-up", max.roundedUp(), 2, 8, 7, 4),
        of("max2d-dilated", max.withStride(1).withDilation(2).withPadding(one), 2, 8, 7, 4),
        of("max3d", MaxPool.of(2, 3, 2), 1, 4, 6, 5, 5),
        of("average1d", average, 2, 12, 5),
        of("average2d", padded, 2, 8, 7, 6),
        of("average2d-inside", padded.withoutPaddingCounted(), 2, 8, 7, 6),
        of("average2d-up", padded.roundedUp(), 2, 8, 6, 6),
        of("average2d-up-inside", padded.roundedUp().withoutPaddingCounted(), 2, 8, 6, 6),
        of("average3d", AveragePool.of(2, 3, 2), 1, 4, 6, 5, 5),
        of("adaptive1d", AdaptivePool.average(4), 2, 11, 5),
        of("adaptive2d", AdaptivePool.average(3, 2), 2, 8, 7, 5),
        of("adaptive2d-max", AdaptivePool.max(3), 2, 8, 7, 5),
        of("adaptive3d", AdaptivePool.average(2), 1, 5, 4, 3, 3),
        of("global-mean", GlobalAveragePool.of(), 2, 5, 6, 19),
        of("global-max", GlobalMaxPool.of(), 2, 5, 6, 19));
  }

  private static List<Case> norms() {
    return List.of(
        of("batch1d", BatchNorm.of(), 8, 6),
        of("batch2d", BatchNorm.of(), 3, 5, 4, 19),
        new Case("batch2d-use", BatchNorm.of(), Shape.of(3, 5, 4, 19), 1, false),
        of("batch3d", BatchNorm.of(), 2, 3, 4, 2, 5),
        of("layer", LayerNorm.of(), 5, 33),
        of("layer2d", LayerNorm.of(), 2, 4, 5, 16),
        of("group2d", GroupNorm.of(4), 3, 5, 4, 16),
        of("group1", GroupNorm.of(1), 3, 7, 6),
        of("instance1d", InstanceNorm.of().withAffine(), 3, 9, 5),
        of("instance2d", InstanceNorm.of(), 3, 4, 5, 7),
        of("response", LocalResponseNorm.of(5), 2, 3, 4, 19),
        of("response-strong", new LocalResponseNorm(4, 0.5f, 0.75f, 2), 2, 3, 4, 19));
  }

  private static List<Case> resizing() {
    Sizes one = Sizes.of(2, 1);
    return List.of(
        of("nearest1d", Upsample.nearest(2), 2, 5, 3),
        of("nearest2d-size", Upsample.to(UpsampleMode.NEAREST, 7, 5), 2, 4, 3, 3),
        of("linear1d", Upsample.linear(3), 2, 5, 3),
        of("linear2d", Upsample.linear(2), 2, 5, 4, 3),
        of("linear2d-aligned", Upsample.linear(2).withAlignedCorners(), 2, 5, 4, 3),
        of("linear2d-size", Upsample.to(UpsampleMode.LINEAR, 7, 3), 2, 5, 4, 3),
        of("linear3d", Upsample.linear(2), 1, 3, 4, 2, 2),
        of("pad-zeros", Pad.zeros(2), 2, 4, 5, 3),
        of("pad-reflect", new Pad(PadMode.REFLECT, one, one, 0), 2, 4, 5, 3),
        of("pad-edge", Pad.edge(2), 2, 4, 5, 3));
  }

  private static List<Case> functions() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("softmax", Softmax.of(), Shape.of(5, 19), 3, true));
    cases.add(new Case("log-softmax", Softmax.logarithmic(), Shape.of(2, 3, 4, 6), 3, true));
    cases.add(of("prelu", PRelu.of(), 2, 3, 4, 6));
    cases.add(of("prelu-channels", PRelu.of().forEachChannel(), 2, 3, 4, 6));
    cases.add(of("squeeze", SqueezeExcitation.of(3), 2, 4, 5, 12));
    for (String name : Nonlinearity.names()) {
      cases.add(new Case(name, Nonlinearity.named(name), Shape.of(2, 40), 8, true));
    }
    return cases;
  }
}

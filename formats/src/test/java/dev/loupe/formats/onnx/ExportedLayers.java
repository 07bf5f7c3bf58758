package dev.loupe.formats.onnx;

import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.nn.AdaptivePool;
import dev.loupe.nn.AveragePool;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Branches;
import dev.loupe.nn.Conv;
import dev.loupe.nn.ConvTranspose;
import dev.loupe.nn.Dense;
import dev.loupe.nn.DepthwiseConv;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.GlobalMaxPool;
import dev.loupe.nn.GroupNorm;
import dev.loupe.nn.Identity;
import dev.loupe.nn.InstanceNorm;
import dev.loupe.nn.Layer;
import dev.loupe.nn.LayerNorm;
import dev.loupe.nn.LocalResponseNorm;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.PRelu;
import dev.loupe.nn.Pad;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Scale;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sizes;
import dev.loupe.nn.Softmax;
import dev.loupe.nn.SqueezeExcitation;
import dev.loupe.nn.Upsample;
import dev.loupe.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/// Small networks that hold every layer, for one to three spatial axes.
final class ExportedLayers {
  private ExportedLayers() {}

  /// The networks by name.
  static Map<String, Network> all() {
    Map<String, Network> all = new LinkedHashMap<>();
    for (int rank = 1; rank <= 3; rank++) {
      Shape shape = rank == 1 ? Shape.of(13, 6) : rank == 2 ? Shape.of(9, 11, 6) : cube();
      windows(rank + "d", shape, all);
      sizes(rank + "d", shape, all);
      others(rank + "d", shape, all);
    }
    Shape matrix = Shape.of(12);
    put(all, "dense", matrix, Dense.of(6).withoutBias(), LayerNorm.of(), GroupNorm.of(3));
    put(all, "dense-more", matrix, BatchNorm.of(), PRelu.of().forEachChannel(), Softmax.of());
    for (String name : Nonlinearity.names()) {
      put(all, "activation-" + name, Shape.of(5, 7, 4), Scale.of(4), Nonlinearity.named(name));
    }
    return all;
  }

  private static Shape cube() {
    return Shape.of(5, 7, 6, 6);
  }

  private static void windows(String rank, Shape in, Map<String, Network> all) {
    put(all, "conv-" + rank, in, Conv.of(8, 3).withStride(2).withGroups(2), Conv.of(3, 2));
    put(all, "conv-same-" + rank, in, Conv.of(4, 4).withStride(2).withPadding(Padding.same()));
    put(all, "conv-dilated-" + rank, in, Conv.of(4, 2).withDilation(2).withoutBias());
    put(
        all,
        "depthwise-" + rank,
        in,
        DepthwiseConv.of(3).withMultiplier(2),
        SqueezeExcitation.of(2));
    put(
        all,
        "transposed-" + rank,
        in,
        ConvTranspose.of(4, 3).withStride(2).withOutputPadding(1).withGroups(2),
        ConvTranspose.of(3, 2).withStride(2).withPadding(Padding.same()).withoutBias());
    put(all, "max-" + rank, in, MaxPool.of(3).withStride(2).withPadding(Padding.half()));
    put(
        all,
        "max-up-" + rank,
        in,
        MaxPool.of(2).roundedUp(),
        MaxPool.of(3).withStride(2).roundedUp());
    put(all, "max-dilated-" + rank, in, MaxPool.of(2).withStride(1).withDilation(2));
    put(all, "mean-" + rank, in, AveragePool.of(3).withStride(2).withPadding(Padding.half()));
    put(
        all,
        "mean-inside-" + rank,
        in,
        AveragePool.of(3).withStride(2).withPadding(Padding.half()).withoutPaddingCounted());
    put(all, "mean-up-" + rank, in, AveragePool.of(2).roundedUp());
    put(
        all,
        "mean-up-padded-" + rank,
        in,
        AveragePool.of(3).withStride(2).withPadding(Padding.half()).roundedUp(),
        AveragePool.of(2).withPadding(Padding.of(1)).roundedUp());
    put(
        all,
        "mean-up-inside-" + rank,
        in,
        AveragePool.of(3)
            .withStride(2)
            .withPadding(Padding.half())
            .withoutPaddingCounted()
            .roundedUp());
  }

  private static void sizes(String rank, Shape in, Map<String, Network> all) {
    put(all, "nearest-" + rank, in, Upsample.nearest(2), Upsample.to(UpsampleMode.NEAREST, 17));
    put(all, "linear-" + rank, in, Upsample.linear(2), Upsample.to(UpsampleMode.LINEAR, 7));
    put(all, "corners-" + rank, in, Upsample.linear(3).withAlignedCorners());
    put(all, "reflect-" + rank, in, Conv.of(4, 1), Pad.reflect(2), Pad.zeros(1));
    put(all, "edge-" + rank, in, Pad.edge(2), new Pad(PadMode.CONSTANT, Sizes.ONE, Sizes.ZERO, 3));
    put(all, "global-" + rank, in, AdaptivePool.max(1), Flatten.of());
    put(all, "highest-" + rank, in, GlobalMaxPool.of(), Dense.of(3));
    put(
        all,
        "adaptive-" + rank,
        in,
        Upsample.to(UpsampleMode.NEAREST, 12),
        new AdaptivePool(PoolKind.AVERAGE, Sizes.of(4)),
        AdaptivePool.max(2),
        Flatten.of());
  }

  private static void others(String rank, Shape in, Map<String, Network> all) {
    put(all, "layer-norm-" + rank, in, Conv.of(4, 1), LayerNorm.of(), Conv.of(3, 1));
    put(all, "layer-norm-only-" + rank, in, LayerNorm.of());
    put(all, "group-norm-" + rank, in, GroupNorm.of(3), GroupNorm.of(1));
    put(all, "instance-norm-" + rank, in, InstanceNorm.of(), InstanceNorm.of().withAffine());
    put(all, "batch-norm-" + rank, in, BatchNorm.of(), PRelu.of(), PRelu.of().forEachChannel());
    if (rank.equals("2d")) {
      put(all, "response-" + rank, in, LocalResponseNorm.of(3));
    }
    put(all, "softmax-" + rank, in, Conv.of(4, 1), Softmax.of(), Softmax.logarithmic());
    put(
        all,
        "branches-" + rank,
        in,
        Branches.of(Conv.of(3, 1), LayerNorm.of(), new Identity()),
        Branches.added(LayerNorm.of(), Scale.of(0.5f)),
        Flatten.of(),
        Dense.of(4));
  }

  private static void put(Map<String, Network> all, String name, Shape in, Layer... layers) {
    all.put(name, new Network(in, Sequential.of(layers)));
  }
}

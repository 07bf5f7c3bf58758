package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Initialisers.Fan;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/// MNASNets, variant B1, as torchvision defines them.
final class MnasNet {
  /// The momentum of the paper is 0.9997 for what stays.
  private static final BatchNorm NORM = new BatchNorm((float) (1 - 0.9997), 1e-5f);

  /// Kernel, stride, expansion, channels and blocks of each stage.
  private static final List<List<Integer>> STAGES =
      List.of(
          List.of(3, 2, 3, 24, 3),
          List.of(5, 2, 3, 40, 3),
          List.of(5, 2, 6, 80, 3),
          List.of(3, 1, 6, 96, 2),
          List.of(5, 2, 6, 192, 4),
          List.of(3, 1, 6, 320, 1));

  static final List<ModelCard> CARDS = List.of(card("mnasnet0_5", 0.5), card("mnasnet1_0", 1));

  private MnasNet() {}

  private static ModelCard card(String name, double width) {
    return ImageBlocks.card(
        name,
        "blocks found by search that expand, convolve each channel and narrow",
        "Tan et al., MnasNet, CVPR 2019, variant B1",
        ImageBlocks.dropout(0.2),
        (classes, settings) -> layers(width, settings, classes));
  }

  private static Layer layers(double width, Settings settings, int classes) {
    int inputs = ImageBlocks.divisible(16 * width, 8);
    List<Layer> layers = new ArrayList<>();
    layers.add(ImageBlocks.conv(ImageBlocks.divisible(32 * width, 8), 3, 2));
    layers.addAll(List.of(NORM, Nonlinearity.RELU));
    layers.add(ImageBlocks.depthwise(3, 1));
    layers.addAll(List.of(NORM, Nonlinearity.RELU));
    layers.addAll(List.of(ImageBlocks.conv(inputs, 1, 1), NORM));
    for (List<Integer> stage : STAGES) {
      int outputs = ImageBlocks.divisible(stage.get(3) * width, 8);
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < stage.get(4); i++) {
        int stride = i == 0 ? stage.get(1) : 1;
        Layer body = inverted(stage.get(0), stride, inputs * stage.get(2), outputs);
        blocks.add(ImageBlocks.added(i > 0, body, 0));
        inputs = outputs;
      }
      layers.add(Sequential.of(blocks.toArray(Layer[]::new)));
    }
    layers.addAll(List.of(ImageBlocks.conv(1280, 1, 1), NORM, Nonlinearity.RELU));
    Initialisation last = Initialisation.of(Initialisers.kaimingUniform(Fan.OUT, 1));
    Layer classifier =
        Sequential.of(
            Dropout.of(settings.share(ImageBlocks.DROPOUT)),
            Dense.of(classes).withInitialisation(last));
    return Sequential.of()
        .with("layers", Sequential.of(layers.toArray(Layer[]::new)))
        .with("avgpool", GlobalAveragePool.of())
        .with("classifier", classifier);
  }

  private static Layer inverted(int kernel, int stride, int expanded, int outputs) {
    Layer parts =
        Sequential.of(
            ImageBlocks.conv(expanded, 1, 1),
            NORM,
            Nonlinearity.RELU,
            ImageBlocks.depthwise(kernel, stride),
            NORM,
            Nonlinearity.RELU,
            ImageBlocks.conv(outputs, 1, 1),
            NORM);
    return Sequential.of().with("layers", parts);
  }
}

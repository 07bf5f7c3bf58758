package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Residual networks for small inputs: a stem of one convolution that keeps the size, then blocks
/// of two convolutions in stages; each stage but the first halves the size.
///
/// Where shapes differ the shortcut is a convolution and a batch normalisation.
final class ResidualNet {
  private static final String SOURCE =
      "He et al., Deep Residual Learning for Image Recognition, CVPR 2016";
  private static final List<Integer> WIDE = List.of(64, 128, 256, 512);

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "resnet20",
              "a residual network of 20 layers in three stages, 16 to 64 channels",
              SOURCE + ", section 4.2",
              Shape.of(32, 32, 3),
              10,
              classes -> layers(List.of(16, 32, 64), 3, classes)),
          new ModelCard(
              "resnet18-cifar",
              "a residual network of 18 layers in four stages, 64 to 512 channels, for small"
                  + " images",
              SOURCE + ", table 1, with a stem of 3x3",
              Shape.of(32, 32, 3),
              10,
              classes -> layers(WIDE, 2, classes)),
          new ModelCard(
              "resnet18-3d",
              "the same for volumes",
              SOURCE + ", table 1, with a stem of 3x3x3",
              Shape.of(28, 28, 28, 1),
              11,
              classes -> layers(WIDE, 2, classes)));

  private ResidualNet() {}

  private static Layer layers(List<Integer> widths, int blocks, int classes) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Blocks.convNormRelu(widths.get(0), 3, 1));
    for (int stage = 0; stage < widths.size(); stage++) {
      for (int block = 0; block < blocks; block++) {
        layers.add(basic(widths.get(stage), stage > 0 && block == 0 ? 2 : 1));
      }
    }
    layers.add(GlobalAveragePool.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }

  private static Layer basic(int width, int stride) {
    Sequential body =
        Sequential.of()
            .with("a", Blocks.convNormRelu(width, 3, stride))
            .with("b", Blocks.convNorm(width, 3, 1));
    Residual block = Residual.of(body).withShortcutName("d");
    return stride == 1 ? block : block.withShortcut(Blocks.convNorm(width, 1, stride));
  }
}

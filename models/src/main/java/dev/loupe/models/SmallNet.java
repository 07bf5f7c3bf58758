package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Networks of few parameters.
final class SmallNet {
  private static final String WIDTH = "width";

  /// Blocks at the full size of the input, at a half and at a quarter.
  private static final List<Integer> BLOCKS = List.of(1, 2, 2);

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "smallcnn",
              "a residual network of 12 layers, equally wide everywhere, of 96,000 parameters",
              "Loupe's own, of the blocks of He et al., Deep Residual Learning for Image"
                  + " Recognition, CVPR 2016, section 3.3",
              Shape.of(28, 28, 1),
              10,
              Settings.NONE.with(WIDTH, 32, "channels of every convolution"),
              SmallNet::layers));

  private SmallNet() {}

  /// A network that doubles its channels at each halving has most of its weights where the picture
  /// is smallest. This one spends them evenly, and so more work on each weight.
  private static Layer layers(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    List<Layer> layers = new ArrayList<>();
    layers.add(Blocks.convNormRelu(width, 3, 1));
    for (int stage = 0; stage < BLOCKS.size(); stage++) {
      for (int block = 0; block < BLOCKS.get(stage); block++) {
        layers.add(Blocks.basic(width, stage > 0 && block == 0 ? 2 : 1));
      }
    }
    layers.add(GlobalAveragePool.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}

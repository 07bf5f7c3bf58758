package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Networks for films, as torchvision defines them: volumes of frames, rows and columns.
final class VideoNet {
  private static final String WIDTH = "width";

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "r3d_18",
              "a residual network of 18 layers with convolutions over time too, for films",
              "Tran et al., A Closer Look at Spatiotemporal Convolutions, CVPR 2018, table 1",
              Shape.of(16, 112, 112, 3),
              400,
              Settings.NONE.with(
                  WIDTH, 64, "channels of the first convolution; each further stage doubles them"),
              VideoNet::eighteen));

  private VideoNet() {}

  private static Layer eighteen(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    // The kernel is 3 frames high, and no frame is left out at first.
    Conv first =
        Conv.of(width, 3, 7, 7)
            .withStride(1, 2, 2)
            .withoutBias()
            .withInitialisation(Initialisation.KAIMING);
    Sequential net = Sequential.of().with("stem", ImageBlocks.normed(first, Nonlinearity.RELU));
    for (int stage = 0; stage < 4; stage++) {
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        blocks.add(block(width << stage, stage > 0 && i == 0 ? 2 : 1));
      }
      net = net.with("layer" + (stage + 1), Sequential.of(blocks.toArray(Layer[]::new)));
    }
    return net.with("avgpool", GlobalAveragePool.of())
        .with("fc", Dense.of(classes).withInitialisation(ImageBlocks.SMALL));
  }

  private static Layer block(int width, int stride) {
    Sequential body =
        Sequential.of()
            .with(
                "conv1", ImageBlocks.normed(ImageBlocks.conv(width, 3, stride), Nonlinearity.RELU))
            .with("conv2", Sequential.of(ImageBlocks.conv(width, 3, 1), BatchNorm.of()));
    Layer projection = Sequential.of(ImageBlocks.conv(width, 1, stride), BatchNorm.of());
    return Residual.of(body)
        .withShortcutName("downsample")
        .withShortcut(stride == 1 ? Identity.of() : projection);
  }
}

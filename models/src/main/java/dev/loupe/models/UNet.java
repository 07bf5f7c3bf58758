package dev.loupe.models;

import dev.loupe.nn.Branches;
import dev.loupe.nn.Branches.Join;
import dev.loupe.nn.Conv;
import dev.loupe.nn.ConvTranspose;
import dev.loupe.nn.Halvable;
import dev.loupe.nn.Identity;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sequential.Named;
import dev.loupe.nn.Upsample;
import dev.loupe.tensor.Shape;
import java.util.List;

/// U-Nets: logits for each pixel or voxel, from a path that halves the input and one that doubles
/// it again and sees, at each size, what the first path saw there.
///
/// Unlike the sources, convolutions are padded: the output has the size of the input.
final class UNet {
  private static final String DEPTH = "depth";
  private static final String WIDTH = "width";
  private static final String UP = "up";
  private static final String TRANSPOSED = "transposed";
  private static final String NEAREST = "nearest";
  private static final int MOST_DEEP = 7;

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "unet",
              "logits for each pixel, from four sizes and a shortcut at each",
              "Ronneberger et al., U-Net, MICCAI 2015, figure 1, padded, with batch normalisation",
              Shape.of(128, 128, 1),
              2,
              settings(4),
              (classes, settings) -> layers(new UNet(settings, false), classes)),
          new ModelCard(
              "unet3d",
              "logits for each voxel, from three sizes and a shortcut at each",
              "Cicek et al., 3D U-Net, MICCAI 2016, figure 2, padded",
              Shape.of(32, 32, 32, 1),
              2,
              settings(3),
              (classes, settings) -> layers(new UNet(settings, true), classes)));

  private final int depth;
  private final int width;
  private final boolean transposed;

  /// Whether the channels are doubled before each pooling rather than behind, so that no pooling
  /// has to squeeze what it leaves out through few channels, and the doubling of sizes keeps them.
  private final boolean early;

  private UNet(Settings settings, boolean early) {
    this.depth = settings.whole(DEPTH, 1, MOST_DEEP);
    this.width = settings.whole(WIDTH, 2, Settings.MOST_CHANNELS >> depth);
    this.transposed = settings.oneOf(UP, List.of(TRANSPOSED, NEAREST)).equals(TRANSPOSED);
    this.early = early;
  }

  private static Settings settings(int depth) {
    return Settings.NONE
        .with(DEPTH, depth, "how often the size is halved")
        .with(WIDTH, 32, "channels at full size; each halving doubles them")
        .with(UP, TRANSPOSED, "how sizes are doubled: transposed or nearest");
  }

  private static Layer layers(UNet net, int classes) {
    return Sequential.of()
        .with("", Halvable.of(net.depth))
        .with("", net.level(0))
        .with("head", Conv.of(classes, 1));
  }

  /// The network at a size and all that are smaller, whose input is what the size above left.
  private Layer level(int level) {
    int out = width << level;
    Layer down = early ? twice(out / 2, out) : twice(out, out);
    Sequential part = Sequential.of().with("down" + level, down);
    if (level == depth) {
      return part;
    }
    Sequential below =
        Sequential.of()
            .with("pool" + level, MaxPool.of(2))
            .with("", level(level + 1))
            .with("up" + level, doubled(early ? 2 * out : out));
    Branches both =
        new Branches(
            List.of(new Named("skip" + level, Identity.of()), new Named("", below)),
            Join.CONCATENATE);
    return part.with("", both).with("merge" + level, twice(out, out));
  }

  private Layer doubled(int channels) {
    return transposed
        ? ConvTranspose.of(channels, 2).withStride(2).withPadding(Padding.valid())
        : Sequential.of(Upsample.nearest(2), Conv.of(channels, 3));
  }

  private static Layer twice(int first, int second) {
    return Sequential.of()
        .with("a", Blocks.convNormRelu(first, 3, 1))
        .with("b", Blocks.convNormRelu(second, 3, 1));
  }
}

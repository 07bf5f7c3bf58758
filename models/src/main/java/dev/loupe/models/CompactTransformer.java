package dev.loupe.models;

import dev.loupe.models.Transformers.Form;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.PatchEmbedding;
import dev.loupe.nn.PositionEmbedding;
import dev.loupe.nn.SequencePool;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.TokenEmbedding;
import dev.loupe.nn.TokenHeads;
import dev.loupe.tensor.Shape;
import java.util.List;
import java.util.Map;

/// Transformers for few and small samples: ViT-Lite, a small ViT; CVT, which pools the sequence of
/// tokens and has no class token; CCT, whose tokens come from convolutions. And a ViT-Lite for
/// signals and one for volumes.
///
/// Queries, keys and values have no bias, as the paper's numbers of parameters have it. The blocks
/// are those of ViT: the authors' code normalises once more before the second sum,
/// and drops attention weights in training too, which the fused attention can't.
final class CompactTransformer {
  private static final String LAYERS = "convs";
  private static final String KERNEL = "kernel";
  private static final String POSITIONS = "positions";
  private static final int FIRST = 64;
  private static final String SOURCE =
      "Hassani et al., Escaping the Big Data Paradigm with Compact Transformers, 2021, ";
  private static final Shape SMALL = Shape.of(32, 32, 3);
  private static final Form FORM = new Form(false, 1e-5f);

  static final List<ModelCard> CARDS =
      List.of(
          lite("vit-lite-6-4", SMALL, 10, lite(6, 256, 4, 2, 4)),
          lite("vit-lite-7-4", SMALL, 10, lite(7, 256, 4, 2, 4)),
          lite("vit-lite-small", SMALL, 10, lite(5, 80, 5, 2, 4)),
          new ModelCard(
              "cvt-7-4",
              "as vit-lite-7-4, with a weighted mean of all tokens instead of a class token",
              SOURCE + "section 3.2",
              SMALL,
              10,
              lite(7, 256, 4, 2, 4),
              CompactTransformer::pooled),
          convolutional("cct-2-3x2", 2, 2, 3, Transformers.sizes(2, 128, 2, 1)),
          convolutional("cct-7-3x1", 7, 1, 3, Transformers.sizes(7, 256, 4, 2)));

  /// Networks for signals and volumes.
  static final List<ModelCard> SERIES =
      List.of(lite("vit1d", Shape.of(96, 1), 2, lite(4, 64, 4, 2, 8)));

  static final List<ModelCard> VOLUMES =
      List.of(lite("vit3d", Shape.of(28, 28, 28, 1), 11, lite(6, 96, 4, 2, 7)));

  /// Names as the paper writes them, and short ones.
  static final Map<String, String> SHORT =
      Map.of(
          "vit-lite", "vit-lite-7-4",
          "vit-lite-6/4", "vit-lite-6-4",
          "vit-lite-7/4", "vit-lite-7-4",
          "cvt-7/4", "cvt-7-4",
          "cct-2/3x2", "cct-2-3x2",
          "cct-7/3x1", "cct-7-3x1");

  private CompactTransformer() {}

  private static ModelCard lite(String name, Shape input, int classes, Settings settings) {
    String sides = "x" + settings.text(Transformers.PATCH);
    String patch = sides.repeat(input.rank() - 1).substring(1);
    return new ModelCard(
        name,
        "a small transformer of %s blocks over patches of %s, %s channels"
            .formatted(settings.text(Transformers.DEPTH), patch, settings.text(Transformers.WIDTH)),
        name.matches(".*\\d-\\d")
            ? SOURCE + "section 3.1"
            : "as ViT-Lite of " + SOURCE + "section 3.1; the size is Loupe's own",
        input,
        classes,
        settings,
        CompactTransformer::withToken);
  }

  private static Settings lite(int depth, int width, int heads, int ratio, int patch) {
    Settings sizes =
        Transformers.sizes(depth, width, heads, ratio)
            .with(Transformers.PATCH, patch, "places on a side of a patch");
    return others(sizes);
  }

  private static ModelCard convolutional(
      String name, int depth, int layers, int kernel, Settings sizes) {
    return new ModelCard(
        name,
        "a transformer of %d blocks over what %d convolutions of %dx%d give"
            .formatted(depth, layers, kernel, kernel),
        SOURCE + "section 3.3",
        SMALL,
        10,
        others(
            sizes
                .with(LAYERS, layers, "convolutions that make the tokens")
                .with(KERNEL, kernel, "size of their kernels, odd")),
        CompactTransformer::convolved);
  }

  private static Settings others(Settings sizes) {
    return Transformers.drops(sizes, 0, 0.1)
        .with(POSITIONS, "learned", "learned for the input, or sine");
  }

  private static PositionEmbedding positions(Settings settings) {
    return settings.oneOf(POSITIONS, List.of("learned", "sine")).equals("sine")
        ? PositionEmbedding.sine()
        : PositionEmbedding.learned().withDeviation(0.2f);
  }

  private static Layer patches(Settings settings) {
    int width = settings.channels(Transformers.WIDTH);
    int patch = settings.whole(Transformers.PATCH, 1, 256);
    return new PatchEmbedding(width, patch, ImageBlocks.FAN_IN);
  }

  private static Layer withToken(int classes, Settings settings) {
    TokenEmbedding tokens =
        new TokenEmbedding(
            "patch_embed",
            patches(settings),
            List.of(Transformers.token("cls_token")),
            positions(settings));
    Dense head = Transformers.head(classes);
    return Transformers.body(settings, FORM, tokens)
        .with("", new TokenHeads(List.of("head"), settings.share(Transformers.DROP), head));
  }

  private static Layer pooled(int classes, Settings settings) {
    return pooled(classes, settings, patches(settings));
  }

  private static Layer convolved(int classes, Settings settings) {
    int layers = settings.whole(LAYERS, 1, 6);
    int width = settings.channels(Transformers.WIDTH);
    int kernel = settings.odd(KERNEL, 1, 31);
    Sequential made = Sequential.of();
    for (int i = 0; i < layers; i++) {
      Layer conv =
          Conv.of(i < layers - 1 ? FIRST : width, kernel)
              .withoutBias()
              .withInitialisation(ImageBlocks.FAN_IN);
      made =
          made.with(String.valueOf(i), conv)
              .with("", Nonlinearity.RELU)
              .with("", MaxPool.of(3).withStride(2).withPadding(Padding.half()));
    }
    return pooled(classes, settings, made);
  }

  private static Layer pooled(int classes, Settings settings, Layer made) {
    TokenEmbedding tokens = new TokenEmbedding("patch_embed", made, List.of(), positions(settings));
    return Transformers.body(settings, FORM, tokens)
        .with("pool", new SequencePool(Transformers.START))
        .with("head", Transformers.head(classes));
  }
}

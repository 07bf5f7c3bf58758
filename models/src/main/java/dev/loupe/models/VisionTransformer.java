package dev.loupe.models;

import dev.loupe.models.Transformers.Form;
import dev.loupe.nn.Layer;
import dev.loupe.nn.PatchEmbedding;
import dev.loupe.nn.TokenEmbedding;
import dev.loupe.nn.TokenHeads;
import java.util.List;
import java.util.Map;

/// Vision transformers as timm defines them: patches as tokens, blocks of attention, and the answer
/// from a class token. DeiT is the same network, taught otherwise; the distilled one has a second
/// token and head for what a teacher says, and answers with the mean of both, in training too.
final class VisionTransformer {
  private static final String IMAGE = "image";
  private static final String VIT =
      "Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, section 3.1";
  private static final String DEIT =
      "Touvron et al., Training Data-efficient Image Transformers, ICML 2021, ";
  private static final Form FORM = new Form(true, 1e-6f);

  static final List<ModelCard> CARDS =
      List.of(
          card("vit_tiny_patch16_224", 16, 192, 3, VIT + "; the size is that of DeiT"),
          card("vit_tiny_patch8_224", 8, 192, 3, VIT + "; the size is that of DeiT"),
          card("vit_small_patch16_224", 16, 384, 6, VIT + "; the size is that of DeiT"),
          card("vit_small_patch8_224", 8, 384, 6, VIT + "; the size is that of DeiT"),
          card("vit_base_patch16_224", 16, 768, 12, VIT + " and table 1"),
          card("vit_base_patch8_224", 8, 768, 12, VIT + " and table 1"),
          card("deit_tiny_patch16_224", 16, 192, 3, DEIT + "table 1"),
          ImageBlocks.card(
              "deit_tiny_distilled_patch16_224",
              "as deit_tiny_patch16_224, with a token and a head for a teacher's answer",
              DEIT + "section 4",
              settings(16, 192, 3),
              (classes, s) ->
                  layers(
                      classes,
                      s,
                      List.of("cls_token", "dist_token"),
                      List.of("head", "head_dist"))));

  /// Short names.
  static final Map<String, String> SHORT =
      Map.of(
          "vit-tiny", "vit_tiny_patch16_224",
          "vit-small", "vit_small_patch16_224",
          "vit-base", "vit_base_patch16_224",
          "deit-tiny", "deit_tiny_patch16_224",
          "deit-tiny-distilled", "deit_tiny_distilled_patch16_224");

  private VisionTransformer() {}

  private static ModelCard card(String name, int patch, int width, int heads, String source) {
    return ImageBlocks.card(
        name,
        "a transformer of 12 blocks over patches of %dx%d, %d channels"
            .formatted(patch, patch, width),
        source,
        settings(patch, width, heads),
        (classes, s) -> layers(classes, s, List.of("cls_token"), List.of("head")));
  }

  private static Settings settings(int patch, int width, int heads) {
    Settings all =
        Transformers.sizes(12, width, heads, 4)
            .with(Transformers.PATCH, patch, "pixels on a side of a patch")
            .with(
                IMAGE,
                224,
                "pixels on a side that positions are learned for: they are interpolated for others;"
                    + " 0 learns them for the input");
    return Transformers.drops(all, 0, 0);
  }

  private static Layer layers(
      int classes, Settings settings, List<String> tokens, List<String> heads) {
    int patch = settings.whole(Transformers.PATCH, 1, 256);
    TokenEmbedding embedding =
        new TokenEmbedding(
            "patch_embed",
            PatchEmbedding.of(settings.channels(Transformers.WIDTH), patch),
            tokens.stream().map(Transformers::token).toList(),
            Transformers.learned(settings.whole(IMAGE, 0, 4096), patch));
    return Transformers.body(settings, FORM, embedding)
        .with(
            "",
            new TokenHeads(heads, settings.share(Transformers.DROP), Transformers.head(classes)));
  }
}

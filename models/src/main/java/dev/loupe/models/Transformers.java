package dev.loupe.models;

import dev.loupe.nn.Dense;
import dev.loupe.nn.Initialisation;
import dev.loupe.nn.Initialisers;
import dev.loupe.nn.Layer;
import dev.loupe.nn.LayerNorm;
import dev.loupe.nn.Mlp;
import dev.loupe.nn.PositionEmbedding;
import dev.loupe.nn.SelfAttention;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.TokenEmbedding;
import dev.loupe.nn.TokenEmbedding.ClassToken;
import dev.loupe.nn.TransformerBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the families of transformers have in common: settings, and the way from tokens to blocks.
final class Transformers {
  static final String DEPTH = "depth";
  static final String WIDTH = "width";
  static final String HEADS = "heads";
  static final String RATIO = "ratio";
  static final String PATCH = "patch";
  static final String DROP = "drop";
  static final String DROP_PATH = "droppath";

  /// Truncated normal with a deviation of 0.02, bias 0: of dense layers.
  static final Initialisation START = Initialisation.of(Initialisers.truncatedNormal(0.02));

  private Transformers() {}

  /// The sizes of a transformer.
  static Settings sizes(int depth, int width, int heads, int ratio) {
    return Settings.NONE
        .with(DEPTH, depth, "blocks")
        .with(WIDTH, width, "channels of a token")
        .with(HEADS, heads, "heads of each attention, a divisor of the width")
        .with(RATIO, ratio, "hidden features of the dense layers, in widths");
  }

  /// The same with what is dropped in training.
  static Settings drops(Settings settings, Number drop, Number dropPath) {
    return settings
        .with(DROP, drop, "share of values dropped in each block, below 1")
        .with(DROP_PATH, dropPath, "rate of dropped halves of blocks at the end; it grows from 0");
  }

  /// How a family differs from others.
  ///
  /// @param bias of queries, keys and values
  /// @param epsilon of the normalisations
  record Form(boolean bias, float epsilon) {
    LayerNorm norm() {
      return new LayerNorm(epsilon);
    }
  }

  /// The tokens, `blocks`, and `norm`.
  static Sequential body(Settings settings, Form form, TokenEmbedding tokens) {
    return Sequential.of()
        .with("", tokens)
        .with("blocks", blocks(settings, form))
        .with("norm", form.norm());
  }

  private static Layer blocks(Settings settings, Form form) {
    int width = settings.channels(WIDTH);
    int heads = settings.divisor(HEADS, width, WIDTH);
    int hidden = width * settings.whole(RATIO, 1, 16);
    float drop = settings.share(DROP);
    float dropPath = settings.share(DROP_PATH);
    int depth = settings.whole(DEPTH, 1, 200);
    List<Layer> blocks = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      blocks.add(
          new TransformerBlock(
              form.norm(),
              new SelfAttention(heads, form.bias(), drop, START),
              new Mlp(hidden, drop, START),
              depth == 1 ? dropPath : dropPath * i / (depth - 1)));
    }
    return Sequential.of(blocks.toArray(Layer[]::new));
  }

  /// The token that the answer is read from.
  static ClassToken token(String parameter) {
    return new ClassToken(parameter, 0.02f);
  }

  /// Positions learned for pictures of a size, or for those that come where it is 0.
  static PositionEmbedding learned(int size, int patch) {
    PositionEmbedding positions = PositionEmbedding.learned();
    int places = (size + patch - 1) / patch;
    return size == 0 ? positions : positions.withGrid(Collections.nCopies(2, places));
  }

  /// The last layer.
  static Dense head(int classes) {
    return Dense.of(classes).withInitialisation(START);
  }
}

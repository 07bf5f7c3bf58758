package dev.loupe.explain;

import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The tokens of a transformer: the attentions that work on them, and the places that they are of.
///
/// @param attentions from the first on, all of the same tokens
/// @param leading learned tokens in front, such as a class token
/// @param places of the others along each axis
/// @param pooling the name of what each token is worth where the answer is read from a weighted
///     mean of all; empty where it is read from the learned tokens, or from a plain mean
/// @param read the name of the tokens that the last attention reads: the path of a layer, where one
///     gives them; empty if they are not known
public record Tokens(
    List<AttentionLayer> attentions,
    int leading,
    Shape places,
    Optional<String> pooling,
    Optional<String> read) {
  /// Copies the list.
  public Tokens {
    attentions = List.copyOf(attentions);
  }

  /// How many tokens there are.
  public int count() {
    return leading + places.length();
  }

  /// Whether a layer that gives this for a sample gives tokens: tokens, channels.
  public boolean are(Shape shape) {
    return shape.rank() == 2 && shape.size(0) == count();
  }

  /// The shape of what a layer gives at the places of the tokens: places..., channels.
  public Shape placed(int channels) {
    int[] sizes = Arrays.copyOf(places.sizes(), places.rank() + 1);
    sizes[places.rank()] = channels;
    return Shape.of(sizes);
  }
}

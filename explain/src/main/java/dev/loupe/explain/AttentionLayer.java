package dev.loupe.explain;

/// An attention of a network, and the names under which a lens gives its values.
public sealed interface AttentionLayer {
  /// The layer that wrote it, such as `blocks.0.attn`; `attention.0` and so on in a graph from a
  /// file.
  String path();

  /// How many heads it has.
  int heads();

  /// One op, which keeps no weights: they are computed again from what it reads.
  ///
  /// @param read the name of queries, keys and values: tokens, 3 x heads x d
  /// @param given the name of what the heads give: tokens, heads x d
  record Fused(String path, int heads, String read, String given) implements AttentionLayer {}

  /// Written out with a softmax, as in files of other tools.
  ///
  /// @param weights the name of the softmax: heads, tokens, tokens
  record Written(String path, int heads, String weights) implements AttentionLayer {}
}

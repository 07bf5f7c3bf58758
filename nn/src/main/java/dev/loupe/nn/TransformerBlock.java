package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;

/// A block of a transformer that normalises first: `x + attn(norm1(x))`, then `x + mlp(norm2(x))`.
///
/// Input: N, tokens, C. Output: the same shape. Parameters: those of the parts `norm1`, `attn`,
/// `norm2` and `mlp`.
/// Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, equations 2 and 3.
///
/// @param norm of the tokens
/// @param attention between them
/// @param mlp at each
/// @param dropPath the share of samples for which each half is left out in training
public record TransformerBlock(LayerNorm norm, SelfAttention attention, Mlp mlp, float dropPath)
    implements Layer {
  /// Checks the share.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is not in [0, 1)
  public TransformerBlock {
    DropPath.of(dropPath);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Value v = added(scope, "norm1", "attn", attention, "drop_path1", input);
    return added(scope, "norm2", "mlp", mlp, "drop_path2", v);
  }

  private Value added(
      Scope scope, String first, String name, Layer layer, String drop, Value input) {
    Value v = scope.call(name, layer, scope.call(first, norm, input));
    return scope.apply(Arithmetic.ADD, input, scope.call(drop, DropPath.of(dropPath), v));
  }
}

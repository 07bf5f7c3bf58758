package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Attention;
import dev.loupe.tensor.Shape;

/// Self-attention of several heads: each token becomes a mean of the values of all tokens, weighted
/// by how well its query fits their keys, `softmax(q k^T / sqrt(d)) v`.
///
/// Input: N, tokens, C. Output: the same shape. Parameters: `qkv.weight` C, 3 C and `qkv.bias` for
/// queries, keys and values side by side; `proj.weight` C, C and `proj.bias`.
/// Source: Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.
///
/// @param heads a divisor of the channels
/// @param bias whether queries, keys and values have one
/// @param drop the share of the result that is dropped in training
/// @param initialisation of the parameters
public record SelfAttention(int heads, boolean bias, float drop, Initialisation initialisation)
    implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of range
  public SelfAttention {
    Conv.atLeastOne("heads", heads);
    Dropout.of(drop);
  }

  /// With biases and without dropout.
  public static SelfAttention of(int heads) {
    return new SelfAttention(heads, true, 0, Initialisation.DEFAULT);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    if (x.rank() != 3 || x.channels() % heads != 0) {
      throw scope
          .error("the heads don't divide the channels of the tokens")
          .expected("batch, tokens, a multiple of %d channels".formatted(heads))
          .got(x.toString())
          .fix("choose heads that divide the width");
    }
    int width = x.channels();
    Dense each = new Dense(3 * width, bias, initialisation);
    Value qkv = scope.call("qkv", EachPlace.of(each), input);
    Value mixed = scope.apply(new Attention(heads), qkv);
    Dense last = Dense.of(width).withInitialisation(initialisation);
    Value y = scope.call("proj", EachPlace.of(last), mixed);
    return drop > 0 ? scope.call("proj_drop", Dropout.of(drop), y) : y;
  }
}

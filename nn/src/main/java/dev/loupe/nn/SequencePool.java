package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Reshape;
import dev.loupe.tensor.Shape;

/// The mean of all tokens, weighted by how much each is worth: a softmax over one number a token.
///
/// Input: N, tokens, C. Output: N, C. Parameters: `attention.weight` C, 1 and `attention.bias`.
/// Source: Hassani et al., Escaping the Big Data Paradigm with Compact Transformers, 2021, 3.2.
///
/// @param initialisation of the parameters
public record SequencePool(Initialisation initialisation) implements Layer {
  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Dense one = Dense.of(1).withInitialisation(initialisation);
    Value worth = scope.call("attention", EachPlace.of(one), input);
    Value row = scope.apply(new Reshape(Shape.of(x.size(0), 1, x.size(1))), worth);
    Value weights = scope.apply(new dev.loupe.graph.op.Softmax(false), row);
    Value mean = scope.apply(MatrixMultiply.PLAIN, weights, input);
    return scope.apply(new Reshape(Shape.of(x.size(0), x.channels())), mean);
  }
}

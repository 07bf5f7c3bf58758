package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.tensor.Shape;
import java.util.List;

/// A dense layer on each of the first tokens; the mean of what they give.
///
/// Input: N, tokens, C. Output: N, classes. Parameters: those of each head, under its name. With
/// one
/// head it is the classifier on a class token; with two the mean of that and of the head that
/// learned from a teacher: Touvron et al., Training Data-efficient Image Transformers, ICML 2021,
/// section 4.
///
/// @param names of the heads, for token 0 and so on
/// @param drop the share of features that is dropped before each in training
/// @param head what each is
public record TokenHeads(List<String> names, float drop, Dense head) implements Layer {
  /// Copies the list.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is empty, or the share is not in [0, 1)
  public TokenHeads {
    names = List.copyOf(names);
    Conv.atLeastOne("heads", names.size());
    Dropout.of(drop);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Value sum = one(scope, input, 0);
    for (int i = 1; i < names.size(); i++) {
      sum = scope.apply(Arithmetic.ADD, sum, one(scope, input, i));
    }
    return names.size() == 1 ? sum : scope.apply(new Affine(1f / names.size(), 0), sum);
  }

  private Value one(Scope scope, Value input, int token) {
    Shape x = input.shape();
    Slice cut = new Slice(List.of(0, token, 0), List.of(x.size(0), 1, x.channels()));
    Value row =
        scope.apply(new Reshape(Shape.of(x.size(0), x.channels())), scope.apply(cut, input));
    Value kept = scope.call("drop_" + names.get(token), Dropout.of(drop), row);
    return scope.call(names.get(token), head, kept);
  }
}

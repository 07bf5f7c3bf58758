package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Reshape;
import dev.loupe.kernel.PadMode;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// The tokens of a transformer: what a layer gives at each place, in a row, behind learned tokens
/// that are the same for all samples, with a vector for each position added.
///
/// Input: N, spatial..., C. Output: N, tokens, width. Parameters: one of 1, 1, width for each
/// learned
/// token, without weight decay; those of the positions.
/// Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, equation 1.
///
/// @param name of the layer that makes the grid, such as `patch_embed`
/// @param grid gives N, places..., width
/// @param tokens the learned ones, in front
/// @param positions what is added
public record TokenEmbedding(
    String name, Layer grid, List<ClassToken> tokens, PositionEmbedding positions)
    implements Layer {
  /// A learned token.
  ///
  /// @param parameter its name, such as `cls_token`
  /// @param deviation of the truncated normal that it starts from
  public record ClassToken(String parameter, float deviation) {}

  /// Copies the list.
  public TokenEmbedding {
    tokens = List.copyOf(tokens);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Value map = scope.call(name, grid, input);
    Shape x = map.shape();
    Windows.checkSpatial(scope, "a row of tokens", x);
    List<Integer> places = Arrays.stream(x.range(1, x.rank() - 1).sizes()).boxed().toList();
    int count = x.range(1, x.rank() - 1).length();
    Value v = scope.apply(new Reshape(Shape.of(x.size(0), count, x.channels())), map);
    int first = tokens.size();
    if (first > 0) {
      v = scope.apply(placed(first, 0), v);
    }
    Value added = positions.write(scope, first, places, x.channels());
    for (int i = 0; i < first; i++) {
      ClassToken t = tokens.get(i);
      Value token =
          scope.parameter(
              t.parameter(),
              Shape.of(1, 1, x.channels()),
              Role.BIAS,
              Layout.PLAIN,
              Initialisers.truncatedNormal(t.deviation()));
      added =
          scope.apply(Arithmetic.ADD, added, scope.apply(placed(i, first - 1 - i + count), token));
    }
    return scope.apply(Arithmetic.ADD, v, added);
  }

  /// Puts zeros around a row of tokens: the learned tokens are added there, which is the same as
  /// joining rows, but needs no copy of a token for each sample.
  private static Pad placed(int before, int after) {
    return new Pad(PadMode.CONSTANT, List.of(0, before, 0), List.of(0, after, 0), 0);
  }
}

package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// A vector for each place of a grid, so that a transformer knows where a token is from.
///
/// Learned vectors are a parameter `pos_embed` of 1, tokens, width, without weight decay. They may
/// be
/// learned for another grid than the input has: then they are interpolated by cubic convolution,
/// each axis on its own, as PyTorch does with antialiasing; those of class tokens stay.
/// Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, section 3.2; sines:
/// Vaswani
/// et al., Attention Is All You Need, NeurIPS 2017, section 3.5, over the tokens in their order.
///
/// @param kind learned or not
/// @param grid places along each axis that vectors are learned for; empty for those of the input
/// @param deviation of the truncated normal that learned vectors start from
public record PositionEmbedding(Kind kind, List<Integer> grid, float deviation) {
  /// Where the vectors come from.
  public enum Kind {
    /// They are learned.
    LEARNED,
    /// Sines and cosines of the token's number, of wavelengths from 2 pi to 20,000 pi.
    SINE
  }

  /// Copies the list.
  public PositionEmbedding {
    grid = List.copyOf(grid);
  }

  /// Vectors learned for the grid of the input, from a deviation of 0.02.
  public static PositionEmbedding learned() {
    return new PositionEmbedding(Kind.LEARNED, List.of(), 0.02f);
  }

  /// Sines and cosines.
  public static PositionEmbedding sine() {
    return new PositionEmbedding(Kind.SINE, List.of(), 0.02f);
  }

  /// The same learned for a grid.
  public PositionEmbedding withGrid(List<Integer> next) {
    return new PositionEmbedding(kind, next, deviation);
  }

  /// The same from another deviation.
  public PositionEmbedding withDeviation(float next) {
    return new PositionEmbedding(kind, grid, next);
  }

  /// The vectors: 1, tokens, width.
  ///
  /// @param first how many tokens stand before those of the grid
  /// @param places of the input along each axis
  Value write(Scope scope, int first, List<Integer> places, int width) {
    return switch (kind) {
      case LEARNED -> learned(scope, first, places, width);
      case SINE -> scope.constant(sines(first + product(places), width));
    };
  }

  private Value learned(Scope scope, int first, List<Integer> places, int width) {
    List<Integer> own = grid.isEmpty() ? places : grid;
    if (own.size() != places.size()) {
      throw scope
          .error("the positions are learned for another number of axes")
          .expected(own.size() + " spatial axes")
          .got(String.valueOf(places.size()));
    }
    int old = product(own);
    Value all =
        scope.parameter(
            "pos_embed",
            Shape.of(1, first + old, width),
            Role.BIAS,
            Layout.PLAIN,
            Initialisers.truncatedNormal(deviation));
    if (own.equals(places)) {
      return all;
    }
    Value rows = cut(scope, all, first, old, width);
    Tensor weights = GridWeights.between(own, places);
    Value fresh = scope.apply(MatrixMultiply.PLAIN, scope.constant(weights), rows);
    Value grown = scope.apply(new Reshape(Shape.of(1, product(places), width)), fresh);
    if (first == 0) {
      return grown;
    }
    Value kept = scope.apply(new Slice(List.of(0, 0, 0), List.of(1, first, width)), all);
    return scope.apply(new Concat(1), kept, grown);
  }

  private static Value cut(Scope scope, Value all, int first, int count, int width) {
    Value part = scope.apply(new Slice(List.of(0, first, 0), List.of(1, count, width)), all);
    return scope.apply(new Reshape(Shape.of(count, width)), part);
  }

  private static int product(List<Integer> sizes) {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }

  private static Tensor sines(int tokens, int width) {
    Tensor t = Tensor.zeros(Shape.of(1, tokens, width));
    for (int i = 0; i < t.length(); i++) {
      int c = i % width;
      int token = i / width;
      int even = c - c % 2;
      double angle = token * StrictMath.pow(10_000, -(double) even / width);
      t.set(i, (float) (c % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle)));
    }
    return t;
  }
}

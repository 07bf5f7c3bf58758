package dev.loupe.explain.attention;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Tokens;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// How alike the vectors of positions are: the cosine of the angle between those of each place and
/// of every other. Where positions were learned, near places and those of one row or column are
/// alike.
///
/// Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, figure 7 and appendix D.4.
///
/// @param places along each axis
/// @param cosines places, places; -1 to 1
public record PositionSimilarity(Shape places, Tensor cosines) {
  /// Of a network; empty if nothing is added to its tokens for their positions.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it has no attention
  public static Optional<PositionSimilarity> of(Lens lens) {
    Tokens tokens = lens.tokens();
    return lens.positions()
        .map(vectors -> new PositionSimilarity(tokens.places(), cosines(vectors, tokens)));
  }

  private static Tensor cosines(Tensor vectors, Tokens tokens) {
    int count = tokens.places().length();
    int first = vectors.shape().size(0) - count;
    double[] lengths = new double[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = Math.sqrt(product(vectors, first + i, first + i));
    }
    Tensor all = Tensor.zeros(Shape.of(count, count));
    for (int i = 0; i < all.length(); i++) {
      int a = i / count;
      int b = i % count;
      double both = lengths[a] * lengths[b];
      all.set(i, both > 0 ? (float) (product(vectors, first + a, first + b) / both) : 0);
    }
    return all;
  }

  private static double product(Tensor vectors, int a, int b) {
    int width = vectors.shape().channels();
    double sum = 0;
    for (int c = 0; c < width; c++) {
      sum += (double) vectors.get(a * width + c) * vectors.get(b * width + c);
    }
    return sum;
  }

  /// How alike a place is to all.
  ///
  /// @return places...
  public Tensor to(int place) {
    return cosines.item(place).reshape(places);
  }
}

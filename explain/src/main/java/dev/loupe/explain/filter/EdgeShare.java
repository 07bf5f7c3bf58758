package dev.loupe.explain.filter;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How many filters of a layer are edge detectors, beside layers of random filters of the same
/// shape: normal numbers, which is what all of one variance look like to rules on shares.
///
/// @param figures of each filter
/// @param share of the filters that are edges, 0 to 1
/// @param explained the mean share of a filter's energy that its best wave explains
/// @param random the mean share of random layers
/// @param randomExplained what the best wave explains of random filters
/// @param deviation of the shares of random layers
/// @param least of the shares of random layers
/// @param most of the shares of random layers
/// @param draws how many random layers there were
public record EdgeShare(
    List<FilterFigures> figures,
    double share,
    double explained,
    double random,
    double randomExplained,
    double deviation,
    double least,
    double most,
    int draws) {
  private static final int FILTERS = 2000;

  /// Copies the list.
  public EdgeShare {
    figures = List.copyOf(figures);
  }

  /// How many random layers are usually drawn: 20 to 100, for about 2,000 filters.
  public static int draws(FilterBank bank) {
    return Math.clamp(FILTERS / bank.size(), 20, 100);
  }

  /// Looks at the filters of a layer.
  ///
  /// @param draws how many random layers to compare with, at least 2
  /// @throws LoupeException if the filters have no directions
  public static EdgeShare of(FilterBank bank, int draws, Seed seed) {
    if (!bank.directed()) {
      throw LoupeException.of(bank.path() + ": the filters have no directions")
          .expected("two axes, at least 2x2")
          .got(bank.weights().shape().toString());
    }
    Fitter fitter = new Fitter(bank.weights().shape().size(0), bank.weights().shape().size(1));
    List<FilterFigures> figures =
        IntStream.range(0, bank.size())
            .mapToObj(i -> FilterFigures.of(Separated.of(bank.filter(i)), fitter))
            .toList();
    Shape shape = bank.weights().shape().range(0, 3);
    double[] shares = new double[draws];
    double explained = 0;
    for (int d = 0; d < draws; d++) {
      Seed layer = seed.child("random filters").child(d);
      int edges = 0;
      for (int i = 0; i < bank.size(); i++) {
        Separated filter = Separated.of(random(shape, layer.child(i)));
        FilterFigures found = FilterFigures.of(filter, fitter);
        edges += found.kind().edge() ? 1 : 0;
        explained += found.edge() / bank.size() / draws;
      }
      shares[d] = (double) edges / bank.size();
    }
    double mean = Arrays.stream(shares).average().orElse(0);
    double squares = Arrays.stream(shares).map(s -> (s - mean) * (s - mean)).sum();
    return new EdgeShare(
        figures,
        (double) figures.stream().filter(f -> f.kind().edge()).count() / bank.size(),
        figures.stream().mapToDouble(FilterFigures::edge).average().orElse(0),
        mean,
        explained,
        StrictMath.sqrt(squares / Math.max(1, draws - 1)),
        Arrays.stream(shares).min().orElse(0),
        Arrays.stream(shares).max().orElse(0),
        draws);
  }

  private static Tensor random(Shape shape, Seed seed) {
    Tensor filter = Tensor.zeros(shape);
    for (int i = 0; i < filter.length(); i++) {
      filter.set(i, seed.gaussian(i));
    }
    return filter;
  }

  /// How many filters are of a kind.
  public long count(FilterKind kind) {
    return figures.stream().filter(f -> f.kind() == kind).count();
  }
}

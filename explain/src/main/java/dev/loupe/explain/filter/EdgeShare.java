package dev.loupe.explain.filter;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the filters of a layer are, and how many are edge detectors (of signals: detectors of
/// changes), beside layers of random filters of the same shape: normal numbers, which is what all
/// of one variance look like to rules on shares.
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
/// @param kinds the share of each kind among the filters, of those that their rank can have
/// @param randomKinds the same of the filters of random layers
public record EdgeShare(
    List<FilterFigures> figures,
    double share,
    double explained,
    double random,
    double randomExplained,
    double deviation,
    double least,
    double most,
    int draws,
    Map<FilterKind, Double> kinds,
    Map<FilterKind, Double> randomKinds) {
  private static final int FILTERS = 2000;

  /// Copies the list and the maps.
  public EdgeShare {
    figures = List.copyOf(figures);
    kinds = Collections.unmodifiableMap(new EnumMap<>(kinds));
    randomKinds = Collections.unmodifiableMap(new EnumMap<>(randomKinds));
  }

  /// How many random layers are usually drawn: 20 to 100, for about 2,000 filters; of volumes a
  /// quarter, as each takes longer.
  public static int draws(FilterBank bank) {
    return bank.rank() == 3
        ? Math.clamp(FILTERS / 4 / bank.size(), 5, 25)
        : Math.clamp(FILTERS / bank.size(), 20, 100);
  }

  /// Looks at the filters of a layer.
  ///
  /// @param draws how many random layers to compare with, at least 2
  /// @throws LoupeException if the filters have no directions
  public static EdgeShare of(FilterBank bank, int draws, Seed seed) {
    if (!bank.directed()) {
      throw LoupeException.of(bank.path() + ": the filters have no directions")
          .expected("kernels of at least 2 along each axis")
          .got(bank.weights().shape().toString());
    }
    FilterFigures.Finder finder = FilterFigures.finder(bank.kernel());
    List<FilterFigures> figures =
        IntStream.range(0, bank.size())
            .mapToObj(i -> finder.of(Separated.of(bank.filter(i))))
            .toList();
    Shape shape = bank.weights().shape().range(0, bank.rank() + 1);
    double[] shares = new double[draws];
    Map<FilterKind, Double> randomKinds = none(bank.rank());
    double explained = 0;
    for (int d = 0; d < draws; d++) {
      Seed layer = seed.child("random filters").child(d);
      int edges = 0;
      for (int i = 0; i < bank.size(); i++) {
        Separated filter = Separated.of(random(shape, layer.child(i)));
        FilterFigures found = finder.of(filter);
        edges += found.kind().edge() ? 1 : 0;
        randomKinds.merge(found.kind(), 1.0 / bank.size() / draws, Double::sum);
        explained += found.edge() / bank.size() / draws;
      }
      shares[d] = (double) edges / bank.size();
    }
    Map<FilterKind, Double> kinds = none(bank.rank());
    figures.forEach(f -> kinds.merge(f.kind(), 1.0 / bank.size(), Double::sum));
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
        draws,
        kinds,
        randomKinds);
  }

  private static Map<FilterKind, Double> none(int rank) {
    Map<FilterKind, Double> none = new EnumMap<>(FilterKind.class);
    FilterKind.of(rank).forEach(k -> none.put(k, 0.0));
    return none;
  }

  private static Tensor random(Shape shape, Seed seed) {
    Tensor filter = Tensor.zeros(shape);
    for (int i = 0; i < filter.length(); i++) {
      filter.set(i, seed.gaussian(i));
    }
    return filter;
  }

  /// What those filters are called that `share` counts.
  public String counted() {
    return kinds.containsKey(FilterKind.RISE) ? "detectors of changes" : "edge detectors";
  }

  /// How many filters are of a kind.
  public long count(FilterKind kind) {
    return figures.stream().filter(f -> f.kind() == kind).count();
  }
}

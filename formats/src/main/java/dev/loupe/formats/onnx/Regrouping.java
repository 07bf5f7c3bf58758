package dev.loupe.formats.onnx;

import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How a reshape joins and splits axes: as small groups of neighbours as possible, each of which
/// becomes another group. So it can be told what the reshape does to a value whose axes are held in
/// another order.
///
/// @param groups in Loupe's order
record Regrouping(List<Group> groups) {
  /// Neighbouring axes that become others.
  ///
  /// @param from axes of the input
  /// @param to axes of the output
  record Group(List<Integer> from, List<Integer> to) {}

  /// The groups of a reshape.
  ///
  /// @throws LoupeException if the batch is mixed with what isn't the batch
  static Regrouping of(Extents from, Extents to) {
    List<Group> groups = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      int firstFrom = i;
      int firstTo = j;
      Extents.Product a = Extents.Product.ONE;
      Extents.Product b = Extents.Product.ONE;
      if (i < from.rank()) {
        a = a.times(from, i++);
      }
      if (j < to.rank()) {
        b = b.times(to, j++);
      }
      while (!a.equals(b)) {
        if (i < from.rank() && a.compareTo(b) < 0) {
          a = a.times(from, i++);
        } else if (j < to.rank() && b.compareTo(a) < 0) {
          b = b.times(to, j++);
        } else {
          throw LoupeException.of("a reshape mixes samples of a batch")
              .got(from + " to " + to)
              .fix("reshape each sample on its own");
        }
      }
      groups.add(new Group(range(firstFrom, i), range(firstTo, j)));
    }
    return new Regrouping(groups);
  }

  /// The groups in the order in which they are met in an order of the input's axes.
  Regrouping met(Extents from, List<Integer> order) {
    List<Integer> place = ExportedValue.inverse(order);
    Comparator<Group> first =
        Comparator.comparingInt(
            g ->
                g.from().stream()
                    .filter(axis -> !from.one(axis))
                    .mapToInt(place::get)
                    .min()
                    .orElseGet(
                        () -> g.from().stream().mapToInt(place::get).min().orElse(place.size())));
    return new Regrouping(groups.stream().sorted(first).toList());
  }

  /// The order in which the input's axes have to lie.
  List<Integer> from() {
    return groups.stream().flatMap(g -> g.from().stream()).toList();
  }

  /// The order in which the output's axes then lie.
  List<Integer> to() {
    return groups.stream().flatMap(g -> g.to().stream()).toList();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}

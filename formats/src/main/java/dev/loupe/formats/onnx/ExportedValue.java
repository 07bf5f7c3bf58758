package dev.loupe.formats.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Where a value of Loupe's graph is found in the ONNX graph.
///
/// Loupe's channels are last, ONNX's second. So axes come in another order, which is only written
/// down: nodes that move values are needed where two orders meet, not at each op.
///
/// @param name of the value in ONNX
/// @param order axis i there is axis `order[i]` of Loupe's value
record ExportedValue(String name, List<Integer> order) {
  ExportedValue {
    order = List.copyOf(order);
  }

  /// The order of Loupe itself.
  static List<Integer> same(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  /// Batch, channels, spatial axes; of matrices and less the order of Loupe.
  static List<Integer> channelsFirst(int rank) {
    if (rank < 3) {
      return same(rank);
    }
    List<Integer> order = new ArrayList<>(List.of(0, rank - 1));
    IntStream.range(1, rank - 1).forEach(order::add);
    return order;
  }

  /// How files lay convolutions and dense layers out: the last two axes in front, swapped.
  static List<Integer> weights(int rank) {
    List<Integer> order = new ArrayList<>(List.of(rank - 1, rank - 2));
    IntStream.range(0, rank - 2).forEach(order::add);
    return order;
  }

  /// Where each axis of Loupe's value is found.
  static List<Integer> inverse(List<Integer> order) {
    List<Integer> inverse = new ArrayList<>(Collections.nCopies(order.size(), 0));
    for (int i = 0; i < order.size(); i++) {
      inverse.set(order.get(i), i);
    }
    return inverse;
  }
}

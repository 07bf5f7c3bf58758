package dev.loupe.bench;

import dev.loupe.testkit.problems.NetworkLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A geometry that is measured once for all networks that have it.
///
/// @param layer at the batch that is measured
/// @param uses how many layers of each network have it
record ConvolutionCase(NetworkLayer layer, Map<String, Integer> uses) {
  /// The distinct geometries of some networks. Where a run would take more operations than `most`,
  /// the batch is halved until it does not.
  static List<ConvolutionCase> of(List<NetworkLayer> layers, int batch, double most) {
    Map<Object, ConvolutionCase> cases = new LinkedHashMap<>();
    for (NetworkLayer layer : layers) {
      int n = batch;
      while (n > 1 && layer.atBatch(n).flops() > most) {
        n /= 2;
      }
      NetworkLayer measured = layer.atBatch(n);
      cases
          .computeIfAbsent(
              measured.row(), r -> new ConvolutionCase(measured, new LinkedHashMap<>()))
          .uses()
          .merge(layer.net(), layer.times(), Integer::sum);
    }
    return new ArrayList<>(cases.values());
  }
}

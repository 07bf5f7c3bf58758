package dev.loupe.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was measured of one geometry in one direction.
///
/// @param nets how many layers of each network have the geometry
/// @param direction forward, backward data or backward weights
/// @param layer window, channels, sizes
/// @param batch samples in a run
/// @param gflop billions of floating point operations of a run
/// @param kernel what Loupe's catalog chose
/// @param loupe GFLOP/s
/// @param loupeSpread the middle half of the rounds, as a share of the median
/// @param allocated bytes that a run of Loupe leaves on the heap
/// @param peak GFLOP/s of the core in the same rounds
/// @param share Loupe's share of it, the median of the rounds
/// @param implementation what oneDNN chose, or why it is missing
/// @param oneDnn GFLOP/s, null where it is missing
/// @param oneDnnSpread as for Loupe
/// @param ratio Loupe's rate over oneDNN's, the median of the rounds; null where it is missing
record ConvolutionResult(
    Map<String, Integer> nets,
    String direction,
    String layer,
    int batch,
    double gflop,
    String kernel,
    double loupe,
    double loupeSpread,
    long allocated,
    double peak,
    double share,
    String implementation,
    @Nullable Double oneDnn,
    @Nullable Double oneDnnSpread,
    @Nullable Double ratio) {

  /// oneDNN's GFLOP/s, NaN where it is missing.
  double oneDnnOrNaN() {
    return oneDnn == null ? Double.NaN : oneDnn;
  }

  /// The ratio, NaN where oneDNN is missing.
  double ratioOrNaN() {
    return ratio == null ? Double.NaN : ratio;
  }

  /// How many layers have the geometry, over all networks.
  int times() {
    return nets.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The same row, for more networks.
  ConvolutionResult with(Map<String, Integer> moreNets) {
    Map<String, Integer> all = new LinkedHashMap<>(nets);
    all.putAll(moreNets);
    return new ConvolutionResult(
        all,
        direction,
        layer,
        batch,
        gflop,
        kernel,
        loupe,
        loupeSpread,
        allocated,
        peak,
        share,
        implementation,
        oneDnn,
        oneDnnSpread,
        ratio);
  }
}

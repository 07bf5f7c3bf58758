package dev.loupe.bench;

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
/// @param loupeSpread slowest less fastest round, as a share of the median
/// @param allocated bytes that a run of Loupe leaves on the heap
/// @param peak GFLOP/s of the core in the same rounds
/// @param implementation what oneDNN chose, or why it is missing
/// @param oneDnn GFLOP/s, null where it is missing
/// @param oneDnnSpread as for Loupe
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
    String implementation,
    @Nullable Double oneDnn,
    @Nullable Double oneDnnSpread) {

  /// Loupe's share of the peak.
  double share() {
    return loupe / peak;
  }

  /// Loupe's rate over oneDNN's; NaN where that is missing.
  double ratio() {
    return oneDnn == null ? Double.NaN : loupe / oneDnn;
  }

  /// How many layers have the geometry, over all networks.
  int times() {
    return nets.values().stream().mapToInt(Integer::intValue).sum();
  }
}

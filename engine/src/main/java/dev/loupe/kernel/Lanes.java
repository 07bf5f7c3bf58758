package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector width that the kernels use: the machine's own. Only vector kernels may touch this.
///
/// No result depends on it: lanes are channels, and sums across lanes use a fixed 16-way tree.
final class Lanes {
  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  static final int N = F.length();

  /// The first element of an array that may lie at a multiple of 64 bytes: arrays start with a
  /// header of 16. It does where objects lie at multiples of 64 (`-XX:ObjectAlignmentInBytes=64`).
  /// Vectors that cross cache lines cost two to three times as much.
  static final int ALIGNED = 12;

  private Lanes() {}
}

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

  private Lanes() {}
}

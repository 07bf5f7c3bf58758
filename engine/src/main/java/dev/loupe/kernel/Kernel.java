package dev.loupe.kernel;

import java.util.Optional;

/// The work of one step, bound to its shapes and cut into pieces.
///
/// The pieces depend on the shapes alone, never on the number of threads, and pieces of one phase
/// write to different places; so the bits of the result don't depend on who runs which piece.
/// A phase starts when all pieces of the one before have ended: partial sums go to the workspace in
/// one phase and are combined, in a fixed order, in the next.
///
/// A kernel holds no mutable state and allocates nothing when run.
public interface Kernel {
  /// How many phases run one after the other.
  default int phases() {
    return 1;
  }

  /// How many pieces a phase has.
  int pieces(int phase);

  /// Floats of memory that all pieces share, from the first phase of a run to the last.
  default long workspace() {
    return 0;
  }

  /// Floats of memory that a worker has for itself while it runs a piece; contents undefined.
  default int scratch() {
    return 0;
  }

  /// Whether phase 0 only rearranges operand 1 (weights) into the workspace. Where the weights
  /// don't change from run to run, the program then runs phase 0 once and keeps the workspace.
  default boolean packsWeights() {
    return false;
  }

  /// The index, in the output, of the first value that a piece of the last phase writes, where each
  /// such piece writes one unbroken range; -1 where it does not.
  ///
  /// Piece `pieces(phases() - 1)` gives the end of the output. An epilogue uses this to finish a
  /// range while it is still in cache.
  default long outputStart(int piece) {
    return -1;
  }

  /// The same kernel with an output whose pixels lie further apart: a part of the channels of a
  /// larger value. [#outputStart] counts as if they didn't.
  ///
  /// @param step floats from pixel to pixel
  /// @return empty where the kernel can't
  default Optional<Kernel> spaced(int step) {
    return Optional.empty();
  }

  /// How far a value may lie from the sum that defines it, relative to the largest value of the
  /// output, beyond the rounding of the sum itself: 0 but for kernels that transform their
  /// operands, which are not exact on integers either.
  default double rounding() {
    return 0;
  }

  /// Computes one piece.
  ///
  /// @param phase 0 to `phases() - 1`
  /// @param piece 0 to `pieces(phase) - 1`
  /// @param operands where the inputs, the output and the workspace lie
  /// @param scratch at least `scratch()` floats of this worker's own
  void run(int phase, int piece, Operands operands, float[] scratch);
}

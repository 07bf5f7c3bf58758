package dev.loupe.kernel;

/// How the pieces of one grid are computed.
sealed interface GridKernel permits PlanePacker, PixelPacker {
  /// How many pieces the grid has.
  int pieces();

  /// Floats of scratch that a piece needs.
  int scratch();

  /// As [Kernel#outputStart].
  long outputStart(int piece);

  /// Computes a piece.
  void run(int piece, Operands o, float[] scratch);
}

package dev.loupe.kernel;

/// How the pieces of one grid are computed.
///
/// The weights come as panels of columns (channels of what is written), each stored as `[tap,
/// from-channel][column]`, filled up with zeros.
sealed interface GridKernel permits ChannelLanes, PixelLanes, PixelPacker, PointLanes {
  /// How many panels of weights there are.
  int panels();

  /// The first column of a panel.
  int first(int panel);

  /// The columns of a panel, with the filling.
  int columns(int panel);

  /// How many pieces the grid has.
  int pieces();

  /// Floats of scratch that a piece needs.
  int scratch();

  /// As [Kernel#outputStart].
  long outputStart(int piece);

  /// Computes a piece.
  void run(int piece, Operands o, float[] scratch);

  /// The columns of all panels.
  default int padded() {
    return first(panels() - 1) + columns(panels() - 1);
  }
}

package dev.loupe.kernel;

import java.util.Optional;

/// A kernel that can finish its values tile by tile, as it writes them.
interface TileKernel extends Kernel {
  /// The same kernel with an epilogue.
  ///
  /// @return empty where it is better done after a piece, or not all values are written by tiles
  Optional<Kernel> finishing(TileEpilogue epilogue);
}

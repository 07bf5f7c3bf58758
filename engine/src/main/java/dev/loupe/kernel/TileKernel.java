package dev.loupe.kernel;

/// A kernel that can finish its values tile by tile, as it writes them.
interface TileKernel extends Kernel {
  /// The same kernel with an epilogue.
  Kernel finishing(TileEpilogue epilogue);
}

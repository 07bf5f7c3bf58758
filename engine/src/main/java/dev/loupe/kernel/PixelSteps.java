package dev.loupe.kernel;

/// How far apart the values of one channel lie that belong to neighbouring target pixels.
///
/// @param plane from plane to plane
/// @param line from row to row
/// @param pixel from pixel to pixel
record PixelSteps(int plane, int line, int pixel) {
  /// In the target itself.
  static PixelSteps target(PixelChunks chunks, ConvolutionGeometry g) {
    int line = chunks.width() * g.targetChannels();
    return new PixelSteps(chunks.height() * line, line, g.targetChannels());
  }

  /// In the source, under one tap.
  static PixelSteps source(PixelChunks chunks, TapGrid grid, ConvolutionGeometry g) {
    int line = chunks.sourceWidth() * g.sourceChannels();
    return new PixelSteps(
        chunks.sourceDepth() * chunks.sourceHeight() * line,
        grid.height().sourceStep() * line,
        grid.width().sourceStep() * g.sourceChannels());
  }

  /// In lines of the source that were copied.
  static PixelSteps of(SourceLines lines, TapGrid grid) {
    return new PixelSteps(lines.plane(), grid.height().sourceStep() * lines.line(), lines.step());
  }
}

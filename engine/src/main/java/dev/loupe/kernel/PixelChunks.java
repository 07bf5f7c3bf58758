package dev.loupe.kernel;

/// How the pixels of a target are cut into chunks: parts of a row, rows of a plane, or whole planes
/// of consecutive samples, each about `most` pixels.
///
/// Where each pixel reads one pixel of the source at the same place, all pixels are one row.
///
/// @param batch samples
/// @param depths planes of a sample
/// @param height rows of a plane
/// @param width pixels of a row
/// @param sourceDepth the same of the source
/// @param sourceHeight the same of the source
/// @param sourceWidth the same of the source
/// @param planesEach planes of a chunk; more than 1 only where a sample has one
/// @param rowsEach rows of a chunk
/// @param columnsEach pixels of a row of a chunk
record PixelChunks(
    int batch,
    int depths,
    int height,
    int width,
    int sourceDepth,
    int sourceHeight,
    int sourceWidth,
    int planesEach,
    int rowsEach,
    int columnsEach) {

  static PixelChunks of(ConvolutionGeometry g, int most) {
    boolean flat = g.taps() == 1 && g.sourceSizes().equals(g.targetSizes());
    for (Axis axis : g.axes()) {
      flat &= axis.stride() == 1 && axis.before() == 0;
    }
    if (flat) {
      int pixels = g.batch() * ConvolutionGeometry.pixels(g.targetSizes());
      return new PixelChunks(1, 1, 1, pixels, 1, 1, pixels, 1, 1, Pieces.even(pixels, most));
    }
    int depths = g.targetSizes().get(0);
    int height = g.targetSizes().get(1);
    int width = g.targetSizes().get(2);
    int columns = Pieces.even(width, Math.min(width, most));
    int rows = Pieces.even(height, Math.clamp(most / width, 1, height));
    int planes =
        depths > 1 || rows < height
            ? 1
            : Pieces.even(g.batch(), Math.clamp(most / (height * width), 1, g.batch()));
    return new PixelChunks(
        g.batch(),
        depths,
        height,
        width,
        g.sourceSizes().get(0),
        g.sourceSizes().get(1),
        g.sourceSizes().get(2),
        planes,
        rows,
        columns);
  }

  /// Whether all pixels are one row.
  boolean flat() {
    return batch * depths * height == 1;
  }

  /// Pixels of the largest chunk.
  int pixels() {
    return planesEach * rowsEach * columnsEach;
  }

  private int across() {
    return Pieces.parts(width, columnsEach);
  }

  private int down() {
    return Pieces.parts(height, rowsEach);
  }

  /// How many chunks.
  int count() {
    return Pieces.parts(batch * depths, planesEach) * down() * across();
  }

  /// The first plane of a chunk, numbered through the samples.
  int plane(int chunk) {
    return chunk / across() / down() * planesEach;
  }

  /// How many planes a chunk has.
  int planes(int chunk) {
    return Math.min(planesEach, batch * depths - plane(chunk));
  }

  /// The first row of a chunk.
  int row(int chunk) {
    return chunk / across() % down() * rowsEach;
  }

  /// The row behind its last.
  int rowEnd(int chunk) {
    return Math.min(height, row(chunk) + rowsEach);
  }

  /// The first pixel of a chunk's rows.
  int column(int chunk) {
    return chunk % across() * columnsEach;
  }

  /// The pixel behind the last.
  int columnEnd(int chunk) {
    return Math.min(width, column(chunk) + columnsEach);
  }
}

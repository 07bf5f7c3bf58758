package dev.loupe.kernel;

import java.util.Arrays;

/// The lines of a source of few channels under a chunk of target pixels, copied with the padding
/// beside them: what lies under a row of taps is then one run of values, for every pixel.
///
/// @param g with one group and a width that isn't dilated
/// @param chunks of the target
record SourceLines(ConvolutionGeometry g, PixelChunks chunks) {
  /// Values under a row of taps.
  int values() {
    return g.axes().get(2).kernel() * g.sourceChannels();
  }

  /// Rows of taps.
  int taps() {
    return g.axes().get(0).kernel() * g.axes().get(1).kernel();
  }

  /// From pixel to pixel.
  int step() {
    return g.axes().get(2).stride() * g.sourceChannels();
  }

  /// From line to line.
  int line() {
    return (chunks.columnsEach() - 1) * step() + values();
  }

  /// From plane to plane of the target.
  int plane() {
    return g.axes().get(0).kernel() * lines() * line();
  }

  private int lines() {
    Axis height = g.axes().get(1);
    return (chunks.rowsEach() - 1) * height.stride() + height.extent();
  }

  /// Floats of all lines.
  int size() {
    return chunks.planesEach() * plane();
  }

  /// Where what a tap sees from a row of the target lies.
  ///
  /// @param tap a row of taps
  /// @param row counted in the chunk
  int at(int tap, int row) {
    Axis height = g.axes().get(1);
    int kd = tap / height.kernel();
    int kh = tap % height.kernel();
    return (kd * lines() + row * height.stride() + kh * height.dilation()) * line();
  }

  /// Copies the lines of a chunk, but for those above and below the source.
  ///
  /// @param in the source, from `start`
  void copy(float[] in, int start, int chunk, float[] out, int at) {
    Axis depth = g.axes().get(0);
    Axis height = g.axes().get(1);
    int channels = g.sourceChannels();
    int first = chunks.row(chunk) * height.stride() - height.before();
    int left = chunks.column(chunk) * g.axes().get(2).stride() - g.axes().get(2).before();
    int count = line() / channels;
    int begin = Math.clamp(-left, 0, count);
    int end = Math.clamp(chunks.sourceWidth() - left, begin, count);
    for (int p = 0; p < chunks.planes(chunk) * depth.kernel(); p++) {
      int plane = chunks.plane(chunk) + p / depth.kernel();
      int sd =
          plane % chunks.depths() * depth.stride()
              - depth.before()
              + p % depth.kernel() * depth.dilation();
      if (sd < 0 || sd >= chunks.sourceDepth()) {
        continue;
      }
      int from = (plane / chunks.depths() * chunks.sourceDepth() + sd) * chunks.sourceHeight();
      for (int l = Math.max(0, -first); l < lines() && first + l < chunks.sourceHeight(); l++) {
        int to = at + (p * lines() + l) * line();
        int source = start + ((from + first + l) * chunks.sourceWidth() + left) * channels;
        Arrays.fill(out, to, to + begin * channels, 0);
        int length = (end - begin) * channels;
        System.arraycopy(in, source + begin * channels, out, to + begin * channels, length);
        Arrays.fill(out, to + end * channels, to + line(), 0);
      }
    }
  }
}

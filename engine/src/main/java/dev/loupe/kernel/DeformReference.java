package dev.loupe.kernel;

/// A convolution whose taps are moved by offsets, pixel by pixel: the values under the window are
/// sampled first, linearly, with zeros outside, and then multiplied with the weights.
///
/// Inputs: x, weights, offsets and, where masked, a factor for each sample. The scratch holds the
/// samples of one pixel, `[tap][channel]`.
public final class DeformReference implements Kernel {
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;

  private final ConvolutionGeometry g;
  private final int offsetGroups;
  private final boolean masked;
  private final Pieces pieces;

  /// @param g the convolution
  /// @param offsetGroups parts of the channels that have offsets of their own
  /// @param masked whether there are factors
  public DeformReference(ConvolutionGeometry g, int offsetGroups, boolean masked) {
    this.g = g;
    this.offsetGroups = offsetGroups;
    this.masked = masked;
    int pixels = g.batch() * ConvolutionGeometry.pixels(g.targetSizes());
    this.pieces = Pieces.of(pixels, g.weights());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return g.taps() * g.sourceChannels();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.targetChannels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] samples) {
    int channels = g.sourceChannels() / offsetGroups;
    for (int pixel = pieces.from(piece); pixel < pieces.to(piece); pixel++) {
      for (int part = 0; part < offsetGroups; part++) {
        for (int t = 0; t < g.taps(); t++) {
          int at = (pixel * offsetGroups + part) * g.taps() + t;
          sample(o, pixel, t, at, samples, t * g.sourceChannels() + part * channels, channels);
        }
      }
      multiply(o, samples, o.outputOffset() + pixel * g.targetChannels());
    }
  }

  /// Writes one tap's samples of the channels of an offset group.
  ///
  /// @param offset which offset, counted in pairs
  private void sample(
      Operands o, int pixel, int t, int offset, float[] to, int start, int channels) {
    int heights = g.sourceSizes().get(HEIGHT);
    int widths = g.sourceSizes().get(WIDTH);
    Axis hs = g.axes().get(HEIGHT);
    Axis ws = g.axes().get(WIDTH);
    int row = pixel / g.targetSizes().get(WIDTH);
    int place = row % g.targetSizes().get(HEIGHT);
    int column = pixel % g.targetSizes().get(WIDTH);
    float[] offsets = o.array(2);
    int moved = o.offset(2) + 2 * offset;
    float h = place * hs.stride() - hs.before() + t / ws.kernel() * hs.dilation() + offsets[moved];
    float w =
        column * ws.stride() - ws.before() + t % ws.kernel() * ws.dilation() + offsets[moved + 1];
    float factor = masked ? o.array(3)[o.offset(3) + offset] : 1;
    int sample = o.offset(0) + row / g.targetSizes().get(HEIGHT) * g.sourceSample();
    int from = sample + start % g.sourceChannels();
    float top = (float) Math.floor(h);
    float left = (float) Math.floor(w);
    for (int c = 0; c < channels; c++) {
      to[start + c] = 0;
    }
    for (int corner = 0; corner < 4; corner++) {
      float i = top + (corner >> 1);
      float j = left + (corner & 1);
      float weight = (1 - Math.abs(h - i)) * (1 - Math.abs(w - j)) * factor;
      if (i >= 0 && i < heights && j >= 0 && j < widths) {
        int line = (int) i;
        int at = from + (line * widths + (int) j) * g.sourceChannels();
        for (int c = 0; c < channels; c++) {
          to[start + c] = Math.fma(weight, o.array(0)[at + c], to[start + c]);
        }
      }
    }
  }

  private void multiply(Operands o, float[] samples, int to) {
    float[] y = o.output();
    int outputs = g.groupTarget();
    for (int k = to; k < to + g.targetChannels(); k++) {
      y[k] = 0;
    }
    for (int t = 0; t < g.taps(); t++) {
      for (int c = 0; c < g.sourceChannels(); c++) {
        float x = samples[t * g.sourceChannels() + c];
        int group = c / g.groupSource();
        int row = t * g.groupSource() + c % g.groupSource();
        int w = o.offset(1) + row * g.targetChannels() + group * outputs;
        for (int k = 0; k < outputs; k++) {
          int at = to + group * outputs + k;
          y[at] = Math.fma(x, o.array(1)[w + k], y[at]);
        }
      }
    }
  }
}

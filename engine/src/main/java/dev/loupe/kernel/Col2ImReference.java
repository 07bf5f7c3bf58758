package dev.loupe.kernel;

import java.util.Arrays;

/// Each value of a picture is the sum of the values of all blocks that cover it, tap by tap.
///
/// Input: N, blocks, C taps, the taps of a channel next to each other.
public final class Col2ImReference implements Kernel {
  private final ConvolutionGeometry g;
  private final Pieces pieces;

  /// @param g the picture as the source, the blocks as the target
  public Col2ImReference(ConvolutionGeometry g) {
    this.g = g;
    int pixels = g.batch() * ConvolutionGeometry.pixels(g.sourceSizes());
    this.pieces = Pieces.of(pixels, (long) g.taps() * g.sourceChannels());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.sourceChannels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int channels = g.sourceChannels();
    int taps = g.taps();
    int blocks = ConvolutionGeometry.pixels(g.targetSizes());
    int pixels = ConvolutionGeometry.pixels(g.sourceSizes());
    for (int pixel = pieces.from(piece); pixel < pieces.to(piece); pixel++) {
      int to = o.outputOffset() + pixel * channels;
      Arrays.fill(o.output(), to, to + channels, 0);
      for (int t = 0; t < taps; t++) {
        int block = block(pixel % pixels, t);
        if (block >= 0) {
          int from = o.offset(0) + (pixel / pixels * blocks + block) * channels * taps + t;
          for (int c = 0; c < channels; c++) {
            o.output()[to + c] += o.array(0)[from + c * taps];
          }
        }
      }
    }
  }

  /// The block that covers a pixel with a tap; -1 for none.
  private int block(int pixel, int tap) {
    int block = 0;
    int step = 1;
    for (int a = g.axes().size() - 1; a >= 0; a--) {
      Axis axis = g.axes().get(a);
      int size = g.sourceSizes().get(a);
      int at = pixel % size + axis.before() - tap % axis.kernel() * axis.dilation();
      int place = at / axis.stride();
      if (at < 0 || at % axis.stride() != 0 || place >= g.targetSizes().get(a)) {
        return -1;
      }
      block += place * step;
      step *= g.targetSizes().get(a);
      pixel /= size;
      tap /= axis.kernel();
    }
    return block;
  }
}

package dev.loupe.kernel;

/// Resizing, one output value after the other: mixed along depth, then height, then width.
public final class UpsampleReference implements Kernel {
  private final UpsampleGeometry g;

  /// @param g which inputs every output mixes
  public UpsampleReference(UpsampleGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int at = o.outputOffset();
    for (int n = 0; n < g.batch(); n++) {
      for (int d = 0; d < g.depth().output(); d++) {
        for (int h = 0; h < g.height().output(); h++) {
          for (int w = 0; w < g.width().output(); w++) {
            for (int c = 0; c < g.channels(); c++) {
              int base = o.offset(0) + n * g.inputSize() + c;
              UpsampleAxis a = g.width();
              float low = alongHeight(o.array(0), base, d, h, a.low()[w]);
              float high = alongHeight(o.array(0), base, d, h, a.high()[w]);
              o.output()[at++] = UpsampleGeometry.mix(low, high, a.weights()[w]);
            }
          }
        }
      }
    }
  }

  private float alongHeight(float[] x, int base, int od, int oh, int w) {
    UpsampleAxis a = g.height();
    float low = alongDepth(x, base, od, a.low()[oh], w);
    float high = alongDepth(x, base, od, a.high()[oh], w);
    return UpsampleGeometry.mix(low, high, a.weights()[oh]);
  }

  private float alongDepth(float[] x, int base, int od, int h, int w) {
    UpsampleAxis a = g.depth();
    float low = x[base + at(a.low()[od], h, w)];
    float high = x[base + at(a.high()[od], h, w)];
    return UpsampleGeometry.mix(low, high, a.weights()[od]);
  }

  private int at(int d, int h, int w) {
    return ((d * g.height().input() + h) * g.width().input() + w) * g.channels();
  }
}

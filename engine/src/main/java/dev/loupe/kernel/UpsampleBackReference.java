package dev.loupe.kernel;

/// The adjoint of resizing: every input value gathers from the outputs that read it, over width,
/// and within it over depth and height.
public final class UpsampleBackReference implements Kernel {
  private final UpsampleGeometry g;

  /// @param g which inputs every output mixes
  public UpsampleBackReference(UpsampleGeometry g) {
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
      for (int d = 0; d < g.depth().input(); d++) {
        for (int h = 0; h < g.height().input(); h++) {
          for (int w = 0; w < g.width().input(); w++) {
            for (int c = 0; c < g.channels(); c++) {
              int base = o.offset(0) + n * g.outputSize() + c;
              float sum = 0;
              for (int ow = g.width().from()[w]; ow < g.width().to()[w]; ow++) {
                sum = Math.fma(g.width().weight(ow, w), column(o.array(0), base, d, h, ow), sum);
              }
              o.output()[at++] = sum;
            }
          }
        }
      }
    }
  }

  private float column(float[] gy, int base, int d, int h, int ow) {
    float sum = 0;
    for (int od = g.depth().from()[d]; od < g.depth().to()[d]; od++) {
      for (int oh = g.height().from()[h]; oh < g.height().to()[h]; oh++) {
        float weight = g.depth().weight(od, d) * g.height().weight(oh, h);
        int at = ((od * g.height().output() + oh) * g.width().output() + ow) * g.channels();
        sum = Math.fma(weight, gy[base + at], sum);
      }
    }
    return sum;
  }
}

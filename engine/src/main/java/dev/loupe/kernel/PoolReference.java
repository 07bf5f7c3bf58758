package dev.loupe.kernel;

/// Pooling, one output value after the other.
public final class PoolReference implements Kernel {
  private final PoolKind kind;
  private final PoolGeometry g;

  /// @param kind what to make of a window
  /// @param g where the windows lie
  public PoolReference(PoolKind kind, PoolGeometry g) {
    this.kind = kind;
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
      int sample = o.offset(0) + n * g.inputSize();
      for (int d = 0; d < g.depth().output(); d++) {
        for (int h = 0; h < g.height().output(); h++) {
          for (int w = 0; w < g.width().output(); w++) {
            for (int c = 0; c < g.channels(); c++) {
              o.output()[at++] = window(o.array(0), sample, d, h, w, c);
            }
          }
        }
      }
    }
  }

  private float window(float[] x, int sample, int od, int oh, int ow, int c) {
    PoolAxis ds = g.depth();
    PoolAxis hs = g.height();
    PoolAxis ws = g.width();
    boolean max = kind == PoolKind.MAX;
    float value = max ? Float.NEGATIVE_INFINITY : 0;
    for (int d = ds.starts()[od]; d < ds.ends()[od]; d += ds.step()) {
      for (int h = hs.starts()[oh]; h < hs.ends()[oh]; h += hs.step()) {
        for (int w = ws.starts()[ow]; w < ws.ends()[ow]; w += ws.step()) {
          float v = x[sample + ((d * hs.input() + h) * ws.input() + w) * g.channels() + c];
          value = max ? Math.max(value, v) : value + v;
        }
      }
    }
    return max ? value : value / (ds.counts()[od] * hs.counts()[oh] * ws.counts()[ow]);
  }
}

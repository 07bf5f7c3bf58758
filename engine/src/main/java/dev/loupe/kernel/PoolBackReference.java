package dev.loupe.kernel;

import java.util.Arrays;

/// The gradient of pooling, one window after the other.
///
/// Maximum (inputs x, gy): the gradient goes to the first largest value of the window in scan
/// order, or to the last NaN, as in PyTorch. Average (input gy): to all its values alike.
public final class PoolBackReference implements Kernel {
  private final PoolKind kind;
  private final PoolGeometry g;

  /// @param kind what was made of a window
  /// @param g where the windows lie
  public PoolBackReference(PoolKind kind, PoolGeometry g) {
    this.kind = kind;
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int out = o.outputOffset();
    Arrays.fill(o.output(), out, out + g.batch() * g.inputSize(), 0);
    int gradient = kind == PoolKind.MAX ? 1 : 0;
    int at = o.offset(gradient);
    for (int n = 0; n < g.batch(); n++) {
      for (int d = 0; d < g.depth().output(); d++) {
        for (int h = 0; h < g.height().output(); h++) {
          for (int w = 0; w < g.width().output(); w++) {
            for (int c = 0; c < g.channels(); c++) {
              float gy = o.array(gradient)[at++];
              int sample = n * g.inputSize() + c;
              if (kind == PoolKind.MAX) {
                int best = largest(o.array(0), o.offset(0) + sample, d, h, w);
                if (best >= 0) {
                  o.output()[out + sample + best] += gy;
                }
              } else {
                spread(o.output(), out + sample, d, h, w, gy);
              }
            }
          }
        }
      }
    }
  }

  private int largest(float[] x, int base, int od, int oh, int ow) {
    PoolAxis ds = g.depth();
    PoolAxis hs = g.height();
    PoolAxis ws = g.width();
    float most = Float.NEGATIVE_INFINITY;
    int best = -1;
    for (int d = ds.starts()[od]; d < ds.ends()[od]; d += ds.step()) {
      for (int h = hs.starts()[oh]; h < hs.ends()[oh]; h += hs.step()) {
        for (int w = ws.starts()[ow]; w < ws.ends()[ow]; w += ws.step()) {
          int at = ((d * hs.input() + h) * ws.input() + w) * g.channels();
          float v = x[base + at];
          if (best < 0 || v > most || Float.isNaN(v)) {
            best = at;
            most = v;
          }
        }
      }
    }
    return best;
  }

  private void spread(float[] gx, int base, int od, int oh, int ow, float gy) {
    PoolAxis ds = g.depth();
    PoolAxis hs = g.height();
    PoolAxis ws = g.width();
    float share = gy / (ds.counts()[od] * hs.counts()[oh] * ws.counts()[ow]);
    for (int d = ds.starts()[od]; d < ds.ends()[od]; d += ds.step()) {
      for (int h = hs.starts()[oh]; h < hs.ends()[oh]; h += hs.step()) {
        for (int w = ws.starts()[ow]; w < ws.ends()[ow]; w += ws.step()) {
          gx[base + ((d * hs.input() + h) * ws.input() + w) * g.channels()] += share;
        }
      }
    }
  }
}

package dev.loupe.kernel;

import dev.loupe.kernel.OptimiserRule.Adam;
import dev.loupe.kernel.OptimiserRule.RmsProp;
import dev.loupe.kernel.OptimiserRule.Sgd;

/// One step of an optimiser for all parameters, one value after the other.
public final class OptimiserReference implements Kernel {
  private final OptimiserGeometry g;
  private final OptimiserFactors factors;

  /// @param g the rule and its parameters
  public OptimiserReference(OptimiserGeometry g) {
    this.g = g;
    this.factors = new OptimiserFactors(g.rule());
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public int scratch() {
    return OptimiserFactors.COUNT;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float rate = o.array(0)[o.offset(0)];
    o.output()[o.outputOffset()] = rate;
    if (!g.steps(o.step())) {
      return;
    }
    long step = g.step(o.step());
    float scale = g.clipped() ? o.array(1)[o.offset(1)] : 1;
    for (int i = 0; i < g.lengths().size(); i++) {
      factors.write(rate * g.rate(i), g.decay().get(i), step, scratch);
      update(g.rule(), o, g.operand(i), 0, g.lengths().get(i), scale, scratch);
    }
  }

  /// Moves the values `from` to `to` of the parameter in an operand.
  static void update(
      OptimiserRule rule, Operands o, int operand, int from, int to, float scale, float[] f) {
    float[] p = o.array(operand);
    float[] g = o.array(operand + 1);
    int ip = o.offset(operand);
    int ig = o.offset(operand + 1);
    int slot = operand + 2;
    switch (rule) {
      case Sgd s -> {
        for (int i = from; i < to; i++) {
          float d = Math.fma(f[OptimiserFactors.DECAY], p[ip + i], g[ig + i] * scale);
          if (s.slots() == 1) {
            int m = o.offset(slot) + i;
            float momentum = f[OptimiserFactors.MOMENTUM];
            o.array(slot)[m] = Math.fma(momentum, o.array(slot)[m], d);
            d = s.nesterov() ? Math.fma(momentum, o.array(slot)[m], d) : o.array(slot)[m];
          }
          p[ip + i] = Math.fma(-f[OptimiserFactors.RATE], d, p[ip + i]);
        }
      }
      case Adam a -> {
        float[] m = o.array(slot);
        float[] v = o.array(slot + 1);
        for (int i = from; i < to; i++) {
          float d = Math.fma(f[OptimiserFactors.DECAY], p[ip + i], g[ig + i] * scale);
          int im = o.offset(slot) + i;
          int iv = o.offset(slot + 1) + i;
          m[im] = Math.fma(f[OptimiserFactors.FIRST], d - m[im], m[im]);
          v[iv] =
              Math.fma(f[OptimiserFactors.SECOND] * d, d, f[OptimiserFactors.SECOND_KEEP] * v[iv]);
          float root =
              Math.fma(
                  (float) Math.sqrt(v[iv]), f[OptimiserFactors.ROOT], f[OptimiserFactors.EPSILON]);
          float kept = p[ip + i] * f[OptimiserFactors.KEEP];
          p[ip + i] = Math.fma(-f[OptimiserFactors.RATE], m[im] / root, kept);
        }
      }
      case RmsProp r -> {
        float[] v = o.array(slot);
        for (int i = from; i < to; i++) {
          float d = Math.fma(f[OptimiserFactors.DECAY], p[ip + i], g[ig + i] * scale);
          int iv = o.offset(slot) + i;
          v[iv] =
              Math.fma(f[OptimiserFactors.SECOND] * d, d, f[OptimiserFactors.SECOND_KEEP] * v[iv]);
          d = d / ((float) Math.sqrt(v[iv]) + f[OptimiserFactors.EPSILON]);
          if (r.slots() == 2) {
            int im = o.offset(slot + 1) + i;
            o.array(slot + 1)[im] =
                Math.fma(f[OptimiserFactors.MOMENTUM], o.array(slot + 1)[im], d);
            d = o.array(slot + 1)[im];
          }
          p[ip + i] = Math.fma(-f[OptimiserFactors.RATE], d, p[ip + i]);
        }
      }
    }
  }
}

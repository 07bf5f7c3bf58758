package dev.loupe.kernel;

import dev.loupe.kernel.OptimiserRule.Adam;
import dev.loupe.kernel.OptimiserRule.RmsProp;
import dev.loupe.kernel.OptimiserRule.Sgd;
import jdk.incubator.vector.FloatVector;

/// One step of an optimiser for all parameters: pieces of some chunks of the parameters, each one
/// pass over parameter, gradient and memory. Ends of chunks are left to the reference loops.
public final class OptimiserVector implements Kernel {
  private final OptimiserGeometry g;
  private final OptimiserFactors factors;
  private final ChunkTable chunks;

  /// @param g the rule and its parameters
  public OptimiserVector(OptimiserGeometry g) {
    this.g = g;
    this.factors = new OptimiserFactors(g.rule());
    this.chunks = new ChunkTable(g.lengths());
  }

  @Override
  public int pieces(int phase) {
    return chunks.pieces();
  }

  @Override
  public int scratch() {
    return OptimiserFactors.COUNT;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] f) {
    float rate = o.array(0)[o.offset(0)];
    if (piece == 0) {
      o.output()[o.outputOffset()] = rate;
    }
    if (!g.steps(o.step())) {
      return;
    }
    long step = g.step(o.step());
    float scale = g.clipped() ? o.array(1)[o.offset(1)] : 1;
    for (int c = chunks.from(piece); c < chunks.to(piece); c++) {
      int parameter = chunks.tensor(c);
      factors.write(rate * g.rate(parameter), g.decay().get(parameter), step, f);
      int operand = g.operand(parameter);
      int from = chunks.start(c);
      int bound = from + Lanes.F.loopBound(chunks.length(c));
      switch (g.rule()) {
        case Sgd s -> {
          if (s.slots() == 0) {
            descend(o, operand, from, bound, scale, f);
          } else {
            momentum(s.nesterov(), o, operand, from, bound, scale, f);
          }
        }
        case Adam a -> adam(o, operand, from, bound, scale, f);
        case RmsProp r -> rms(r.slots() == 2, o, operand, from, bound, scale, f);
      }
      int to = from + chunks.length(c);
      OptimiserReference.update(g.rule(), o, operand, bound, to, scale, f);
    }
  }

  private static void descend(Operands o, int operand, int from, int to, float scale, float[] f) {
    float[] p = o.array(operand);
    float[] g = o.array(operand + 1);
    int ip = o.offset(operand);
    int ig = o.offset(operand + 1);
    FloatVector decay = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.DECAY]);
    FloatVector rate = FloatVector.broadcast(Lanes.F, -f[OptimiserFactors.RATE]);
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector d = decay.fma(x, FloatVector.fromArray(Lanes.F, g, ig + i).mul(scale));
      rate.fma(d, x).intoArray(p, ip + i);
    }
  }

  private static void momentum(
      boolean nesterov, Operands o, int operand, int from, int to, float scale, float[] f) {
    float[] p = o.array(operand);
    float[] g = o.array(operand + 1);
    float[] m = o.array(operand + 2);
    int ip = o.offset(operand);
    int ig = o.offset(operand + 1);
    int im = o.offset(operand + 2);
    FloatVector decay = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.DECAY]);
    FloatVector rate = FloatVector.broadcast(Lanes.F, -f[OptimiserFactors.RATE]);
    FloatVector momentum = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.MOMENTUM]);
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector d = decay.fma(x, FloatVector.fromArray(Lanes.F, g, ig + i).mul(scale));
      FloatVector mean = momentum.fma(FloatVector.fromArray(Lanes.F, m, im + i), d);
      mean.intoArray(m, im + i);
      FloatVector move = nesterov ? momentum.fma(mean, d) : mean;
      rate.fma(move, x).intoArray(p, ip + i);
    }
  }

  private static void adam(Operands o, int operand, int from, int to, float scale, float[] f) {
    float[] p = o.array(operand);
    float[] g = o.array(operand + 1);
    float[] m = o.array(operand + 2);
    float[] v = o.array(operand + 3);
    int ip = o.offset(operand);
    int ig = o.offset(operand + 1);
    int im = o.offset(operand + 2);
    int iv = o.offset(operand + 3);
    FloatVector decay = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.DECAY]);
    FloatVector rate = FloatVector.broadcast(Lanes.F, -f[OptimiserFactors.RATE]);
    FloatVector first = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.FIRST]);
    FloatVector root = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.ROOT]);
    FloatVector epsilon = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.EPSILON]);
    float second = f[OptimiserFactors.SECOND];
    float secondKeep = f[OptimiserFactors.SECOND_KEEP];
    float keep = f[OptimiserFactors.KEEP];
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector d = decay.fma(x, FloatVector.fromArray(Lanes.F, g, ig + i).mul(scale));
      FloatVector mean = FloatVector.fromArray(Lanes.F, m, im + i);
      mean = first.fma(d.sub(mean), mean);
      mean.intoArray(m, im + i);
      FloatVector square = FloatVector.fromArray(Lanes.F, v, iv + i).mul(secondKeep);
      square = d.mul(second).fma(d, square);
      square.intoArray(v, iv + i);
      FloatVector move = mean.div(square.sqrt().fma(root, epsilon));
      rate.fma(move, x.mul(keep)).intoArray(p, ip + i);
    }
  }

  private static void rms(
      boolean momentum, Operands o, int operand, int from, int to, float scale, float[] f) {
    float[] p = o.array(operand);
    float[] g = o.array(operand + 1);
    float[] v = o.array(operand + 2);
    // Without momentum the last operand is not there; v stands in and is left alone.
    int last = momentum ? operand + 3 : operand + 2;
    float[] m = o.array(last);
    int ip = o.offset(operand);
    int ig = o.offset(operand + 1);
    int iv = o.offset(operand + 2);
    int im = o.offset(last);
    FloatVector decay = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.DECAY]);
    FloatVector rate = FloatVector.broadcast(Lanes.F, -f[OptimiserFactors.RATE]);
    FloatVector share = FloatVector.broadcast(Lanes.F, f[OptimiserFactors.MOMENTUM]);
    float epsilon = f[OptimiserFactors.EPSILON];
    float second = f[OptimiserFactors.SECOND];
    float secondKeep = f[OptimiserFactors.SECOND_KEEP];
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector d = decay.fma(x, FloatVector.fromArray(Lanes.F, g, ig + i).mul(scale));
      FloatVector square = FloatVector.fromArray(Lanes.F, v, iv + i).mul(secondKeep);
      square = d.mul(second).fma(d, square);
      square.intoArray(v, iv + i);
      FloatVector move = d.div(square.sqrt().add(epsilon));
      if (momentum) {
        move = share.fma(FloatVector.fromArray(Lanes.F, m, im + i), move);
        move.intoArray(m, im + i);
      }
      rate.fma(move, x).intoArray(p, ip + i);
    }
  }
}

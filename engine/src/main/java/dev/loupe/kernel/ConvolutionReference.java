package dev.loupe.kernel;

import java.util.Arrays;

/// The three convolutions by the definition, one multiply-add after the other, in double loops over
/// target, taps and channels.
public final class ConvolutionReference implements Kernel {
  /// Which of the three tensors is computed from the other two.
  public enum Direction {
    /// Inputs: source, weights. Output: target.
    FORWARD,
    /// Inputs: target, weights. Output: source.
    BACK_DATA,
    /// Inputs: source, target. Output: weights.
    BACK_WEIGHTS
  }

  private final ConvolutionGeometry g;
  private final Direction direction;

  /// @param g the problem
  /// @param direction which tensor to compute
  public ConvolutionReference(ConvolutionGeometry g, Direction direction) {
    this.g = g;
    this.direction = direction;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int length =
        switch (direction) {
          case FORWARD -> g.batch() * g.targetSample();
          case BACK_DATA -> g.batch() * g.sourceSample();
          case BACK_WEIGHTS -> g.weights();
        };
    Arrays.fill(o.output(), o.outputOffset(), o.outputOffset() + length, 0);
    for (int n = 0; n < g.batch(); n++) {
      for (int tap = 0; tap < g.taps(); tap++) {
        tap(o, n, tap);
      }
    }
  }

  /// All products of one sample and one tap; each value still gets its taps in order.
  private void tap(Operands o, int n, int tap) {
    int kw = tap % g.axes().get(2).kernel();
    int kh = tap / g.axes().get(2).kernel() % g.axes().get(1).kernel();
    int kd = tap / g.axes().get(2).kernel() / g.axes().get(1).kernel();
    for (int td = 0; td < g.targetSizes().get(0); td++) {
      int sd = source(0, td, kd);
      for (int th = 0; th < g.targetSizes().get(1) && sd >= 0; th++) {
        int sh = source(1, th, kh);
        for (int tw = 0; tw < g.targetSizes().get(2) && sh >= 0; tw++) {
          int sw = source(2, tw, kw);
          if (sw >= 0) {
            int s = ((n * g.sourceSizes().get(0) + sd) * g.sourceSizes().get(1) + sh);
            int t = ((n * g.targetSizes().get(0) + td) * g.targetSizes().get(1) + th);
            s = (s * g.sourceSizes().get(2) + sw) * g.sourceChannels();
            t = (t * g.targetSizes().get(2) + tw) * g.targetChannels();
            pixel(o, s, t, tap);
          }
        }
      }
    }
  }

  private void pixel(Operands o, int s, int t, int tap) {
    for (int k = 0; k < g.targetChannels(); k++) {
      int group = k / g.groupTarget();
      for (int c = 0; c < g.groupSource(); c++) {
        int source = s + group * g.groupSource() + c;
        int target = t + k;
        int weight = (tap * g.groupSource() + c) * g.targetChannels() + k;
        switch (direction) {
          case FORWARD -> add(o, target, source, weight);
          case BACK_DATA -> add(o, source, target, weight);
          case BACK_WEIGHTS -> add(o, weight, source, target);
        }
      }
    }
  }

  private static void add(Operands o, int out, int first, int second) {
    float[] y = o.output();
    int at = o.outputOffset() + out;
    y[at] = Math.fma(o.array(0)[o.offset(0) + first], o.array(1)[o.offset(1) + second], y[at]);
  }

  private int source(int axis, int target, int tap) {
    Axis a = g.axes().get(axis);
    int s = target * a.stride() - a.before() + tap * a.dilation();
    return s >= g.sourceSizes().get(axis) ? -1 : s;
  }
}

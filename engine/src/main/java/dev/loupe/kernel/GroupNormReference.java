package dev.loupe.kernel;

/// `y = (x - mean) (gamma / sqrt(variance + epsilon)) + beta`.
public final class GroupNormReference implements Kernel {
  private final GroupGeometry g;
  private final float epsilon;

  /// @param g samples, places, channels and groups
  /// @param epsilon added to the variance
  public GroupNormReference(GroupGeometry g, float epsilon) {
    this.g = g;
    this.epsilon = epsilon;
  }

  /// `1 / sqrt(variance + epsilon)`.
  static float inverse(float variance, float epsilon) {
    return 1 / (float) Math.sqrt(variance + epsilon);
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int row = 0; row < g.samples() * g.spatial(); row++) {
      for (int c = 0; c < g.channels(); c++) {
        int group = row / g.spatial() * g.groups() + c / g.groupChannels();
        float mean = o.array(3)[o.offset(3) + 2 * group];
        float inverse = inverse(o.array(3)[o.offset(3) + 2 * group + 1], epsilon);
        float scale = o.array(1)[o.offset(1) + c] * inverse;
        int at = row * g.channels() + c;
        o.output()[o.outputOffset() + at] =
            Math.fma(o.array(0)[o.offset(0) + at] - mean, scale, o.array(2)[o.offset(2) + c]);
      }
    }
  }
}

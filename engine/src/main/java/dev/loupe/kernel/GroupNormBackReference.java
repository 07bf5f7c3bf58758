package dev.loupe.kernel;

/// `gx = (x - mean) slope + (gy scale + shift)`, with double sums over each group.
public final class GroupNormBackReference implements Kernel {
  private final GroupGeometry g;
  private final float epsilon;

  /// @param g samples, places, channels and groups
  /// @param epsilon added to the variance
  public GroupNormBackReference(GroupGeometry g, float epsilon) {
    this.g = g;
    this.epsilon = epsilon;
  }

  /// What `x - mean` is multiplied by.
  ///
  /// @param inverse `1 / sqrt(variance + epsilon)`
  /// @param products the sum of `gy gamma (x - mean)` over the group
  /// @param values how many values the group has
  static float slope(float inverse, double products, int values) {
    return (float) (-(double) inverse * inverse * inverse * (products / values));
  }

  /// What is added.
  ///
  /// @param inverse `1 / sqrt(variance + epsilon)`
  /// @param sum of `gy gamma` over the group
  /// @param values how many values the group has
  static float shift(float inverse, double sum, int values) {
    return (float) (-inverse * (sum / values));
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int n = 0; n < g.samples(); n++) {
      for (int group = 0; group < g.groups(); group++) {
        group(o, n, group);
      }
    }
  }

  private void group(Operands o, int n, int group) {
    int statistics = o.offset(2) + (n * g.groups() + group) * 2;
    float mean = o.array(2)[statistics];
    float inverse = GroupNormReference.inverse(o.array(2)[statistics + 1], epsilon);
    int first = group * g.groupChannels();
    double sum = 0;
    double products = 0;
    for (int s = 0; s < g.spatial(); s++) {
      for (int c = first; c < first + g.groupChannels(); c++) {
        int at = (n * g.spatial() + s) * g.channels() + c;
        double t = (double) o.array(3)[o.offset(3) + at] * o.array(1)[o.offset(1) + c];
        sum += t;
        products += t * ((double) o.array(0)[o.offset(0) + at] - mean);
      }
    }
    float slope = slope(inverse, products, g.groupValues());
    float shift = shift(inverse, sum, g.groupValues());
    for (int s = 0; s < g.spatial(); s++) {
      for (int c = first; c < first + g.groupChannels(); c++) {
        int at = (n * g.spatial() + s) * g.channels() + c;
        float scale = o.array(1)[o.offset(1) + c] * inverse;
        float gradient = Math.fma(o.array(3)[o.offset(3) + at], scale, shift);
        o.output()[o.outputOffset() + at] =
            Math.fma(o.array(0)[o.offset(0) + at] - mean, slope, gradient);
      }
    }
  }
}

package dev.loupe.kernel;

/// For each channel the sum of the gradient, and of the gradient times the normalised value, over
/// samples and places.
public final class GroupNormAffineBackReference implements Kernel {
  private final GroupGeometry g;
  private final float epsilon;

  /// @param g samples, places, channels and groups
  /// @param epsilon added to the variance
  public GroupNormAffineBackReference(GroupGeometry g, float epsilon) {
    this.g = g;
    this.epsilon = epsilon;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int c = 0; c < g.channels(); c++) {
      double sum = 0;
      double products = 0;
      for (int row = 0; row < g.samples() * g.spatial(); row++) {
        int group = row / g.spatial() * g.groups() + c / g.groupChannels();
        double mean = o.array(1)[o.offset(1) + 2 * group];
        double deviation = Math.sqrt((double) o.array(1)[o.offset(1) + 2 * group + 1] + epsilon);
        int at = row * g.channels() + c;
        double gradient = o.array(2)[o.offset(2) + at];
        sum += gradient;
        products += gradient * (o.array(0)[o.offset(0) + at] - mean) / deviation;
      }
      o.output()[o.outputOffset() + c] = (float) sum;
      o.output()[o.outputOffset() + g.channels() + c] = (float) products;
    }
  }
}

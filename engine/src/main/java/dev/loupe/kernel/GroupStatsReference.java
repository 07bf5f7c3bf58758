package dev.loupe.kernel;

/// Mean and biased variance of each group of each sample, in two passes over double sums.
public final class GroupStatsReference implements Kernel {
  private final GroupGeometry g;

  /// @param g samples, places, channels and groups
  public GroupStatsReference(GroupGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int n = 0; n < g.samples(); n++) {
      for (int group = 0; group < g.groups(); group++) {
        double mean = sum(o, n, group, 0, false) / g.groupValues();
        double variance = sum(o, n, group, mean, true) / g.groupValues();
        int at = o.outputOffset() + (n * g.groups() + group) * 2;
        o.output()[at] = (float) mean;
        o.output()[at + 1] = (float) variance;
      }
    }
  }

  private double sum(Operands o, int n, int group, double mean, boolean squared) {
    double sum = 0;
    for (int s = 0; s < g.spatial(); s++) {
      int row = o.offset(0) + (n * g.spatial() + s) * g.channels() + group * g.groupChannels();
      for (int c = 0; c < g.groupChannels(); c++) {
        double d = o.array(0)[row + c] - mean;
        sum += squared ? d * d : d;
      }
    }
    return sum;
  }
}

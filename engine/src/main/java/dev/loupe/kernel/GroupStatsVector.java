package dev.loupe.kernel;

import java.util.Arrays;

/// Mean and biased variance of each group of each sample.
///
/// Each chunk takes its own means, then the deviations from them while it is in the L2 cache. Where
/// units have several chunks, a second phase joins them in order.
public final class GroupStatsVector implements Kernel {
  private final GroupGeometry g;
  private final int width;
  private final int groups;
  private final GroupChunks c;
  private final int chunks;
  private final Pieces items;
  private final Pieces joins;

  /// @param g samples, places, channels and groups
  public GroupStatsVector(GroupGeometry g) {
    this.g = g;
    this.width = g.width();
    this.groups = g.unitGroups();
    this.c = new GroupChunks(g);
    this.chunks = c.count;
    this.items = g.pieces();
    this.joins = Pieces.of(g.samples() * g.groups(), 16L * chunks);
  }

  @Override
  public int phases() {
    return chunks == 1 ? 1 : 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? items.count() : joins.count();
  }

  @Override
  public long workspace() {
    return chunks == 1 ? 0 : 3L * groups * g.units() * chunks;
  }

  @Override
  public int scratch() {
    return 3 * width + 3 * groups;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    if (phase == 0) {
      for (int item = items.from(piece); item < items.to(piece); item++) {
        if (chunks == 1) {
          part(item, o, t, t, 3 * width);
          for (int group = 0; group < groups; group++) {
            single(t, 3 * width + group, item * groups + group, o);
          }
        } else {
          part(item, o, t, o.workspace(), o.workspaceOffset() + 3 * groups * item);
        }
      }
      return;
    }
    for (int i = joins.from(piece); i < joins.to(piece); i++) {
      int at = o.workspaceOffset() + i / groups * chunks * 3 * groups + i % groups;
      join(o.workspace(), at, i, o);
    }
  }

  private void single(float[] w, int at, int index, Operands o) {
    double share = 1.0 / g.groupValues();
    double sum = w[at + groups];
    double squares = w[at + 2 * groups] - sum * sum * share;
    int out = o.outputOffset() + 2 * index;
    o.output()[out] = (float) (w[at] + sum * share);
    o.output()[out + 1] = (float) (Math.max(0, squares) * share);
  }

  private void join(float[] w, int at, int index, Operands o) {
    int out = o.outputOffset() + 2 * index;
    int size = g.chunkValues() / groups;
    Moments.join(w, at, groups, chunks, size, g.groupValues(), o.output(), out, out + 1);
  }

  // Scratch: means, sums, sums of squares.
  private void part(int item, Operands o, float[] t, float[] w, int at) {
    float[] x = o.array(0);
    int ix = o.offset(0) + c.start(item);
    int n = c.length(item);
    int values = n / groups;
    int own = c.own;
    Arrays.fill(t, width, 2 * width, 0);
    Columns.add(x, ix, n, width, t, width);
    for (int group = 0; group < groups; group++) {
      float mean = (float) (sum(t, width, group) / values);
      w[at + group] = mean;
      Arrays.fill(t, g.runs() ? 0 : group * own, g.runs() ? width : (group + 1) * own, mean);
    }
    if (!g.runs()) {
      Columns.repeat(t, 0, g.channels(), width);
    }
    Arrays.fill(t, width, 3 * width, 0);
    Columns.deviations(x, ix, n, width, t, width);
    for (int group = 0; group < groups; group++) {
      w[at + groups + group] = (float) sum(t, width, group);
      w[at + 2 * groups + group] = (float) sum(t, 2 * width, group);
    }
  }

  private double sum(float[] t, int from, int group) {
    int own = c.own;
    return g.runs()
        ? Columns.tree(t, from, width)
        : Columns.fold(t, from, width, g.channels(), group * own, own);
  }
}

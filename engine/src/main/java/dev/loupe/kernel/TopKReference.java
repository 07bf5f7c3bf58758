package dev.loupe.kernel;

/// The best values of each line along an axis, or their indices, best first.
///
/// The k best so far are a heap of indices in the scratch, with the worst of them at its root.
public final class TopKReference implements Kernel {
  private final LineGeometry g;
  private final Ranking ranking;
  private final int k;
  private final boolean indices;
  private final Pieces pieces;

  /// @param g the axis of x
  /// @param ranking what is better
  /// @param k how many
  /// @param indices whether indices are written, rather than values
  public TopKReference(LineGeometry g, Ranking ranking, int k, boolean indices) {
    this.g = g;
    this.ranking = ranking;
    this.k = k;
    this.indices = indices;
    this.pieces = Pieces.of(g.lines(), 8L * g.size());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return k;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] heap) {
    float[] x = o.array(0);
    for (int line = pieces.from(piece); line < pieces.to(piece); line++) {
      int from = o.offset(0) + g.start(line, g.size());
      for (int i = 0; i < k; i++) {
        heap[i] = i;
      }
      for (int i = k / 2 - 1; i >= 0; i--) {
        sink(x, from, heap, i, k);
      }
      for (int i = k; i < g.size(); i++) {
        if (before(x, from, i, (int) heap[0])) {
          heap[0] = i;
          sink(x, from, heap, 0, k);
        }
      }
      int to = o.outputOffset() + g.start(line, k);
      for (int left = k - 1; left >= 0; left--) {
        int worst = (int) heap[0];
        heap[0] = heap[left];
        sink(x, from, heap, 0, left);
        o.output()[to + left * g.inner()] = indices ? worst : x[from + worst * g.inner()];
      }
    }
  }

  /// Lets an entry sink below those that are worse.
  private void sink(float[] x, int from, float[] heap, int at, int count) {
    float entry = heap[at];
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && before(x, from, (int) heap[child], (int) heap[child + 1])) {
        child++;
      }
      if (!before(x, from, (int) entry, (int) heap[child])) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }

  private boolean before(float[] x, int from, int i, int j) {
    return ranking.before(x[from + i * g.inner()], i, x[from + j * g.inner()], j);
  }
}

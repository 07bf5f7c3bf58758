package dev.loupe.kernel;

/// The gradient of a product: a walk forwards leaves the product of the values before each, a walk
/// backwards multiplies it with that of the values after.
///
/// Inputs: x, gy. The workspace has the products so far.
public final class ReduceProductBackReference implements Kernel {
  private final ReduceGeometry g;

  /// @param g which values go together
  public ReduceProductBackReference(ReduceGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public long workspace() {
    return g.outputs();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    BroadcastGeometry b = g.broadcast();
    int inner = b.inner();
    int step = b.secondSteps()[b.sizes().length - 1];
    int from = o.workspaceOffset();
    float[] product = o.workspace();
    System.arraycopy(o.array(1), o.offset(1), product, from, g.outputs());
    for (int row = 0; row < b.rows(); row++) {
      int start = from + b.start(row, b.secondSteps());
      for (int c = 0; c < inner; c++) {
        int i = row * inner + c;
        o.output()[o.outputOffset() + i] = product[start + c * step];
        product[start + c * step] *= o.array(0)[o.offset(0) + i];
      }
    }
    java.util.Arrays.fill(product, from, from + g.outputs(), 1);
    for (int row = b.rows() - 1; row >= 0; row--) {
      int start = from + b.start(row, b.secondSteps());
      for (int c = inner - 1; c >= 0; c--) {
        int i = row * inner + c;
        o.output()[o.outputOffset() + i] *= product[start + c * step];
        product[start + c * step] *= o.array(0)[o.offset(0) + i];
      }
    }
  }
}

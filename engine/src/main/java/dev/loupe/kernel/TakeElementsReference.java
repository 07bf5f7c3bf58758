package dev.loupe.kernel;

/// Each value is the one of its line that its index names; NaN where it names none.
///
/// Inputs: x, indices.
public final class TakeElementsReference implements Kernel {
  private final ElementLines g;
  private final Pieces pieces;

  /// @param g the lines of x and of the indices
  public TakeElementsReference(ElementLines g) {
    this.g = g;
    this.pieces = Pieces.of(g.count(), g.indices().size(g.axis()));
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int size = g.data().size(g.axis());
    int length = g.indices().size(g.axis());
    int step = g.step(g.data());
    int indexStep = g.step(g.indices());
    for (int line = pieces.from(piece); line < pieces.to(piece); line++) {
      int from = o.offset(0) + g.start(line, g.data());
      int start = g.start(line, g.indices());
      for (int i = 0; i < length; i++) {
        int at = LineGeometry.place(o.array(1)[o.offset(1) + start + i * indexStep], size);
        o.output()[o.outputOffset() + start + i * indexStep] =
            at < 0 ? Float.NaN : o.array(0)[from + at * step];
      }
    }
  }
}

package dev.loupe.kernel;

/// Copies the data, and puts each update to the value of its line that its index names, in order.
/// An update whose index names none is left out.
///
/// Inputs: data, indices, updates. Phases: copy; update, by lines.
public final class ScatterElementsReference implements Kernel {
  private final ScatterMode mode;
  private final ElementLines g;
  private final Pieces copies;
  private final Pieces pieces;

  /// @param mode what an update does
  /// @param g the lines of the data and of the indices
  public ScatterElementsReference(ScatterMode mode, ElementLines g) {
    this.mode = mode;
    this.g = g;
    this.copies = Pieces.of(g.data().length(), 1);
    this.pieces = Pieces.of(g.count(), g.indices().size(g.axis()));
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return (phase == 0 ? copies : pieces).count();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      ScatterRowsReference.copy(o, copies.from(piece), copies.to(piece));
      return;
    }
    int size = g.data().size(g.axis());
    int length = g.indices().size(g.axis());
    int step = g.step(g.data());
    int indexStep = g.step(g.indices());
    for (int line = pieces.from(piece); line < pieces.to(piece); line++) {
      int to = o.outputOffset() + g.start(line, g.data());
      int start = g.start(line, g.indices());
      for (int i = 0; i < length; i++) {
        int at = LineGeometry.place(o.array(1)[o.offset(1) + start + i * indexStep], size);
        if (at >= 0) {
          float update = o.array(2)[o.offset(2) + start + i * indexStep];
          o.output()[to + at * step] = mode.of(o.output()[to + at * step], update);
        }
      }
    }
  }
}

package dev.loupe.kernel;

/// Reduces `outer` blocks of `reduced` rows of `inner` values to one row each.
///
/// Lanes are the values of a row; rows of one value are summed along the block in 16 parts. Many
/// blocks: a piece is a run of blocks. Long rows: a piece is a part of the row in one block. Few
/// blocks of many short rows: each piece reduces some rows into the workspace, and a second phase
/// puts these together in order.
public final class ReduceVector implements Kernel {
  // Enough pieces for some tens of threads.
  private static final int ENOUGH = 16;
  private static final int BLOCK = 64;

  private final ReduceKind kind;
  private final int outer;
  private final int reduced;
  private final int inner;
  private final Pieces blocks;
  private final Pieces columns;
  private final Pieces rows;
  private final boolean byColumns;
  private final boolean split;

  /// @param kind what is made of the values
  /// @param g which values go together
  public ReduceVector(ReduceKind kind, ReduceGeometry g) {
    this.kind = kind;
    this.outer = g.outer();
    this.reduced = g.reduced();
    this.inner = g.inner();
    this.blocks = Pieces.of(outer, (long) reduced * inner);
    this.columns = Pieces.of(inner, reduced).alignedTo(BLOCK);
    this.rows = Pieces.of(reduced, inner).alignedTo(RowMath.PARTS);
    this.byColumns = columns.count() > 1 && (long) outer * columns.count() >= ENOUGH;
    this.split = !byColumns && outer < ENOUGH && rows.count() > 1;
  }

  @Override
  public int phases() {
    return split ? 2 : 1;
  }

  @Override
  public int pieces(int phase) {
    if (byColumns) {
      return outer * columns.count();
    }
    if (split) {
      return phase == 0 ? outer * rows.count() : outer;
    }
    return blocks.count();
  }

  @Override
  public long workspace() {
    return split ? (long) outer * rows.count() * inner : 0;
  }

  @Override
  public int scratch() {
    return RowMath.PARTS;
  }

  @Override
  public long outputStart(int piece) {
    if (byColumns) {
      return (long) piece / columns.count() * inner + columns.from(piece % columns.count());
    }
    return (long) (split ? piece : blocks.from(piece)) * inner;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    float[] y = o.output();
    int in = o.offset(0);
    int out = o.outputOffset();
    if (byColumns) {
      int part = piece % columns.count();
      int at = columns.from(part);
      int n = columns.to(part) - at;
      int block = piece / columns.count();
      int from = in + block * reduced * inner + at;
      reduce(x, from, reduced, n, y, out + block * inner + at, scratch);
      finish(y, out + block * inner + at, n);
    } else if (!split) {
      for (int block = blocks.from(piece); block < blocks.to(piece); block++) {
        int from = in + block * reduced * inner;
        reduce(x, from, reduced, inner, y, out + block * inner, scratch);
        finish(y, out + block * inner, inner);
      }
    } else if (phase == 0) {
      int part = piece % rows.count();
      int first = piece / rows.count() * reduced + rows.from(part);
      int n = rows.to(part) - rows.from(part);
      int to = o.workspaceOffset() + piece * inner;
      reduce(x, in + first * inner, n, inner, o.workspace(), to, scratch);
    } else {
      int from = o.workspaceOffset() + piece * rows.count() * inner;
      int to = out + piece * inner;
      ColumnMath.reduce(kind, o.workspace(), from, rows.count(), inner, inner, y, to);
      finish(y, to, inner);
    }
  }

  private void reduce(float[] x, int at, int n, int width, float[] y, int to, float[] scratch) {
    if (inner == 1) {
      y[to] =
          switch (kind) {
            case SUM, MEAN -> RowMath.sum(x, at, n, scratch, 0);
            case MAX -> RowMath.max(x, at, n, scratch, 0);
            case MIN -> RowMath.min(x, at, n, scratch, 0);
            case PRODUCT -> product(x, at, n);
          };
    } else {
      ColumnMath.reduce(kind, x, at, n, inner, width, y, to);
    }
  }

  /// One after the other: products are seldom long.
  private static float product(float[] x, int at, int n) {
    float product = 1;
    for (int i = at; i < at + n; i++) {
      product *= x[i];
    }
    return product;
  }

  private void finish(float[] y, int at, int n) {
    if (kind == ReduceKind.MEAN) {
      for (int i = 0; i < n; i++) {
        y[at + i] /= reduced;
      }
    }
  }
}

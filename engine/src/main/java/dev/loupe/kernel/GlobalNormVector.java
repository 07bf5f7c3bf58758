package dev.loupe.kernel;

import java.util.Arrays;
import java.util.List;

/// The Euclidean length of all values of all inputs together.
///
/// Phase 0: each piece of chunks adds up squares by the index modulo 64, then by a tree. Phase 1:
/// one double sum over the pieces.
public final class GlobalNormVector implements Kernel {
  private static final int WIDTH = 64;

  private final ChunkTable chunks;

  /// @param lengths how many values each input has
  public GlobalNormVector(List<Integer> lengths) {
    this.chunks = new ChunkTable(lengths);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? chunks.pieces() : 1;
  }

  @Override
  public long workspace() {
    return chunks.pieces();
  }

  @Override
  public int scratch() {
    return WIDTH;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    if (phase == 0) {
      Arrays.fill(t, 0, WIDTH, 0);
      for (int c = chunks.from(piece); c < chunks.to(piece); c++) {
        int i = chunks.tensor(c);
        int at = o.offset(i) + chunks.start(c);
        Columns.squares(o.array(i), at, chunks.length(c), WIDTH, t, 0);
      }
      o.workspace()[o.workspaceOffset() + piece] = Columns.tree(t, 0, WIDTH);
      return;
    }
    double sum = 0;
    for (int p = 0; p < chunks.pieces(); p++) {
      sum += o.workspace()[o.workspaceOffset() + p];
    }
    o.output()[o.outputOffset()] = (float) Math.sqrt(sum);
  }
}

package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The gradient of a maximum: down the rows, each lane gives what it has at the first value that
/// equals the maximum, and has 0 from there on.
///
/// Pieces: runs of blocks.
public final class ReduceMaxBackVector implements Kernel {
  private final int reduced;
  private final int inner;
  private final Pieces blocks;

  /// @param g which values go together
  public ReduceMaxBackVector(ReduceGeometry g) {
    this.reduced = g.reduced();
    this.inner = g.inner();
    this.blocks = Pieces.of(g.outer(), (long) reduced * inner);
  }

  @Override
  public int pieces(int phase) {
    return blocks.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) blocks.from(piece) * reduced * inner;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int block = blocks.from(piece); block < blocks.to(piece); block++) {
      int in = o.offset(0) + block * reduced * inner;
      int out = o.outputOffset() + block * reduced * inner;
      int iy = o.offset(1) + block * inner;
      int ig = o.offset(2) + block * inner;
      int bound = Lanes.F.loopBound(inner);
      int c = 0;
      for (; c < bound; c += Lanes.N) {
        FloatVector y = FloatVector.fromArray(Lanes.F, o.array(1), iy + c);
        FloatVector g = FloatVector.fromArray(Lanes.F, o.array(2), ig + c);
        lanes(o.array(0), in + c, y, g, o.output(), out + c);
      }
      for (; c < inner; c++) {
        float max = o.array(1)[iy + c];
        float left = o.array(2)[ig + c];
        for (int r = 0; r < reduced; r++) {
          boolean first = o.array(0)[in + c + r * inner] == max;
          o.output()[out + c + r * inner] = first ? left : 0;
          left = first ? 0 : left;
        }
      }
    }
  }

  private void lanes(float[] x, int in, FloatVector y, FloatVector g, float[] gx, int out) {
    FloatVector left = g;
    for (int r = 0; r < reduced; r++) {
      VectorMask<Float> first =
          FloatVector.fromArray(Lanes.F, x, in + r * inner).compare(VectorOperators.EQ, y);
      FloatVector.broadcast(Lanes.F, 0).blend(left, first).intoArray(gx, out + r * inner);
      left = left.blend(0, first);
    }
  }
}

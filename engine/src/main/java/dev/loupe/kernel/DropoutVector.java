package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Zeroes or scales values; the hash of the index is taken in lanes of ints.
///
/// Pieces: runs of values. Where whole samples are dropped, the part of each sample in the piece is
/// zeroed or scaled at once.
public final class DropoutVector extends FlatKernel {
  private static final IntVector INDEX = IntVector.zero(Lanes.I).addIndex(1);

  private final DropMask mask;
  private final int each;

  /// @param mask what is dropped
  /// @param samples how many samples there are where the mask is for samples, else 1
  /// @param each how many values one has
  public DropoutVector(DropMask mask, int samples, int each) {
    super(samples * each, 4);
    this.mask = mask;
    this.each = each;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    long bits = mask.bits(o.step());
    float[] in = o.array(0);
    float[] out = o.output();
    int inAt = o.offset(0);
    int outAt = o.outputOffset();
    int threshold = mask.threshold();
    float scale = mask.scale();
    if (!mask.perSample()) {
      drop(bits, threshold, scale, in, inAt + from, out, outAt + from, from, to - from);
      return;
    }
    int at = from;
    while (at < to) {
      int end = Math.min(to, (at / each + 1) * each);
      if (DropMask.keeps(at / each, bits, threshold)) {
        scale(scale, in, inAt + at, out, outAt + at, end - at);
      } else {
        java.util.Arrays.fill(out, outAt + at, outAt + end, 0);
      }
      at = end;
    }
  }

  private static void drop(
      long bits,
      int threshold,
      float scale,
      float[] in,
      int inAt,
      float[] out,
      int outAt,
      int first,
      int n) {
    int bound = Lanes.F.loopBound(n);
    int second = (int) (bits >>> 32);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      IntVector h = mix(INDEX.add(first + i + (int) bits));
      h = mix(h.add(second)).lanewise(VectorOperators.LSHR, 8);
      VectorMask<Float> drops = h.compare(VectorOperators.LT, threshold).cast(Lanes.F);
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i).mul(scale);
      x.blend(0, drops).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      boolean keep = DropMask.keeps(first + i, bits, threshold);
      out[outAt + i] = keep ? in[inAt + i] * scale : 0;
    }
  }

  private static void scale(float scale, float[] in, int inAt, float[] out, int outAt, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, in, inAt + i).mul(scale).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = in[inAt + i] * scale;
    }
  }

  private static IntVector mix(IntVector h) {
    IntVector a = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
    IntVector b = a.mul(DropMask.FIRST);
    IntVector c = b.lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.LSHR, 13));
    IntVector d = c.mul(DropMask.SECOND);
    return d.lanewise(VectorOperators.XOR, d.lanewise(VectorOperators.LSHR, 16));
  }
}

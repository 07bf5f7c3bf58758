package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// For each channel the sum of the gradient, and of the gradient times the normalised value, over
/// samples and places.
///
/// Phase 0 adds up parts: with spatial extent, some chunks; without, a block of samples by a block
/// of channels. Phase 1 adds the parts in order, channel by channel; a single part is the output.
public final class GroupNormAffineBackVector implements Kernel {
  private static final int FEWEST_SAMPLES = 64;
  private static final int BLOCK = 32_768;

  private final GroupGeometry g;
  private final int channels;
  private final GroupChunks chunks;
  private final int width;
  private final float epsilon;
  // Chunks, or blocks of samples: what the workspace holds sums of.
  private final Pieces parts;
  private final Pieces blocks;
  private final Pieces joins;

  /// @param g samples, places, channels and groups
  /// @param epsilon added to the variance
  public GroupNormAffineBackVector(GroupGeometry g, float epsilon) {
    this.g = g;
    this.channels = g.channels();
    this.chunks = new GroupChunks(g);
    this.width = g.width();
    this.epsilon = epsilon;
    if (g.runs()) {
      int samples = Math.min(g.samples(), Math.max(FEWEST_SAMPLES, BLOCK / channels));
      this.parts = new Pieces(g.samples(), samples);
      this.blocks = new Pieces(channels, Math.max(1, BLOCK / samples)).alignedTo(16);
    } else {
      this.parts = g.pieces();
      this.blocks = new Pieces(channels, channels);
    }
    this.joins = Pieces.of(channels, 2L * parts.count());
  }

  @Override
  public int phases() {
    return parts.count() == 1 ? 1 : 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? parts.count() * blocks.count() : joins.count();
  }

  @Override
  public long workspace() {
    return parts.count() == 1 ? 0 : 2L * channels * parts.count();
  }

  @Override
  public int scratch() {
    return g.runs() ? 0 : 3 * width;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] t) {
    if (phase == 1) {
      join(piece, o);
    } else if (g.runs()) {
      samples(piece / blocks.count(), piece % blocks.count(), o);
    } else {
      chunks(piece, o, t);
    }
  }

  private void samples(int part, int block, Operands o) {
    float[] w = parts.count() == 1 ? o.output() : o.workspace();
    int sums = sums(part, o);
    int from = blocks.from(block);
    int to = blocks.to(block);
    Arrays.fill(w, sums + from, sums + to, 0);
    Arrays.fill(w, sums + channels + from, sums + channels + to, 0);
    int own = chunks.own;
    for (int n = parts.from(part); n < parts.to(part); n++) {
      int end;
      for (int c = from; c < to; c = end) {
        int group = c / own;
        end = Math.min(to, (group + 1) * own);
        int statistics = o.offset(1) + 2 * (n * g.groups() + group);
        add(
            o.array(2),
            o.offset(2) + n * channels + c,
            o.array(0),
            o.offset(0) + n * channels + c,
            o.array(1)[statistics],
            GroupNormReference.inverse(o.array(1)[statistics + 1], epsilon),
            end - c,
            w,
            sums + c,
            channels);
      }
    }
  }

  private int sums(int part, Operands o) {
    return parts.count() == 1 ? o.outputOffset() : o.workspaceOffset() + 2 * channels * part;
  }

  private static void add(
      float[] g,
      int ig,
      float[] x,
      int ix,
      float mean,
      float inverse,
      int n,
      float[] w,
      int is,
      int next) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, g, ig + i);
      FloatVector normal = FloatVector.fromArray(Lanes.F, x, ix + i).sub(mean).mul(inverse);
      v.add(FloatVector.fromArray(Lanes.F, w, is + i)).intoArray(w, is + i);
      v.fma(normal, FloatVector.fromArray(Lanes.F, w, is + next + i)).intoArray(w, is + next + i);
    }
    for (; i < n; i++) {
      float normal = (x[ix + i] - mean) * inverse;
      w[is + i] += g[ig + i];
      w[is + next + i] = Math.fma(g[ig + i], normal, w[is + next + i]);
    }
  }

  // Scratch: means, sums, products.
  private void chunks(int piece, Operands o, float[] t) {
    float[] w = parts.count() == 1 ? o.output() : o.workspace();
    int sums = sums(piece, o);
    Arrays.fill(w, sums, sums + 2 * channels, 0);
    int own = chunks.own;
    for (int item = parts.from(piece); item < parts.to(piece); item++) {
      int statistics = o.offset(1) + chunks.unit(item) * 2 * g.groups();
      for (int group = 0; group < g.groups(); group++) {
        float mean = o.array(1)[statistics + 2 * group];
        Arrays.fill(t, group * own, (group + 1) * own, mean);
      }
      Columns.repeat(t, 0, channels, width);
      Arrays.fill(t, width, 3 * width, 0);
      int at = chunks.start(item);
      Columns.products(
          o.array(2),
          o.offset(2) + at,
          o.array(0),
          o.offset(0) + at,
          chunks.length(item),
          width,
          t,
          width);
      for (int c = 0; c < channels; c++) {
        float variance = o.array(1)[statistics + 2 * (c / own) + 1];
        double products = Columns.fold(t, 2 * width, width, channels, c, 1);
        w[sums + c] += (float) Columns.fold(t, width, width, channels, c, 1);
        w[sums + channels + c] +=
            (float) (products * GroupNormReference.inverse(variance, epsilon));
      }
    }
  }

  private void join(int piece, Operands o) {
    float[] w = o.workspace();
    for (int c = joins.from(piece); c < joins.to(piece); c++) {
      double sum = 0;
      double products = 0;
      for (int p = 0; p < parts.count(); p++) {
        int at = o.workspaceOffset() + 2 * channels * p + c;
        sum += w[at];
        products += w[at + channels];
      }
      o.output()[o.outputOffset() + c] = (float) sum;
      o.output()[o.outputOffset() + channels + c] = (float) products;
    }
  }
}

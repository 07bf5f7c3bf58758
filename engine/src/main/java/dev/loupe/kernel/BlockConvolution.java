package dev.loupe.kernel;

import dev.loupe.kernel.BlockPart.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Forward convolution and backward data as matrix products over gathered pixels: for single taps,
/// strides and small pictures, where rows of tiles share little.
///
/// Phase 0 packs the weights into panels `[tap, channel][width]`, channels filled up to blocks of
/// 16. Phase 1 runs the pieces of each [TapGrid]: all taps of some values ([GatheredPart]), or only
/// those that lie inside of the source ([InsidePart]). Either sums the same chain for a value.
final class BlockConvolution implements TileKernel {
  private static final int BLOCK = BlockTile.BLOCK;
  // Share of the products that lie inside, and share of the rows that tiles compute for them, for
  // which leaving out the others pays.
  private static final double INSIDE = 0.92;

  private final Work work;
  private final boolean inside;
  private final List<BlockPart> parts = new ArrayList<>();
  private final int[] firstPiece;
  private final int[] firstPack;
  private final int workspace;
  private final int scratch;

  /// The target from the source and the weights.
  static Kernel forward(ConvolutionGeometry g) {
    return new BlockConvolution(Work.of(g, false), false);
  }

  /// The source's gradient from the target's and the weights.
  static Kernel backData(ConvolutionGeometry g) {
    return new BlockConvolution(Work.of(g, true), false);
  }

  /// As [#forward] or [#backData], without the products of the padding.
  static Kernel inside(ConvolutionGeometry g, boolean back) {
    return new BlockConvolution(Work.of(g, back), true);
  }

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (Math.min(g.groupSource(), g.groupTarget()) < BLOCK) {
      return "there are fewer than 16 channels";
    }
    return null;
  }

  /// Why leaving out the padding does not pay, or null where it does.
  static @Nullable String insideRefusal(ConvolutionGeometry g, boolean back) {
    if (g.groups() > 1 || refusal(g) != null) {
      return "the channels are grouped or fewer than 16";
    }
    Work work = Work.of(g, back);
    double all = 0;
    double inside = 0;
    for (TapGrid grid : work.grids()) {
      double products = (double) grid.pixels() * grid.taps();
      all += products;
      inside += products * work.space(grid, 0).inside();
    }
    if (inside > INSIDE * all) {
      return "little of what the taps meet is padding";
    }
    double computed = 0;
    for (TapGrid grid : work.grids()) {
      computed += new InsideRuns(work.space(grid, 0), work.panels()).computed();
    }
    return computed > INSIDE * all * g.batch() ? "tiles would be as many as with padding" : null;
  }

  private BlockConvolution(Work work, boolean inside) {
    this.work = work;
    this.inside = inside;
    List<TapGrid> grids = work.grids();
    this.firstPiece = new int[grids.size() + 1];
    this.firstPack = new int[grids.size() + 1];
    int groups = work.g().groups();
    int packed = 0;
    int most = 0;
    for (int i = 0; i < grids.size(); i++) {
      GridSpace space = work.space(grids.get(i), packed);
      BlockPart part = inside ? new InsidePart(work, space) : new GatheredPart(work, space);
      parts.add(part);
      packed += groups * part.groupSize();
      most = Math.max(most, part.scratch());
      firstPiece[i + 1] = firstPiece[i] + part.pieces();
      firstPack[i + 1] = firstPack[i] + groups * work.panels().count() * grids.get(i).taps();
    }
    this.workspace = packed;
    this.scratch = most;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? firstPack[parts.size()] : firstPiece[parts.size()];
  }

  @Override
  public long workspace() {
    return workspace;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public Optional<Kernel> finishing(TileEpilogue e) {
    // A piece that is one range is finished line after line: its tiles lie too far apart.
    return outputStart(0) < 0
        ? Optional.of(
            new BlockConvolution(new Work(work.g(), work.back(), e, work.pixel()), inside))
        : Optional.empty();
  }

  @Override
  public Optional<Kernel> spaced(int step) {
    Work apart = new Work(work.g(), false, work.epilogue(), step);
    return work.back() ? Optional.empty() : Optional.of(new BlockConvolution(apart, inside));
  }

  @Override
  public long outputStart(int piece) {
    return parts.size() == 1 ? parts.get(0).outputStart(piece) : -1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int[] first = phase == 0 ? firstPack : firstPiece;
    int i = 0;
    while (piece >= first[i + 1]) {
      i++;
    }
    if (phase == 0) {
      parts.get(i).pack(piece - first[i], o);
    } else {
      parts.get(i).run(piece - first[i], o, scratch);
    }
  }
}

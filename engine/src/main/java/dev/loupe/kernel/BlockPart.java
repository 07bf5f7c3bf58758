package dev.loupe.kernel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The work of one [TapGrid] of a [BlockConvolution].
abstract sealed class BlockPart permits GatheredPart, InsidePart {
  static final int BLOCK = BlockTile.BLOCK;
  static final int WANTED_PIECES = 16;
  static final int LEAST_PIECES = 8;
  // Blocks of channels whose products are summed before a tile's values are written.
  static final int CHUNK = 32;

  /// What all grids of a convolution share.
  ///
  /// @param g the convolution
  /// @param back whether backward data is computed
  /// @param epilogue what tiles are finished with, or null
  /// @param pixel from pixel to pixel of what is written
  /// @param panels how the channels that are written are cut
  record Work(
      ConvolutionGeometry g,
      boolean back,
      @Nullable TileEpilogue epilogue,
      int pixel,
      ColumnPanels panels) {
    Work(ConvolutionGeometry g, boolean back, @Nullable TileEpilogue epilogue, int pixel) {
      this(g, back, epilogue, pixel, new ColumnPanels(back ? g.groupSource() : g.groupTarget()));
    }

    /// The work of the forward or backward convolution itself.
    static Work of(ConvolutionGeometry g, boolean back) {
      return new Work(g, back, null, back ? g.sourceChannels() : g.targetChannels());
    }

    /// Channels of a group that are read.
    int fromChannels() {
      return back ? g.groupTarget() : g.groupSource();
    }

    /// Channels of a group that are written.
    int toChannels() {
      return back ? g.groupSource() : g.groupTarget();
    }

    /// The grids of values that sum the same taps.
    List<TapGrid> grids() {
      return back ? TapGrid.backward(g) : TapGrid.forward(g);
    }

    /// A grid's place in the tensors.
    ///
    /// @param packed where its weights start in the workspace
    GridSpace space(TapGrid grid, int packed) {
      List<Integer> fromSizes = back ? g.targetSizes() : g.sourceSizes();
      List<Integer> toSizes = back ? g.sourceSizes() : g.targetSizes();
      return new GridSpace(
          grid, g.batch(), g.groups(), fromSizes, fromChannels(), toSizes, toChannels(), packed);
    }
  }

  final Work work;
  final @Nullable TileEpilogue epilogue;
  final GridSpace space;
  final TapGrid grid;
  final ColumnPanels panels;
  final int depth;
  // From value to value of a line of what is written.
  final int stride;
  private final BlockPanels packer;

  BlockPart(Work work, GridSpace space) {
    this.work = work;
    this.epilogue = work.epilogue();
    this.space = space;
    this.grid = space.grid();
    this.panels = work.panels();
    this.packer = new BlockPanels(work.g(), grid, panels, work.back());
    this.depth = packer.depth();
    this.stride = grid.width().step() * work.pixel();
  }

  /// How many pieces there are.
  abstract int pieces();

  /// Floats of scratch that a piece needs.
  abstract int scratch();

  /// As [Kernel#outputStart], where the grid is the only one.
  abstract long outputStart(int piece);

  /// Computes a piece.
  abstract void run(int piece, Operands o, float[] scratch);

  /// Floats of the packed weights of a group.
  final int groupSize() {
    return packer.start(1, 0);
  }

  /// Packs one tap of a group's panel.
  final void pack(int piece, Operands o) {
    int panel = piece / grid.taps() % panels.count();
    int group = piece / grid.taps() / panels.count();
    packer.pack(o, piece % grid.taps(), group, panel, o.workspaceOffset() + space.packedStart());
  }

  /// Where a panel's weights start.
  final int weights(Operands o, int group, int panel) {
    return o.workspaceOffset() + space.packedStart() + packer.start(group, panel);
  }

  /// Where a value of the grid lies in what is written.
  final int target(Operands o, int value) {
    if (space.whole()) {
      return o.outputOffset() + value * work.pixel();
    }
    int w = value % grid.width().count();
    int rest = value / grid.width().count();
    int h = rest % grid.height().count();
    rest /= grid.height().count();
    int d = rest % grid.depth().count();
    return o.outputOffset() + space.to(rest / grid.depth().count(), d, h, w);
  }

  /// Writes zeros where no tap meets a value.
  final void clear(Operands o, int first, int count, int column0, int column1) {
    for (int m = first; m < first + count; m++) {
      int to = target(o, m);
      Arrays.fill(o.output(), to + column0, to + column1, 0);
      if (epilogue != null) {
        int at = to + column0 - o.outputOffset();
        epilogue.finish(o, at, 1, 1, column0, column1 - column0);
      }
    }
  }
}

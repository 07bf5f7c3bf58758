package dev.loupe.kernel;

import java.util.Arrays;

/// The gradient of pooling with channels in the lanes, window after window.
///
/// Each piece owns some rows of the input on the outermost axis of some samples; it goes over every
/// window that touches them and adds to no others, so that no two pieces write the same value and
/// each value sums its windows in scan order. Where the windows tile the input there is nothing to
/// add to, and values are written once.
public final class PoolBackVector implements Kernel {
  private final PoolKind kind;
  private final PoolGeometry g;
  private final PoolTables tables;
  private final PoolAxis[] axes;
  private final boolean tiles;
  private final int room;
  private final int cut;
  private final int blocks;
  // Block b owns the input's rows cuts[b] to cuts[b + 1] of axis `cut`.
  private final int[] cuts;
  private final Pieces pieces;

  /// @param kind what was made of a window
  /// @param g where the windows lie
  public PoolBackVector(PoolKind kind, PoolGeometry g) {
    this.kind = kind;
    this.g = g;
    this.tables = new PoolTables(g);
    this.axes = new PoolAxis[] {g.depth(), g.height(), g.width()};
    this.tiles = tiles(axes[0]) && tiles(axes[1]) && tiles(axes[2]);
    this.room = (g.width().input() - reach(g.width())) * g.channels() - Lanes.N;
    this.cut = axes[0].input() > 1 ? 0 : axes[1].input() > 1 ? 1 : 2;
    PoolAxis axis = axes[cut];
    long cost = (long) g.windows() * g.taps() * g.channels();
    long rowCost = Math.max(1, cost / axis.output());
    // At least 2, because windows at a cut are looked at twice.
    int rows = Math.clamp(Pieces.GRAIN / rowCost, 2, Math.max(2, axis.output()));
    this.blocks = (axis.output() + rows - 1) / rows;
    this.cuts = new int[blocks + 1];
    for (int b = 1; b < blocks; b++) {
      // Dilated windows don't start in order where there is padding.
      cuts[b] =
          axis.step() == 1 ? axis.starts()[b * rows] : (int) ((long) b * axis.input() / blocks);
    }
    cuts[blocks] = axis.input();
    this.pieces = Pieces.of(g.batch() * blocks, cost / blocks);
  }

  /// Whether every input lies under exactly one window.
  private static boolean tiles(PoolAxis axis) {
    int at = 0;
    for (int o = 0; o < axis.output(); o++) {
      if (axis.starts()[o] != at || (axis.step() != 1 && axis.taps(o) != 1)) {
        return false;
      }
      at = axis.ends()[o];
    }
    return at == axis.input();
  }

  /// From the first to the last value of the widest window.
  private static int reach(PoolAxis axis) {
    int most = 0;
    for (int o = 0; o < axis.output(); o++) {
      most = Math.max(most, (axis.taps(o) - 1) * axis.step());
    }
    return most;
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return start(pieces.from(piece));
  }

  private int start(int item) {
    int row = g.inputSize() / axes[cut].input();
    return item / blocks * g.inputSize() + cuts[item % blocks] * row;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int item = pieces.from(piece); item < pieces.to(piece); item++) {
      block(o, item / blocks, item % blocks, start(item), start(item + 1));
    }
  }

  private void block(Operands o, int sample, int block, int from, int to) {
    int out = o.outputOffset();
    if (!tiles) {
      Arrays.fill(o.output(), out + from, out + to, 0);
    }
    int low = axes[cut].output();
    int high = 0;
    for (int i = 0; i < axes[cut].output(); i++) {
      if (axes[cut].ends()[i] > cuts[block] && axes[cut].starts()[i] < cuts[block + 1]) {
        low = Math.min(low, i);
        high = i + 1;
      }
    }
    for (int d = cut == 0 ? low : 0; d < (cut == 0 ? high : axes[0].output()); d++) {
      for (int h = cut == 1 ? low : 0; h < (cut == 1 ? high : axes[1].output()); h++) {
        int first = cut == 2 ? low : 0;
        int last = cut == 2 ? high : axes[2].output();
        row(o, sample, d, h, first, last, from, to);
      }
    }
  }

  private void row(Operands o, int sample, int d, int h, int first, int last, int from, int to) {
    int windows = (sample * axes[0].output() + d) * axes[1].output() + h;
    int gy = (windows * axes[2].output() + first) * g.channels();
    int at = sample * g.inputSize() + tables.rowStart(d, h);
    int out = o.outputOffset();
    if (kind == PoolKind.MAX) {
      PoolBackRows.max(
          o.array(0),
          o.offset(0) + at,
          o.array(1),
          o.offset(1) + gy,
          o.output(),
          out + at,
          out + from,
          out + to,
          tiles,
          g.width().starts(),
          tables.offsets(),
          tables.rowKind(d, h),
          tables.widthKinds(),
          first,
          last,
          g.channels(),
          room);
    } else {
      PoolBackRows.average(
          o.array(0),
          o.offset(0) + gy,
          o.output(),
          out + at,
          out + from,
          out + to,
          tiles,
          g.width().starts(),
          tables.offsets(),
          tables.rowKind(d, h),
          tables.widthKinds(),
          g.depth().counts()[d] * g.height().counts()[h],
          g.width().counts(),
          first,
          last,
          g.channels(),
          room);
    }
  }
}

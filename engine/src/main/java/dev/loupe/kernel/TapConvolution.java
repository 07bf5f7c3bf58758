package dev.loupe.kernel;

import java.util.Arrays;
import java.util.List;

/// Forward convolution and backward data as one thing: grids of values that sum taps.
///
/// Phase 0 packs the weights into panels `[tap, from-channel][to-channels]`. Phase 1 runs pieces of
/// the grids on [Tile]s: rows m are neighbouring values along the width, columns the to-channels, k
/// the taps and from-channels. To have the rows side by side, the input rows of a piece are first
/// transposed into scratch, with their padding ([PlanePacker]); small or single-tap grids gather 16
/// values of any rows instead ([PixelPacker]).
final class TapConvolution implements Kernel {
  /// Below this width the gathering way wastes fewer rows of a tile.
  static final int LEAST_WIDTH = 8;

  // Channels that fill fewer lanes than pixels do.
  private static final int FEW = 8;

  private final int batch;
  private final ConvolutionGeometry g;
  private final boolean back;
  private final int fromChannels;
  private final int toChannels;
  private final List<Integer> toSizes;
  private final List<TapGrid> grids;
  private final GridKernel[] parts;
  private final int[] firstPiece;
  private final int[] firstPack;
  private final int[] packed;

  /// The target from the source and the weights.
  static Kernel forward(ConvolutionGeometry g) {
    return new TapConvolution(g, false);
  }

  /// The source's gradient from the target's and the weights.
  static Kernel backData(ConvolutionGeometry g) {
    return new TapConvolution(g, true);
  }

  private TapConvolution(ConvolutionGeometry g, boolean back) {
    this.g = g;
    this.back = back;
    this.batch = g.batch();
    this.fromChannels = back ? g.groupTarget() : g.groupSource();
    this.toChannels = back ? g.groupSource() : g.groupTarget();
    this.toSizes = back ? g.sourceSizes() : g.targetSizes();
    List<Integer> fromSizes = back ? g.targetSizes() : g.sourceSizes();
    this.grids = back ? TapGrid.backward(g) : TapGrid.forward(g);
    this.parts = new GridKernel[grids.size()];
    this.firstPiece = new int[grids.size() + 1];
    this.firstPack = new int[grids.size() + 1];
    this.packed = new int[grids.size() + 1];
    for (int i = 0; i < parts.length; i++) {
      TapGrid grid = grids.get(i);
      GridSpace space =
          new GridSpace(
              grid, batch, g.groups(), fromSizes, fromChannels, toSizes, toChannels, packed[i]);
      parts[i] = kernel(space);
      firstPiece[i + 1] = firstPiece[i] + parts[i].pieces();
      firstPack[i + 1] = firstPack[i] + g.groups() * parts[i].panels();
      packed[i + 1] = packed[i] + g.groups() * parts[i].padded() * space.depth();
    }
  }

  private static GridKernel kernel(GridSpace s) {
    if (PointLanes.takes(s)) {
      return new PointLanes(s);
    }
    if (s.grid().width().count() < LEAST_WIDTH) {
      return new PixelPacker(s);
    }
    return s.toChannels() <= FEW ? new PixelLanes(s) : new ChannelLanes(s);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? firstPack[grids.size()] : firstPiece[grids.size()];
  }

  @Override
  public long workspace() {
    return packed[grids.size()];
  }

  @Override
  public int scratch() {
    return Arrays.stream(parts).mapToInt(GridKernel::scratch).max().orElse(0);
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public long outputStart(int piece) {
    if (parts.length != 1) {
      return -1;
    }
    return piece == parts[0].pieces()
        ? (long) batch * ConvolutionGeometry.pixels(toSizes) * g.groups() * toChannels
        : parts[0].outputStart(piece);
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int[] first = phase == 0 ? firstPack : firstPiece;
    int i = 0;
    while (piece >= first[i + 1]) {
      i++;
    }
    if (phase == 0) {
      int index = piece - first[i];
      pack(i, index / parts[i].panels(), index % parts[i].panels(), o);
    } else {
      parts[i].run(piece - first[i], o, scratch);
    }
  }

  private void pack(int index, int group, int panel, Operands o) {
    TapGrid grid = grids.get(index);
    GridKernel part = parts[index];
    int k = grid.taps() * fromChannels;
    int width = part.columns(panel);
    int first = part.first(panel);
    int real = Math.min(width, toChannels - first);
    float[] weights = o.array(1);
    float[] out = o.workspace();
    int at = o.workspaceOffset() + packed[index] + (group * part.padded() + first) * k;
    for (int t = 0; t < grid.taps(); t++) {
      int tap = grid.kernelTap(t, g);
      for (int from = 0; from < fromChannels; from++) {
        if (back) {
          // Row `from` of the panel is column `from` of the tap's matrix.
          int w =
              o.offset(1)
                  + (tap * g.groupSource() + first) * g.targetChannels()
                  + group * g.groupTarget()
                  + from;
          for (int j = 0; j < real; j++) {
            out[at + j] = weights[w + j * g.targetChannels()];
          }
        } else {
          int w =
              o.offset(1)
                  + (tap * g.groupSource() + from) * g.targetChannels()
                  + group * g.groupTarget()
                  + first;
          System.arraycopy(weights, w, out, at, real);
        }
        Arrays.fill(out, at + real, at + width, 0);
        at += width;
      }
    }
  }
}

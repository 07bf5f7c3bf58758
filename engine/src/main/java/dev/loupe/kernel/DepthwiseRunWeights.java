package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The weights' gradient of 3x3 convolutions in which each channel has a filter of its own, as sums
/// over rows of pixels, both operands read where they lie: lanes are channels.
///
/// Phase 0: a piece is a share of the pixels and some vectors of channels, with sums of its own. It
/// takes a plane, or some rows of a large one, after the other; vector after vector goes over them,
/// all taps together ([DepthwiseRunRows], [DepthwiseRunSteps]). Phase 1 adds the shares in order.
final class DepthwiseRunWeights implements Kernel {
  private static final int WANTED_PIECES = 16;
  private static final int TAPS = 9;
  // Pixels of a share at least.
  private static final int SHARE = 512;
  // Floats that panels read one after the other: a plane, or a part of a large one.
  private static final int CHUNK = 5 << 16;
  // Floats that no cache holds, 24 MB: fewer are read as fast in their place. A chunk of them is
  // read ahead into the second-level cache.
  private static final long FAR = 3 * ReadAhead.FAR;
  private static final int FAR_CHUNK = 5 << 15;
  // The fewest channels, and those that two threads might share.
  private static final int LEAST = 16;
  private static final int PART = 32;

  private final ConvolutionGeometry g;
  private final int channels;
  private final int targetHeight;
  private final int sourcePlane;
  private final int targetPlane;
  private final LanePanels panels;
  private final int panelsOfPiece;
  private final int panelGroups;
  private final int rowsOfChunk;
  private final int chunksOfPlane;
  private final int shares;
  private final int wide;
  private final DepthwiseLattice[] lattices;
  private final boolean steps;
  private final boolean far;

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (!g.depthwise()) {
      return "not every channel has a filter of its own";
    }
    String reason = DepthwiseLattice.refusal(g);
    if (reason != null) {
      return reason;
    }
    return g.sourceChannels() < LEAST ? "there are fewer than 16 channels" : null;
  }

  DepthwiseRunWeights(ConvolutionGeometry g) {
    this.g = g;
    this.channels = g.sourceChannels();
    int sourceWidth = g.sourceSizes().get(2);
    int targetWidth = g.targetSizes().get(2);
    this.targetHeight = g.targetSizes().get(1);
    this.sourcePlane = g.sourceSizes().get(1) * sourceWidth * channels;
    this.targetPlane = targetHeight * targetWidth * channels;
    this.panels = new LanePanels(channels, 1);
    int row = (g.axes().get(1).stride() * sourceWidth + targetWidth) * channels;
    int parts = Pieces.parts(WANTED_PIECES, g.batch() * Pieces.parts(channels, PART));
    int fit = Math.max(1, targetHeight / parts);
    this.far = (long) g.batch() * (sourcePlane + targetPlane) > FAR;
    int chunk = far ? FAR_CHUNK : CHUNK;
    this.rowsOfChunk = Pieces.even(targetHeight, Math.clamp(chunk / row, 1, fit));
    this.chunksOfPlane = Pieces.parts(targetHeight, rowsOfChunk);
    int pixels = g.batch() * targetHeight * targetWidth;
    int most = Math.min(WANTED_PIECES, g.batch() * chunksOfPlane);
    this.shares = Math.clamp(pixels / SHARE, 1, most);
    int cut = panels.count() / Pieces.parts(WANTED_PIECES, shares);
    this.panelsOfPiece = Pieces.even(panels.count(), Math.max(1, cut));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.wide = panels.count() * Lanes.N;
    this.lattices = DepthwiseLattice.forward(g).toArray(DepthwiseLattice[]::new);
    this.steps = g.axes().get(2).stride() == 2;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? shares * panelGroups : panelGroups;
  }

  @Override
  public long workspace() {
    return (long) shares * TAPS * wide;
  }

  @Override
  public int scratch() {
    return far ? 1 : 0;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int panel0 = piece % panelGroups * panelsOfPiece;
    int panel1 = Math.min(panels.count(), panel0 + panelsOfPiece);
    if (phase == 1) {
      for (int panel = panel0; panel < panel1; panel++) {
        combine(o, panel);
      }
      return;
    }
    int share = piece / panelGroups;
    int sums = o.workspaceOffset() + share * TAPS * wide;
    for (int tap = 0; tap < TAPS; tap++) {
      int from = sums + tap * wide;
      Arrays.fill(o.workspace(), from + panel0 * Lanes.N, from + panel1 * Lanes.N, 0);
    }
    int chunks = g.batch() * chunksOfPlane;
    int first = (int) ((long) chunks * share / shares);
    int end = (int) ((long) chunks * (share + 1) / shares);
    for (int chunk = first; chunk < end; chunk++) {
      int plane = chunk / chunksOfPlane;
      int h0 = chunk % chunksOfPlane * rowsOfChunk;
      int h1 = Math.min(targetHeight, h0 + rowsOfChunk);
      if (far) {
        scratch[0] = readAhead(o, plane, h0, h1);
      }
      for (int panel = panel0; panel < panel1; panel++) {
        for (DepthwiseLattice lattice : lattices) {
          add(o, plane, h0, h1, lattice, panels.first(panel), sums + panel * Lanes.N);
        }
      }
    }
  }

  /// Reads rows of a plane in order, as panels of channels read them piecemeal.
  private float readAhead(Operands o, int plane, int h0, int h1) {
    int rows = g.sourceSizes().get(1);
    int source = o.offset(0) + plane * sourcePlane;
    int target = o.offset(1) + plane * targetPlane;
    int line = targetPlane / targetHeight;
    return ReadAhead.rows(o.array(0), source, sourcePlane / rows, rows, h0, h1, targetHeight)
        + ReadAhead.lines(o.array(1), target + h0 * line, target + h1 * line);
  }

  /// Adds some rows of a plane to the sums of a vector of channels.
  private void add(
      Operands o, int plane, int h0, int h1, DepthwiseLattice lattice, int channel, int sums) {
    int a0 = o.offset(0) + plane * sourcePlane + lattice.source() + channel;
    int b0 = o.offset(1) + plane * targetPlane + lattice.target() + channel;
    int from = lattice.rows(h0);
    int to = lattice.rows(h1);
    if (steps) {
      DepthwiseRunSteps.add(
          lattice, o.array(0), a0, o.array(1), b0, from, to, o.workspace(), sums, wide);
    } else if (Lanes.N < 16 && lattice.columns() > 1) {
      DepthwiseRunColumns.add(
          lattice, o.array(0), a0, o.array(1), b0, from, to, o.workspace(), sums, wide);
    } else {
      DepthwiseRunRows.add(
          lattice, o.array(0), a0, o.array(1), b0, from, to, o.workspace(), sums, wide);
    }
  }

  /// Adds the shares of a panel and writes them to the weights.
  private void combine(Operands o, int panel) {
    float[] in = o.workspace();
    int step = TAPS * wide;
    for (int tap = 0; tap < TAPS; tap++) {
      int from = o.workspaceOffset() + panel * Lanes.N + tap * wide;
      int to = o.outputOffset() + tap * channels + panels.first(panel);
      FloatVector sum = FloatVector.fromArray(Lanes.F, in, from);
      for (int s = 1; s < shares; s++) {
        sum = sum.add(FloatVector.fromArray(Lanes.F, in, from + s * step));
      }
      sum.intoArray(o.output(), to);
    }
  }
}

package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The weights' gradient of 3x3 convolutions in which each channel has a filter of its own, as sums
/// over runs of pixels, both operands read where they lie: lanes are channels.
///
/// Phase 0: a piece is a share of the pixels and some panels of channels, with sums of its own. It
/// takes a plane, or some rows of a large one, after the other; panel after panel goes over them,
/// all taps together: in tiles ([DepthwiseRunSquare], [DepthwiseRunPair]) the pixels for which all
/// taps lie inside, then what is left of them and the borders ([DepthwiseRunFrame],
/// [DepthwiseRuns]). Phase 1 adds the shares in order.
final class DepthwiseRunWeights implements Kernel {
  private static final int WANTED_PIECES = 16;
  private static final int WIDEST = Lanes.N == 16 ? 2 : 1;
  private static final int TAPS = 9;
  private static final int SIDE = 3;
  // Pixels of a share at least.
  private static final int SHARE = 512;
  // Floats that panels read one after the other: a plane, or a part of a large one.
  private static final int CHUNK = 5 << 16;
  // Pixels that are not worth cutting into tiles.
  private static final int SMALL = 30;
  // The fewest channels, and those that two threads might share.
  private static final int LEAST = 16;
  private static final int PART = 32;

  private final ConvolutionGeometry g;
  private final int channels;
  private final int sourceHeight;
  private final int sourceWidth;
  private final int targetHeight;
  private final int targetWidth;
  private final TapAxis height;
  private final int top;
  private final int bottom;
  private final TapAxis width;
  private final int left;
  private final int right;
  private final LanePanels panels;
  private final int panelsOfPiece;
  private final int panelGroups;
  private final int rowsOfChunk;
  private final int chunksOfPlane;
  private final int shares;
  private final int[] start;
  private final int wide;
  private final int line;
  private final int tapLine;
  private final int rowStep;
  private final int tapStep;
  private final int pixelStep;
  private final int targetLine;
  private final boolean squares;
  private final boolean pairs;
  private final boolean framed;

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (!g.depthwise()) {
      return "not every channel has a filter of its own";
    }
    Axis depth = g.axes().get(0);
    if (g.sourceSizes().get(0) > 1 || depth.kernel() > 1 || depth.before() > 0) {
      return "there are three axes";
    }
    if (g.axes().get(1).kernel() != SIDE || g.axes().get(2).kernel() != SIDE) {
      return "the kernel is not 3x3";
    }
    for (int i = 1; i < SIDE; i++) {
      if (lonely(g.axes().get(i), g.sourceSizes().get(i), g.targetSizes().get(i))) {
        return "of some pixels two rows or columns of taps lie in the padding";
      }
    }
    return g.sourceChannels() < LEAST ? "there are fewer than 16 channels" : null;
  }

  /// Whether for some index of the target fewer than two of three taps lie inside.
  private static boolean lonely(Axis a, int source, int target) {
    TapAxis axis = TapAxis.forward(a, target);
    int last = (target - 1) * a.stride();
    return axis.shifts()[1] < 0
        || last + axis.shifts()[1] >= source
        || first(axis, target) > end(axis, source, target);
  }

  /// The first index for which the first tap lies inside.
  private static int first(TapAxis axis, int target) {
    return axis.firstInside(axis.shifts()[0], 0, target);
  }

  /// The end of the indices for which the last tap lies inside.
  private static int end(TapAxis axis, int source, int target) {
    return axis.endInside(axis.shifts()[SIDE - 1], source, 0, target);
  }

  DepthwiseRunWeights(ConvolutionGeometry g) {
    this.g = g;
    this.channels = g.sourceChannels();
    this.sourceHeight = g.sourceSizes().get(1);
    this.sourceWidth = g.sourceSizes().get(2);
    this.targetHeight = g.targetSizes().get(1);
    this.targetWidth = g.targetSizes().get(2);
    this.height = TapAxis.forward(g.axes().get(1), targetHeight);
    this.width = TapAxis.forward(g.axes().get(2), targetWidth);
    this.top = first(height, targetHeight);
    this.bottom = end(height, sourceHeight, targetHeight);
    this.left = first(width, targetWidth);
    this.right = end(width, sourceWidth, targetWidth);
    this.panels = new LanePanels(channels, WIDEST);
    int row = (g.axes().get(1).stride() * sourceWidth + targetWidth) * channels;
    int parts = Pieces.parts(WANTED_PIECES, g.batch() * Pieces.parts(channels, PART));
    int fit = Math.max(1, targetHeight / parts);
    this.rowsOfChunk = Pieces.even(targetHeight, Math.clamp(CHUNK / row, 1, fit));
    this.chunksOfPlane = Pieces.parts(targetHeight, rowsOfChunk);
    int pixels = g.batch() * targetHeight * targetWidth;
    int most = Math.min(WANTED_PIECES, g.batch() * chunksOfPlane);
    this.shares = Math.clamp(pixels / SHARE, 1, most);
    int cut = panels.count() / Pieces.parts(WANTED_PIECES, shares);
    this.panelsOfPiece = Pieces.even(panels.count(), Math.max(1, cut));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.start = new int[panels.count() + 1];
    for (int p = 0; p < panels.count(); p++) {
      start[p + 1] = start[p] + panels.width(p);
    }
    this.wide = start[panels.count()];
    Axis down = g.axes().get(1);
    Axis across = g.axes().get(2);
    this.line = sourceWidth * channels;
    this.tapLine = down.dilation() * line;
    this.rowStep = down.stride() * line;
    this.tapStep = across.dilation() * channels;
    this.pixelStep = across.stride() * channels;
    this.targetLine = targetWidth * channels;
    boolean plain = down.dilation() == 1 && across.dilation() == 1;
    this.squares = plain && down.stride() == 1 && across.stride() == 1;
    this.framed =
        squares
            && chunksOfPlane == 1
            && top == 1
            && bottom == targetHeight - 1
            && left == 1
            && right == targetWidth - 1;
    this.pairs = plain && across.stride() == 2;
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
      Arrays.fill(o.workspace(), from + start[panel0], from + start[panel1], 0);
    }
    int chunks = g.batch() * chunksOfPlane;
    int first = (int) ((long) chunks * share / shares);
    int end = (int) ((long) chunks * (share + 1) / shares);
    for (int chunk = first; chunk < end; chunk++) {
      int plane = chunk / chunksOfPlane;
      int h0 = chunk % chunksOfPlane * rowsOfChunk;
      int h1 = Math.min(targetHeight, h0 + rowsOfChunk);
      for (int panel = panel0; panel < panel1; panel++) {
        add(o, plane, h0, h1, panel, sums + start[panel]);
      }
    }
  }

  /// Adds some rows of a plane to the sums of a panel: first the pixels for which all taps lie
  /// inside, then borders and corners.
  private void add(Operands o, int plane, int h0, int h1, int panel, int at) {
    int full0 = Math.clamp(top, h0, h1);
    int full1 = Math.clamp(bottom, h0, h1);
    int rows = full1 - full0;
    int count = right - left;
    boolean small = rows * count < SMALL;
    int evenRows = squares && !small ? rows / 2 * 2 : rows;
    int evenCount = (squares || pairs) && !small ? count / 2 * 2 : 0;
    if (squares && !small) {
      DepthwiseRunSquare.add(
          panels.vectors(panel),
          o.array(0),
          source(o, plane, full0, left, 0, panel),
          line,
          channels,
          o.array(1),
          target(o, plane, full0, left, panel),
          targetLine,
          channels,
          evenRows,
          evenCount,
          o.workspace(),
          at,
          SIDE * wide,
          wide);
    } else if (pairs && !small) {
      DepthwiseRunPair.add(
          panels.vectors(panel),
          o.array(0),
          source(o, plane, full0, left, 0, panel),
          tapLine,
          channels,
          rowStep,
          o.array(1),
          target(o, plane, full0, left, panel),
          targetLine,
          channels,
          evenRows,
          evenCount,
          o.workspace(),
          at,
          SIDE * wide,
          wide);
    }
    nine(o, plane, full0, full0 + evenRows, left + evenCount, right, panel, at);
    nine(o, plane, full0 + evenRows, full1, left, right, panel, at);
    if (framed) {
      DepthwiseRunFrame.add(
          panels.vectors(panel),
          o.array(0),
          source(o, plane, 0, 0, SIDE + 1, panel),
          line,
          channels,
          o.array(1),
          target(o, plane, 0, 0, panel),
          targetLine,
          channels,
          targetHeight,
          targetWidth,
          o.workspace(),
          at,
          SIDE * wide,
          wide);
      return;
    }
    for (int w = 0; w < left; w++) {
      column(o, plane, full0, full1, w, 1, panel, at);
    }
    for (int w = right; w < targetWidth; w++) {
      column(o, plane, full0, full1, w, 0, panel, at);
    }
    for (int h = h0; h < full0; h++) {
      row(o, plane, h, 1, panel, at);
    }
    for (int h = full1; h < h1; h++) {
      row(o, plane, h, 0, panel, at);
    }
  }

  private void nine(Operands o, int plane, int h0, int h1, int w0, int w1, int panel, int at) {
    // The longer side of a strip is the inner loop.
    boolean down = w1 - w0 < h1 - h0;
    if (h1 > h0 && w1 > w0) {
      DepthwiseRuns.nine(
          panels.vectors(panel),
          o.array(0),
          source(o, plane, h0, w0, 0, panel),
          tapLine,
          tapStep,
          down ? pixelStep : rowStep,
          down ? rowStep : pixelStep,
          o.array(1),
          target(o, plane, h0, w0, panel),
          down ? channels : targetLine,
          down ? targetLine : channels,
          down ? w1 - w0 : h1 - h0,
          down ? h1 - h0 : w1 - w0,
          o.workspace(),
          at,
          SIDE * wide,
          wide);
    }
  }

  /// Adds pixels below each other that meet two columns of taps, from `tap` on.
  private void column(Operands o, int plane, int h0, int h1, int w, int tap, int panel, int at) {
    DepthwiseRuns.six(
        panels.vectors(panel),
        o.array(0),
        source(o, plane, h0, w, tap, panel),
        tapStep,
        tapLine,
        rowStep,
        o.array(1),
        target(o, plane, h0, w, panel),
        targetLine,
        h1 - h0,
        o.workspace(),
        at + tap * wide,
        wide,
        SIDE * wide);
  }

  /// Adds a row of pixels that meet two rows of taps, from `tap` on.
  private void row(Operands o, int plane, int h, int tap, int panel, int at) {
    int sums = at + tap * SIDE * wide;
    DepthwiseRuns.six(
        panels.vectors(panel),
        o.array(0),
        source(o, plane, h, left, tap * SIDE, panel),
        tapLine,
        tapStep,
        pixelStep,
        o.array(1),
        target(o, plane, h, left, panel),
        channels,
        right - left,
        o.workspace(),
        sums,
        SIDE * wide,
        wide);
    for (int w = 0; w < left; w++) {
      corner(o, plane, h, w, tap * SIDE + 1, panel, sums + wide);
    }
    for (int w = right; w < targetWidth; w++) {
      corner(o, plane, h, w, tap * SIDE, panel, sums);
    }
  }

  private void corner(Operands o, int plane, int h, int w, int tap, int panel, int at) {
    DepthwiseRuns.four(
        panels.width(panel),
        o.array(0),
        source(o, plane, h, w, tap, panel),
        tapLine,
        tapStep,
        o.array(1),
        target(o, plane, h, w, panel),
        o.workspace(),
        at,
        SIDE * wide,
        wide);
  }

  /// Where a tap reads for a pixel.
  private int source(Operands o, int plane, int h, int w, int tap, int panel) {
    int sh = h * height.sourceStep() + height.shifts()[tap / SIDE];
    int sw = w * width.sourceStep() + width.shifts()[tap % SIDE];
    return o.offset(0)
        + ((plane * sourceHeight + sh) * sourceWidth + sw) * channels
        + panels.first(panel);
  }

  private int target(Operands o, int plane, int h, int w, int panel) {
    return o.offset(1)
        + ((plane * targetHeight + h) * targetWidth + w) * channels
        + panels.first(panel);
  }

  /// Adds the shares of a panel and writes them to the weights.
  private void combine(Operands o, int panel) {
    float[] in = o.workspace();
    int step = TAPS * wide;
    for (int tap = 0; tap < TAPS; tap++) {
      int from = o.workspaceOffset() + start[panel] + tap * wide;
      int to = o.outputOffset() + tap * channels + panels.first(panel);
      for (int n = 0; n < panels.width(panel); n += Lanes.N) {
        FloatVector sum = FloatVector.fromArray(Lanes.F, in, from + n);
        for (int s = 1; s < shares; s++) {
          sum = sum.add(FloatVector.fromArray(Lanes.F, in, from + n + s * step));
        }
        sum.intoArray(o.output(), to + n);
      }
    }
  }
}

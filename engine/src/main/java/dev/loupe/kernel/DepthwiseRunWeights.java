package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The weights' gradient of 3x3 convolutions in which each channel has a filter of its own, as sums
/// over runs of pixels, both operands read where they lie: lanes are channels.
///
/// Phase 0: a piece is a share of the pixels and some panels of channels, with sums of its own. It
/// takes its pixels a chunk at a time, which stays in the first-level cache while a panel's taps go
/// over it: three taps in a column together ([DepthwiseRuns]), or one by one where some lie in the
/// padding above or below; each leaves out the pixels for which it lies in the padding beside.
/// Phase 1 adds the shares in order.
final class DepthwiseRunWeights implements Kernel {
  private static final int WANTED_PIECES = 16;
  private static final int WIDEST = Lanes.N == 16 ? 4 : 2;
  private static final int TAPS = 9;
  private static final int SIDE = 3;
  // Pixels of a chunk.
  private static final int PIXELS = 64;
  // Pixels of a share at least.
  private static final int SHARE = 48;
  // Floats that don't stay in a second-level cache.
  private static final int FAR = 1 << 18;
  // Floats of a cache line.
  private static final int LINE = 16;

  private final ConvolutionGeometry g;
  private final int channels;
  private final TapAxis height;
  private final TapAxis width;
  private final PixelChunks chunks;
  private final LanePanels panels;
  private final int panelsOfPiece;
  private final int panelGroups;
  private final int shares;
  private final int[] start;
  private final boolean touched;

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
    return g.sourceChannels() < LINE ? "there are fewer than 16 channels" : null;
  }

  DepthwiseRunWeights(ConvolutionGeometry g) {
    this.g = g;
    this.channels = g.sourceChannels();
    this.height = TapAxis.forward(g.axes().get(1), g.targetSizes().get(1));
    this.width = TapAxis.forward(g.axes().get(2), g.targetSizes().get(2));
    this.chunks = PixelChunks.of(g, PIXELS);
    this.panels = new LanePanels(channels, WIDEST);
    int pixels = g.batch() * g.targetSizes().get(1) * g.targetSizes().get(2);
    this.shares = Math.clamp(pixels / SHARE, 1, Math.min(WANTED_PIECES, chunks.count()));
    int most = panels.count() / Pieces.parts(WANTED_PIECES, shares);
    this.panelsOfPiece = Pieces.even(panels.count(), Math.max(1, most));
    this.panelGroups = Pieces.parts(panels.count(), panelsOfPiece);
    this.start = new int[panels.count() + 1];
    for (int p = 0; p < panels.count(); p++) {
      start[p + 1] = start[p] + TAPS * panels.width(p);
    }
    this.touched = g.batch() * (long) (g.sourceSample() + g.targetSample()) > FAR;
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
    return (long) shares * start[panels.count()];
  }

  @Override
  public int scratch() {
    return 1;
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
    int sums = o.workspaceOffset() + share * start[panels.count()];
    Arrays.fill(o.workspace(), sums + start[panel0], sums + start[panel1], 0);
    int first = (int) ((long) chunks.count() * share / shares);
    int end = (int) ((long) chunks.count() * (share + 1) / shares);
    for (int chunk = first; chunk < end; chunk++) {
      if (touched) {
        touch(o, chunk, scratch);
      }
      for (int panel = panel0; panel < panel1; panel++) {
        for (int plane = 0; plane < chunks.planes(chunk); plane++) {
          add(o, chunks.plane(chunk) + plane, chunk, panel, sums + start[panel]);
        }
      }
    }
  }

  /// Reads what a chunk needs first line by line, which the processor foresees, before panels read
  /// it in parts.
  private void touch(Operands o, int chunk, float[] scratch) {
    int plane = chunks.plane(chunk);
    int row = chunks.rowEnd(chunk) - 1;
    int from = (plane * chunks.height() + row) * chunks.width();
    float sum =
        read(o.array(1), o.offset(1), from + chunks.column(chunk), from + chunks.columnEnd(chunk));
    int steps = height.sourceStep();
    int line = row * steps + height.shifts()[SIDE - 1];
    for (int i = 0; i < steps && line - i >= 0; i++) {
      int sh = Math.min(line - i, chunks.sourceHeight() - 1);
      from = (plane * chunks.sourceHeight() + sh) * chunks.sourceWidth();
      int column = Math.min(chunks.sourceWidth(), chunks.column(chunk) * width.sourceStep());
      int end = Math.min(chunks.sourceWidth(), chunks.columnEnd(chunk) * width.sourceStep());
      sum += read(o.array(0), o.offset(0), from + column, from + end);
    }
    scratch[0] = sum;
  }

  private float read(float[] in, int at, int pixel, int end) {
    float sum = 0;
    for (int i = at + pixel * channels; i < at + end * channels; i += LINE) {
      sum += in[i];
    }
    return sum;
  }

  /// Adds a plane of a chunk to the sums of a panel.
  private void add(Operands o, int plane, int chunk, int panel, int at) {
    int h0 = chunks.row(chunk);
    int h1 = chunks.rowEnd(chunk);
    // The rows for which all taps lie inside.
    int full0 = height.firstInside(height.shifts()[0], h0, h1);
    int full1 = height.endInside(height.shifts()[SIDE - 1], chunks.sourceHeight(), full0, h1);
    for (int kw = 0; kw < SIDE; kw++) {
      int shift = width.shifts()[kw];
      int w0 = width.firstInside(shift, chunks.column(chunk), chunks.columnEnd(chunk));
      int w1 = width.endInside(shift, chunks.sourceWidth(), w0, chunks.columnEnd(chunk));
      for (int h = h0; h < full0; h++) {
        row(o, plane, panel, kw, h, w0, w1, at);
      }
      if (full1 > full0) {
        DepthwiseRuns.three(
            panels.vectors(panel),
            o.array(0),
            source(o, plane, full0, 0, w0, kw) + panels.first(panel),
            g.axes().get(1).dilation() * chunks.sourceWidth() * channels,
            height.sourceStep() * chunks.sourceWidth() * channels,
            width.sourceStep() * channels,
            o.array(1),
            target(o, plane, full0, w0) + panels.first(panel),
            chunks.width() * channels,
            channels,
            full1 - full0,
            w1 - w0,
            o.workspace(),
            at + kw * panels.width(panel),
            SIDE * panels.width(panel));
      }
      for (int h = full1; h < h1; h++) {
        row(o, plane, panel, kw, h, w0, w1, at);
      }
    }
  }

  /// Adds a row for which some taps lie outside.
  private void row(Operands o, int plane, int panel, int kw, int h, int w0, int w1, int at) {
    for (int kh = 0; kh < SIDE; kh++) {
      int sh = h * height.sourceStep() + height.shifts()[kh];
      if (sh >= 0 && sh < chunks.sourceHeight()) {
        DepthwiseRuns.one(
            panels.vectors(panel),
            o.array(0),
            source(o, plane, h, kh, w0, kw) + panels.first(panel),
            0,
            width.sourceStep() * channels,
            o.array(1),
            target(o, plane, h, w0) + panels.first(panel),
            0,
            channels,
            1,
            w1 - w0,
            o.workspace(),
            at + (kh * SIDE + kw) * panels.width(panel));
      }
    }
  }

  private int source(Operands o, int plane, int h, int kh, int w, int kw) {
    int sh = h * height.sourceStep() + height.shifts()[kh];
    int sw = w * width.sourceStep() + width.shifts()[kw];
    return o.offset(0)
        + ((plane * chunks.sourceHeight() + sh) * chunks.sourceWidth() + sw) * channels;
  }

  private int target(Operands o, int plane, int h, int w) {
    return o.offset(1) + ((plane * chunks.height() + h) * chunks.width() + w) * channels;
  }

  /// Adds the shares of a panel and writes them to the weights.
  private void combine(Operands o, int panel) {
    float[] in = o.workspace();
    int step = start[panels.count()];
    for (int tap = 0; tap < TAPS; tap++) {
      int from = o.workspaceOffset() + start[panel] + tap * panels.width(panel);
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

package dev.loupe.kernel;

import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.DepthwiseAxis.Run;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Convolutions in which each channel has a filter of its own, forward and backward data.
final class DepthwiseConvolution implements TileKernel {
  private static final long GRAIN = 8 * Pieces.GRAIN;
  private static final int WANTED_PIECES = 16;
  // Floats that stay in a second-level cache.
  private static final int NEAR = 96 << 10;

  private final ConvolutionGeometry geometry;
  private final Direction direction;
  private final @Nullable TileEpilogue epilogue;
  private final float[] nothing;
  private final int channels;
  private final int planes;
  private final DepthwiseAxis depth;
  private final DepthwiseAxis height;
  private final DepthwiseAxis width;
  private final DepthwiseTables tables;
  private final Run[] runs;
  private final int stride;
  private final DepthwiseLattice[] lattices;
  private final int whole;
  private final int blockRows;
  private final int blockColumns;
  private final int rowBlocks;
  private final int columnBlocks;
  private final boolean turned;
  private final boolean spread;
  private final boolean far;
  private final boolean along;
  private final int scratch;
  private final float low;
  private final float high;

  DepthwiseConvolution(ConvolutionGeometry g, Direction direction) {
    this(g, direction, null);
  }

  private DepthwiseConvolution(
      ConvolutionGeometry g, Direction direction, @Nullable TileEpilogue epilogue) {
    this.geometry = g;
    this.direction = direction;
    this.epilogue = epilogue;
    this.nothing = TileEpilogue.nothing(epilogue == null ? g.sourceChannels() : 0);
    boolean forward = direction == Direction.FORWARD;
    DepthwiseAxis[] a = new DepthwiseAxis[3];
    for (int i = 0; i < 3; i++) {
      Axis axis = g.axes().get(i);
      int source = g.sourceSizes().get(i);
      int target = g.targetSizes().get(i);
      a[i] =
          forward
              ? DepthwiseAxis.forward(axis, source, target)
              : DepthwiseAxis.backward(axis, source, target);
    }
    this.channels = g.sourceChannels();
    this.depth = a[0];
    this.height = a[1];
    this.width = a[2];
    this.tables = new DepthwiseTables(depth, height, width, g.axes(), channels);
    this.runs = width.runs().toArray(Run[]::new);
    this.planes = g.batch() * depth.size();
    this.spread = !forward && DepthwiseLattice.spreads(g);
    this.turned = !forward && !spread;
    this.lattices = lattices(g, forward).toArray(DepthwiseLattice[]::new);
    this.stride = g.axes().get(2).stride();
    int read = height.read() * width.read();
    int written = height.size() * width.size();
    boolean big = (long) planes * (read + written) * channels > ReadAhead.FAR;
    // Back, pixels are copied one by one: slower than panels where they come from afar.
    this.along = !(turned && big) && along();
    this.scratch = along ? (int) DepthwiseChannels.scratch(lattices[0], stride, channels) : 1;
    this.far = !along && big;
    this.whole = channels / Lanes.N * Lanes.N;
    long pixel = (long) g.taps() * channels;
    this.blockColumns = height.size() == 1 ? part(width.size(), pixel) : width.size();
    this.columnBlocks = Pieces.parts(width.size(), blockColumns);
    this.low = epilogue == null ? Float.NEGATIVE_INFINITY : epilogue.low();
    this.high = epilogue == null ? Float.POSITIVE_INFINITY : epilogue.high();
    int rows = part(height.size(), pixel * width.size());
    if (lattices.length > 0) {
      int floats = (g.axes().get(1).stride() * width.read() + width.size()) * channels;
      int even = Pieces.parts(height.size(), Math.max(1, WANTED_PIECES / planes));
      rows = Math.max(rows, Math.min(even, NEAR / floats));
      int pair = 2 * lattices[0].every();
      rows = Pieces.parts(rows, pair) * pair;
    }
    this.blockRows = rows;
    // Of lattices, no block has a single row.
    this.rowBlocks =
        lattices.length > 0
            ? Math.max(1, height.size() / blockRows)
            : Pieces.parts(height.size(), blockRows);
  }

  /// The lattices of a kernel of 3 by 3, none where it is another one.
  private static List<DepthwiseLattice> lattices(ConvolutionGeometry g, boolean forward) {
    int rows = (forward ? g.targetSizes() : g.sourceSizes()).get(1);
    if (g.sourceChannels() < Lanes.N || rows < 2 * g.axes().get(1).dilation()) {
      return List.of();
    }
    if (forward) {
      return DepthwiseLattice.refusal(g) == null ? DepthwiseLattice.forward(g) : List.of();
    }
    if (DepthwiseLattice.spreads(g)) {
      return List.of(DepthwiseLattice.spread(g));
    }
    return DepthwiseLattice.turns(g) ? DepthwiseLattice.turned(g) : List.of();
  }

  /// Whether there are 16 registers, and channels enough for loops along them.
  private boolean along() {
    return Lanes.N < 16
        && lattices.length > 0
        && !spread
        && channels >= DepthwiseChannels.LEAST
        && DepthwiseChannels.scratch(lattices[0], stride, channels) <= DepthwiseChannels.MOST;
  }

  private static int part(int items, long cost) {
    return Pieces.even(items, (int) Math.max(1, Math.min(items, GRAIN / cost)));
  }

  @Override
  public Optional<Kernel> finishing(TileEpilogue e) {
    return e.residual() < 0
        ? Optional.of(new DepthwiseConvolution(geometry, direction, e))
        : Optional.empty();
  }

  @Override
  public int pieces(int phase) {
    return planes * rowBlocks * columnBlocks;
  }

  @Override
  public int scratch() {
    return far || along ? scratch : 0;
  }

  private int firstRow(int block) {
    return block == rowBlocks ? height.size() : block * blockRows;
  }

  @Override
  public long outputStart(int piece) {
    int block = piece / columnBlocks;
    int row = block / rowBlocks * height.size() + firstRow(block % rowBlocks);
    int column = piece % columnBlocks * blockColumns;
    return ((long) row * width.size() + column) * channels;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int w = piece % columnBlocks * blockColumns;
    int h = firstRow(piece / columnBlocks % rowBlocks);
    int plane = piece / columnBlocks / rowBlocks;
    int wEnd = Math.min(width.size(), w + blockColumns);
    int hEnd = firstRow(piece / columnBlocks % rowBlocks + 1);
    if (along) {
      alongChannels(o, plane, h, hEnd, scratch);
      return;
    }
    if (lattices.length > 0) {
      if (far) {
        scratch[0] = readAhead(o, plane, h, hEnd);
      }
      for (int c = 0; c < channels; c += Lanes.N) {
        // The last vector goes back over channels that are done.
        vector(o, plane, h, hEnd, Math.min(c, channels - Lanes.N));
      }
      return;
    }
    if (whole > 0) {
      rows(o, plane, h, hEnd, w, wEnd, 0, whole);
    }
    if (whole < channels) {
      // The last vector goes back over channels that are done.
      rows(o, plane, h, hEnd, w, wEnd, Math.max(0, channels - Lanes.N), channels);
    }
  }

  /// Reads what is under some rows of a plane, as panels of channels read it piecemeal.
  private float readAhead(Operands o, int plane, int h, int hEnd) {
    int line = width.read() * channels;
    int at = o.offset(0) + plane * height.read() * line;
    return ReadAhead.rows(o.array(0), at, line, height.read(), h, hEnd, height.size());
  }

  private void rows(Operands o, int plane, int h, int hEnd, int w, int wEnd, int c, int cEnd) {
    int n = plane / depth.size();
    int d = plane % depth.size();
    int from =
        o.offset(0) + (n * depth.read() + depth.from(d)) * height.read() * width.read() * channels;
    int to = o.outputOffset() + plane * height.size() * width.size() * channels;
    for (; h < hEnd; h++) {
      int in = from + height.from(h) * width.read() * channels;
      int out = to + h * width.size() * channels;
      row(o, in, out, tables.kind(d, h), w, wEnd, c, cEnd);
    }
  }

  /// Computes rows of all channels.
  private void alongChannels(Operands o, int plane, int h, int hEnd, float[] scratch) {
    int from = o.offset(0) + plane * height.read() * width.read() * channels;
    int at = plane * height.size() * width.size() * channels;
    int first = turned ? height.size() - hEnd : h;
    int last = turned ? height.size() - h : hEnd;
    for (DepthwiseLattice l : lattices) {
      DepthwiseChannels.run(
          l,
          stride,
          o.array(0),
          from + l.source(),
          o.array(1),
          o.offset(1),
          channels,
          l.rows(first),
          l.rows(last),
          o.output(),
          o.outputOffset() + at + l.target(),
          scratch);
    }
    if (epilogue != null) {
      int line = width.size() * channels;
      epilogue.finish(o, at + h * line, (hEnd - h) * width.size(), channels, 0, channels);
    }
  }

  /// Computes rows of a vector of channels.
  private void vector(Operands o, int plane, int h, int hEnd, int c) {
    int from = o.offset(0) + plane * height.read() * width.read() * channels + c;
    int to = o.outputOffset() + plane * height.size() * width.size() * channels + c;
    int first = turned ? height.size() - hEnd : h;
    int last = turned ? height.size() - h : hEnd;
    for (DepthwiseLattice l : lattices) {
      int row = l.rows(first);
      int end = l.rows(last);
      int in = from + l.source();
      int out = to + l.target();
      float[] w = o.array(1);
      int w0 = o.offset(1) + c;
      int b0 = biasOffset(o) + c;
      if (spread) {
        DepthwiseSpread.run(
            l,
            o.array(0),
            in,
            w,
            w0,
            channels,
            row,
            end,
            height.size(),
            o.output(),
            out,
            bias(o),
            b0,
            low,
            high);
      } else if (stride == 2) {
        DepthwiseSteps.run(
            l, o.array(0), in, w, w0, channels, row, end, o.output(), out, bias(o), b0, low, high);
      } else {
        DepthwiseRows.run(
            l, o.array(0), in, w, w0, channels, row, end, o.output(), out, bias(o), b0, low, high);
      }
    }
  }

  private float[] bias(Operands o) {
    return epilogue == null ? nothing : o.array(epilogue.bias());
  }

  private int biasOffset(Operands o) {
    return epilogue == null ? 0 : o.offset(epilogue.bias());
  }

  /// Computes a part of a row.
  private void row(Operands o, int from, int to, int rowKind, int w, int wEnd, int c, int cEnd) {
    for (Run run : runs) {
      taps(o, from, to, rowKind, run, run.below(w), run.below(wEnd), c, cEnd);
    }
  }

  private void taps(
      Operands o, int from, int to, int rowKind, Run run, int first, int end, int c, int cEnd) {
    DepthwiseTaps.run(
        o.array(0),
        from + (run.from() + first * run.fromStep()) * channels,
        run.fromStep() * channels,
        end - first,
        o.array(1),
        o.offset(1),
        tables.taps(rowKind, run.kind()),
        tables.tapWeights(rowKind, run.kind()),
        c,
        cEnd,
        o.output(),
        to + (run.first() + first * run.step()) * channels,
        run.step() * channels,
        bias(o),
        biasOffset(o),
        low,
        high);
  }
}

package dev.loupe.kernel;

import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.DepthwiseAxis.Run;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Convolutions in which each channel has a filter of its own, forward and backward data.
final class DepthwiseConvolution implements TileKernel {
  private static final long GRAIN = 8 * Pieces.GRAIN;
  private static final int WANTED_PIECES = 16;
  // Floats that stay in a second-level cache.
  private static final int NEAR = 192 << 10;
  private static final int WIDEST = Lanes.N == 16 ? 2 : 1;

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
  private final int turn;
  private final int whole;
  private final int blockRows;
  private final int blockColumns;
  private final int rowBlocks;
  private final int columnBlocks;
  private final int squareTop;
  private final int squareBottom;
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
    this.turn = forward ? 1 : -1;
    this.whole = channels / Lanes.N * Lanes.N;
    long pixel = (long) g.taps() * channels;
    this.blockColumns = height.size() == 1 ? part(width.size(), pixel) : width.size();
    this.columnBlocks = Pieces.parts(width.size(), blockColumns);
    int top = 0;
    int bottom = 0;
    this.stride = stride(g, forward);
    if (stride > 0) {
      for (Run run : height.runs()) {
        if (height.kinds().get(run.kind()).count() == 3) {
          top = run.first();
          bottom = run.first() + run.count();
        }
      }
    }
    this.low = epilogue == null ? Float.NEGATIVE_INFINITY : epilogue.low();
    this.high = epilogue == null ? Float.POSITIVE_INFINITY : epilogue.high();
    this.squareTop = top;
    this.squareBottom = bottom;
    int rows = part(height.size(), pixel * width.size());
    if (stride > 0) {
      int floats = (stride * width.read() + width.size()) * channels;
      int even = Pieces.parts(bottom - top, Math.max(1, WANTED_PIECES / planes));
      rows = Math.max(rows, Math.min(even, NEAR / floats));
      rows = Pieces.parts(rows, DepthwiseSquare.SIDE) * DepthwiseSquare.SIDE;
    }
    this.blockRows = rows;
    // No block has a single row that meets all rows of taps.
    this.rowBlocks =
        stride > 0
            ? Math.max(1, (bottom - top) / blockRows)
            : Pieces.parts(height.size(), blockRows);
  }

  /// The stride for which there are tiles, 1 or 2, or 0.
  private int stride(ConvolutionGeometry g, boolean forward) {
    Axis down = g.axes().get(1);
    Axis across = g.axes().get(2);
    boolean flat = depth.kinds().size() == 1 && depth.kinds().get(0).count() == 1;
    boolean even = down.stride() == across.stride();
    int most = forward ? 2 : 1;
    boolean tiles = flat && even && three(down) && three(across) && down.stride() <= most;
    return tiles && regular(height) && regular(width) ? down.stride() : 0;
  }

  /// Whether some indices meet three taps, all at least two, and those that do are runs.
  private static boolean regular(DepthwiseAxis axis) {
    boolean some = false;
    for (Run run : axis.runs()) {
      int count = axis.kinds().get(run.kind()).count();
      boolean all = count == 3 && run.count() >= DepthwiseSquare.SIDE;
      if (count < 2 || (count == 3 && !all)) {
        return false;
      }
      some |= all;
    }
    return some;
  }

  private static boolean three(Axis axis) {
    return axis.kernel() == 3 && axis.dilation() == 1;
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

  private int firstRow(int block) {
    if (block == 0) {
      return 0;
    }
    return block == rowBlocks ? height.size() : block * blockRows + squareTop;
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
    if (whole > 0) {
      rows(o, plane, h, hEnd, w, wEnd, 0, whole);
    }
    if (whole < channels) {
      // The last vector goes back over channels that are done.
      rows(o, plane, h, hEnd, w, wEnd, Math.max(0, channels - Lanes.N), channels);
    }
  }

  private void rows(Operands o, int plane, int h, int hEnd, int w, int wEnd, int c, int cEnd) {
    int n = plane / depth.size();
    int d = plane % depth.size();
    int from =
        o.offset(0) + (n * depth.read() + depth.from(d)) * height.read() * width.read() * channels;
    int to = o.outputOffset() + plane * height.size() * width.size() * channels;
    boolean vectors = cEnd - c >= Lanes.N;
    int first = Math.max(h, squareTop);
    int last = Math.min(hEnd, squareBottom);
    boolean square = vectors && last - first >= DepthwiseSquare.SIDE;
    if (square && stride > 0) {
      panels(o, from, to, d, h, hEnd, c, cEnd);
    }
    if (square && stride == 1) {
      return;
    }
    for (; h < hEnd; h++) {
      int in = from + height.from(h) * width.read() * channels;
      int out = to + h * width.size() * channels;
      boolean done = square && h >= first && h < last;
      row(o, in, out, tables.kind(d, h), done, w, wEnd, c, cEnd);
    }
  }

  /// Computes rows of which some meet all rows of taps, one or two vectors of channels at a time;
  /// with stride 2, where borders are few, only pixels that meet all taps.
  private void panels(Operands o, int from, int to, int d, int h, int hEnd, int c, int cEnd) {
    int first = Math.max(h, squareTop);
    int last = Math.min(hEnd, squareBottom);
    int widest = stride == 1 ? WIDEST : 1;
    int vectors = 1;
    for (; c < cEnd; c += vectors * Lanes.N) {
      vectors = c + widest * Lanes.N <= cEnd ? widest : 1;
      for (int i = h; i < first && stride == 1; i++) {
        border(o, from + c, to + c, tables.kind(d, i), i, c, vectors);
      }
      block(o, from + c, to + c, tables.kind(d, first), first, last, c, vectors);
      for (int i = last; i < hEnd && stride == 1; i++) {
        border(o, from + c, to + c, tables.kind(d, i), i, c, vectors);
      }
    }
  }

  /// Computes rows that meet all rows of taps.
  private void block(
      Operands o, int from, int to, int rowKind, int h, int hEnd, int c, int vectors) {
    for (Run run : runs) {
      if (width.kinds().get(run.kind()).count() == 3) {
        square(o, from, to, rowKind, run, h, hEnd, c, vectors);
      } else {
        for (int p = 0; p < run.count() && stride == 1; p++) {
          DepthwiseBorder.six(
              vectors,
              o.array(0),
              from + read(rowKind, run, h, p),
              turn * channels,
              turn * width.read() * channels,
              stride * width.read() * channels,
              o.array(1),
              o.offset(1) + tables.tapWeights(rowKind, run.kind())[0] + c,
              channels,
              3 * channels,
              hEnd - h,
              o.output(),
              to + (h * width.size() + run.first() + p) * channels,
              width.size() * channels,
              bias(o),
              biasOffset(o) + c,
              low,
              high);
        }
      }
    }
  }

  /// Computes a row that meets two rows of taps.
  private void border(Operands o, int from, int to, int rowKind, int h, int c, int vectors) {
    for (Run run : runs) {
      int in = from + read(rowKind, run, h, 0);
      int out = to + (h * width.size() + run.first()) * channels;
      int weights = o.offset(1) + tables.tapWeights(rowKind, run.kind())[0] + c;
      if (width.kinds().get(run.kind()).count() == 3) {
        DepthwiseBorder.six(
            vectors,
            o.array(0),
            in,
            turn * width.read() * channels,
            turn * channels,
            stride * channels,
            o.array(1),
            weights,
            3 * channels,
            channels,
            run.count(),
            o.output(),
            out,
            channels,
            bias(o),
            biasOffset(o) + c,
            low,
            high);
      } else {
        DepthwiseBorder.four(
            vectors,
            o.array(0),
            in,
            turn * width.read() * channels,
            turn * channels,
            stride * channels,
            o.array(1),
            weights,
            3 * channels,
            channels,
            run.count(),
            o.output(),
            out,
            channels,
            bias(o),
            biasOffset(o) + c,
            low,
            high);
      }
    }
  }

  /// Where the first tap of a pixel of a run reads.
  private int read(int rowKind, Run run, int h, int p) {
    return tables.taps(rowKind, run.kind())[0]
        + (height.from(h) * width.read() + run.from() + p * run.fromStep()) * channels;
  }

  /// Computes those pixels that meet all taps. Turned, tiles start at the last.
  private void square(
      Operands o, int from, int to, int rowKind, Run run, int h, int hEnd, int c, int vectors) {
    int row = turn > 0 ? h : hEnd - 1;
    int column = turn > 0 ? 0 : run.count() - 1;
    int in = from + read(rowKind, run, row, column);
    int out = to + (row * width.size() + run.first() + column) * channels;
    if (stride == 1) {
      DepthwiseSquare.run(
          vectors,
          o.array(0),
          in,
          turn * width.read() * channels,
          turn * channels,
          o.array(1),
          o.offset(1) + c,
          channels,
          hEnd - h,
          run.count(),
          o.output(),
          out,
          turn * width.size() * channels,
          turn * channels,
          bias(o),
          biasOffset(o) + c,
          low,
          high);
    } else {
      DepthwiseStride.run(
          o.array(0),
          in,
          width.read() * channels,
          channels,
          o.array(1),
          o.offset(1) + c,
          channels,
          hEnd - h,
          run.count(),
          o.output(),
          out,
          width.size() * channels,
          channels,
          bias(o),
          biasOffset(o) + c,
          low,
          high);
    }
  }

  private float[] bias(Operands o) {
    return epilogue == null ? nothing : o.array(epilogue.bias());
  }

  private int biasOffset(Operands o) {
    return epilogue == null ? 0 : o.offset(epilogue.bias());
  }

  /// Computes a part of a row, or what is left of it where pixels that meet all taps are done.
  private void row(
      Operands o, int from, int to, int rowKind, boolean done, int w, int wEnd, int c, int cEnd) {
    for (Run run : runs) {
      if (!done || width.kinds().get(run.kind()).count() < 3) {
        taps(o, from, to, rowKind, run, run.below(w), run.below(wEnd), c, cEnd);
      }
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

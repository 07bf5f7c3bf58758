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
  private static final int FAR = 3 << 18;
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
  private final Run inner;
  private final int right;
  private final int stride;
  private final int turn;
  private final int whole;
  private final int blockRows;
  private final int blockColumns;
  private final int rowBlocks;
  private final int columnBlocks;
  private final int squareTop;
  private final int squareBottom;
  private final int widest;
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
    this.inner = inner(width);
    this.right = inner.first() + inner.count();
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
    // Tiles with stride 2 take one vector where a plane is far larger than the caches.
    boolean far = stride == 2 && (long) height.read() * width.read() * channels > FAR;
    this.widest = far ? 1 : WIDEST;
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

  /// The first run of the indices that meet the most taps.
  private static Run inner(DepthwiseAxis axis) {
    Run most = axis.runs().get(0);
    for (Run run : axis.runs()) {
      int count = axis.kinds().get(run.kind()).count();
      most = count > axis.kinds().get(most.kind()).count() ? run : most;
    }
    return most;
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
    boolean tiles = stride > 0 && vectors && last - first >= DepthwiseSquare.SIDE;
    if (tiles) {
      panels(o, from, to, d, h, hEnd, c, cEnd);
    }
    for (; h < hEnd && !tiles; h++) {
      int in = from + height.from(h) * width.read() * channels;
      int out = to + h * width.size() * channels;
      row(o, in, out, tables.kind(d, h), w, wEnd, c, cEnd);
    }
  }

  /// Computes rows of which some meet all rows of taps, one or two vectors of channels at a time.
  private void panels(Operands o, int from, int to, int d, int h, int hEnd, int c, int cEnd) {
    int first = Math.max(h, squareTop);
    int last = Math.min(hEnd, squareBottom);
    int sides = sides(h < first, last < hEnd, inner.first() > 0, right < width.size());
    int row = turn > 0 ? first : last - 1;
    int column = turn > 0 ? 0 : inner.count() - 1;
    int in = from + read(tables.kind(d, first), inner, row, column);
    int out = to + (row * width.size() + inner.first() + column) * channels;
    int vectors = 1;
    for (; c < cEnd; c += vectors * Lanes.N) {
      vectors = c + widest * Lanes.N <= cEnd ? widest : 1;
      square(o, in + c, out + c, last - first, c, vectors);
      edge(o, in + c, out + c, last - first, sides, c, vectors);
    }
  }

  /// The sides of a block that are borders. Turned, its first pixel is the last.
  private int sides(boolean above, boolean below, boolean before, boolean after) {
    return ((turn > 0 ? above : below) ? DepthwiseEdge.TOP : 0)
        + ((turn > 0 ? below : above) ? DepthwiseEdge.BOTTOM : 0)
        + ((turn > 0 ? before : after) ? DepthwiseEdge.LEFT : 0)
        + ((turn > 0 ? after : before) ? DepthwiseEdge.RIGHT : 0);
  }

  private void edge(Operands o, int in, int out, int rows, int sides, int c, int vectors) {
    if (sides == 0) {
      return;
    }
    DepthwiseEdge.run(
        vectors,
        o.array(0),
        in,
        turn * width.read() * channels,
        turn * channels,
        stride,
        o.array(1),
        o.offset(1) + c,
        channels,
        rows,
        inner.count(),
        o.output(),
        out,
        turn * width.size() * channels,
        turn * channels,
        bias(o),
        biasOffset(o) + c,
        low,
        high,
        sides);
  }

  /// Where the first tap of a pixel of a run reads.
  private int read(int rowKind, Run run, int h, int p) {
    return tables.taps(rowKind, run.kind())[0]
        + (height.from(h) * width.read() + run.from() + p * run.fromStep()) * channels;
  }

  /// Computes those pixels that meet all taps.
  private void square(Operands o, int in, int out, int rows, int c, int vectors) {
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
          rows,
          inner.count(),
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
          vectors,
          o.array(0),
          in,
          width.read() * channels,
          channels,
          o.array(1),
          o.offset(1) + c,
          channels,
          rows,
          inner.count(),
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

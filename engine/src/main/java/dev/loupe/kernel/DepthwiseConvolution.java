package dev.loupe.kernel;

import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.DepthwiseAxis.Kind;
import dev.loupe.kernel.DepthwiseAxis.Run;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Convolutions in which each channel has a filter of its own, forward and backward data.
final class DepthwiseConvolution implements TileKernel {
  private static final long GRAIN = 8 * Pieces.GRAIN;

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
  private final boolean pairs;
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
    boolean flat = depth.kinds().size() == 1 && depth.kinds().get(0).count() == 1;
    this.pairs =
        flat
            && forward
            && three(g.axes().get(1))
            && three(g.axes().get(2))
            && g.axes().get(2).stride() == 2;
    if (flat && plain(g.axes().get(1)) && plain(g.axes().get(2))) {
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
    if (bottom - top >= DepthwiseTile.ROWS) {
      rows = (rows + DepthwiseTile.ROWS - 1) / DepthwiseTile.ROWS * DepthwiseTile.ROWS;
    }
    this.blockRows = rows;
    this.rowBlocks = Math.max(1, Pieces.parts(height.size() - top, blockRows));
  }

  private static boolean plain(Axis axis) {
    return three(axis) && axis.stride() == 1;
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
    return block == 0 ? 0 : Math.min(height.size(), block * blockRows + squareTop);
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
    boolean square = vectors && last - first >= DepthwiseTile.ROWS;
    while (h < hEnd) {
      if (square && h >= first && h < last) {
        int line = Math.min(h, last - DepthwiseTile.ROWS);
        square(o, from, to, tables.kind(d, line), line, c, cEnd);
        h = line + DepthwiseTile.ROWS;
      } else {
        int in = from + height.from(h) * width.read() * channels;
        int out = to + h * width.size() * channels;
        row(o, in, out, tables.kind(d, h), w, wEnd, c, cEnd);
        h++;
      }
    }
  }

  /// Computes three rows that meet all rows of taps.
  private void square(Operands o, int from, int to, int rowKind, int h, int c, int cEnd) {
    int line = turn > 0 ? h : h + DepthwiseTile.ROWS - 1;
    int fromLine = width.read() * channels;
    int toLine = width.size() * channels;
    for (Run run : runs) {
      Kind kind = width.kinds().get(run.kind());
      int in = from + tables.rows(rowKind)[0] + line * fromLine;
      int out = to + line * toLine;
      if (kind.count() == 3 && run.count() >= DepthwiseTile.COLUMNS) {
        for (int q = 0; q < run.count(); q += DepthwiseTile.COLUMNS) {
          int p = start(q, run.count(), DepthwiseTile.COLUMNS);
          DepthwiseTile.square(
              o.array(0),
              in + (run.from() + kind.shift(0) + p) * channels,
              turn * fromLine,
              turn * channels,
              o.array(1),
              o.offset(1),
              channels,
              c,
              cEnd,
              o.output(),
              out + (run.first() + p) * channels,
              turn * toLine,
              turn * channels,
              bias(o),
              biasOffset(o),
              low,
              high);
        }
      } else if (kind.count() == 2) {
        for (int p = 0; p < run.count(); p++) {
          DepthwiseTile.edge(
              o.array(0),
              in + (run.from() + kind.shift(0) + p) * channels,
              turn * fromLine,
              turn * channels,
              o.array(1),
              o.offset(1) + kind.tap(0) * channels,
              channels,
              c,
              cEnd,
              o.output(),
              out + (run.first() + p) * channels,
              turn * toLine,
              turn * channels,
              bias(o),
              biasOffset(o),
              low,
              high);
        }
      } else {
        for (int i = h; i < h + DepthwiseTile.ROWS; i++) {
          taps(o, from + i * fromLine, to + i * toLine, rowKind, run, 0, run.count(), c, cEnd);
        }
      }
    }
  }

  private float[] bias(Operands o) {
    return epilogue == null ? nothing : o.array(epilogue.bias());
  }

  private int biasOffset(Operands o) {
    return epilogue == null ? 0 : o.offset(epilogue.bias());
  }

  /// Where a tile starts that covers values from `q` on: the last tile goes back over values that
  /// are done; a turned one starts at its end.
  private int start(int q, int count, int size) {
    int p = Math.min(q, count - size);
    return turn > 0 ? p : p + size - 1;
  }

  /// Computes a part of a row.
  private void row(Operands o, int from, int to, int rowKind, int w, int wEnd, int c, int cEnd) {
    int rows = tables.rows(rowKind).length;
    boolean vectors = cEnd - c >= Lanes.N;
    for (Run run : runs) {
      int first = run.below(w);
      int end = run.below(wEnd);
      boolean full = vectors && width.kinds().get(run.kind()).count() == 3;
      if (full && pairs && rows == 3 && end - first >= DepthwiseTile.COLUMNS) {
        pairs(o, from, to, rowKind, run, first, end, c, cEnd);
      } else if (full
          && squareBottom > squareTop
          && rows == 2
          && end - first >= DepthwiseTile.BORDER) {
        border(o, from, to, rowKind, run, first, end, c, cEnd);
      } else {
        taps(o, from, to, rowKind, run, first, end, c, cEnd);
      }
    }
  }

  private void pairs(
      Operands o, int from, int to, int rowKind, Run run, int first, int end, int c, int cEnd) {
    int shift = width.kinds().get(run.kind()).shift(0);
    for (int q = first; q < end; q += DepthwiseTile.COLUMNS) {
      int p = Math.min(q, end - DepthwiseTile.COLUMNS);
      DepthwiseTile.pair(
          o.array(0),
          from + tables.rows(rowKind)[0] + (run.from() + p * run.fromStep() + shift) * channels,
          width.read() * channels,
          channels,
          o.array(1),
          o.offset(1),
          channels,
          c,
          cEnd,
          o.output(),
          to + (run.first() + p) * channels,
          0,
          channels,
          bias(o),
          biasOffset(o),
          low,
          high);
    }
  }

  private void border(
      Operands o, int from, int to, int rowKind, Run run, int first, int end, int c, int cEnd) {
    int shift = width.kinds().get(run.kind()).shift(0);
    for (int q = first; q < end; q += DepthwiseTile.BORDER) {
      int p = start(q, end, DepthwiseTile.BORDER);
      DepthwiseTile.border(
          o.array(0),
          from + tables.rows(rowKind)[0] + (run.from() + shift + p) * channels,
          turn * width.read() * channels,
          turn * channels,
          o.array(1),
          o.offset(1) + tables.rowWeights(rowKind)[0],
          channels,
          c,
          cEnd,
          o.output(),
          to + (run.first() + p) * channels,
          0,
          turn * channels,
          bias(o),
          biasOffset(o),
          low,
          high);
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

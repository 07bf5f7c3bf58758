package dev.loupe.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The weights' gradient of few source channels: all that lies under the taps of a pixel are rows,
/// or columns, side by side.
///
/// Under a line of the target the source is copied column by column, with the padding:
/// `[width][depth tap][height tap][channel]`. What a pixel sees is one run of it, and the next
/// pixel's run starts a stride further on. Phase 0: a piece is a share of the pixels. Phase 1 adds
/// the shares in order and writes the weights.
final class PatchWeights implements Kernel {
  private static final int FEW = 16;
  private static final int WIDE = 16;
  private static final int PIXELS = 128;
  private static final int MOST_PIXELS = 1024;
  // Floats of a chunk, for the first-level cache.
  private static final int CACHE = 1 << 13;
  private static final int WANTED_PIECES = 16;
  // Floats of a target that doesn't stay in a third-level cache.
  private static final int FAR = 3 << 20;
  // Floats of a cache line.
  private static final int LINE = 16;
  // Pixels of a share at least.
  private static final int SHARE = 128;

  private final ConvolutionGeometry g;
  private final PixelChunks chunks;
  private final PixelSteps steps;
  private final Axis depth;
  private final Axis height;
  private final Axis width;
  private final boolean touched;
  // Values of a column of the source under a line of the target.
  private final int column;
  private final int line;
  private final boolean swapped;
  private final RunPanels panels;
  private final int shares;
  private final @Nullable LaneJoiner joiner;

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (g.groups() != 1 || g.sourceChannels() >= FEW) {
      return "there are 16 source channels or more, or groups";
    }
    if (g.axes().get(2).dilation() != 1) {
      return "the width is dilated";
    }
    return Math.min(g.taps() * g.sourceChannels(), g.targetChannels()) < RunTile.LOWEST
        ? "there are too few weights for a tile"
        : null;
  }

  PatchWeights(ConvolutionGeometry g) {
    this.g = g;
    int values = g.taps() / g.axes().get(2).kernel() * g.sourceChannels() + g.targetChannels();
    this.chunks = PixelChunks.of(g, Math.clamp(CACHE / values, PIXELS, MOST_PIXELS));
    this.steps = PixelSteps.target(chunks, g);
    this.depth = g.axes().get(0);
    this.height = g.axes().get(1);
    this.width = g.axes().get(2);
    this.column = depth.kernel() * height.kernel() * g.sourceChannels();
    this.line = ((chunks.columnsEach() - 1) * width.stride() + width.kernel()) * column;
    this.joiner = joiner();
    int patch = width.kernel() * column;
    // Columns of patches are filled up with what the next pixel sees.
    int filled = Pieces.parts(patch, WIDE) * WIDE;
    RunPanels across = RunPanels.of(g.targetChannels(), filled);
    this.swapped =
        g.targetChannels() < WIDE || across.cost() < RunPanels.of(patch, g.targetChannels()).cost();
    this.panels = swapped ? across : RunPanels.of(patch, g.targetChannels());
    int pixels = g.batch() * ConvolutionGeometry.pixels(g.targetSizes());
    this.touched = pixels * g.targetChannels() > FAR;
    this.shares = Math.clamp(Math.min(WANTED_PIECES, pixels / SHARE), 1, chunks.count());
  }

  /// What brings the lines under a pixel side by side, for one channel.
  private @Nullable LaneJoiner joiner() {
    if (g.sourceChannels() > 1 || column == 1 || Lanes.N != LaneJoiner.LANES) {
      return null;
    }
    int[] starts = new int[column];
    for (int i = 0; i < column; i++) {
      int kd = i / height.kernel() * depth.dilation();
      int kh = i % height.kernel() * height.dilation();
      starts[i] = (kd * chunks.sourceHeight() + kh) * chunks.sourceWidth();
    }
    return new LaneJoiner(starts);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? shares : 1;
  }

  @Override
  public long workspace() {
    return (long) shares * panels.size();
  }

  @Override
  public int scratch() {
    // Vectors of columns may read on behind the last pixel's.
    return Lanes.ALIGNED + chunks.planesEach() * chunks.rowsEach() * line + WIDE;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      combine(o);
      return;
    }
    int at = o.workspaceOffset() + piece * panels.size();
    Arrays.fill(o.workspace(), at, at + panels.size(), 0);
    int first = (int) ((long) chunks.count() * piece / shares);
    int end = (int) ((long) chunks.count() * (piece + 1) / shares);
    for (int chunk = first; chunk < end; chunk++) {
      copy(o, chunk, scratch);
      if (touched) {
        touch(o, chunk, scratch);
      }
      for (int panel = 0; panel < panels.count(); panel++) {
        add(o, chunk, panel, scratch, at + panels.start(panel));
      }
    }
  }

  /// Copies what the pixels of a chunk see.
  private void copy(Operands o, int chunk, float[] scratch) {
    int rows = chunks.rowEnd(chunk) - chunks.row(chunk);
    int to = Lanes.ALIGNED;
    for (int p = 0; p < chunks.planes(chunk); p++) {
      for (int row = 0; row < rows; row++) {
        row(o, chunks.plane(chunk) + p, chunks.row(chunk) + row, chunks.column(chunk), scratch, to);
        to += line;
      }
    }
  }

  /// Copies what the pixels of a line see.
  private void row(Operands o, int plane, int row, int first, float[] scratch, int to) {
    int channels = g.sourceChannels();
    int left = first * width.stride() - width.before();
    int count = line / column;
    int begin = Math.clamp(-left, 0, count);
    int end = Math.clamp(chunks.sourceWidth() - left, begin, count);
    Arrays.fill(scratch, to, to + begin * column, 0);
    Arrays.fill(scratch, to + end * column, to + line, 0);
    float[] in = o.array(0);
    int start = o.offset(0) + (left + begin) * channels;
    int at = to + begin * column;
    int lineSize = chunks.sourceWidth() * channels;
    int sh = row * height.stride() - height.before();
    boolean inside =
        sh >= 0 && sh + (height.kernel() - 1) * height.dilation() < chunks.sourceHeight();
    int jump = height.dilation() * lineSize;
    int last = plane % chunks.depths() * depth.stride() - depth.before();
    if (joiner != null
        && inside
        && end - begin >= LaneJoiner.LANES
        && last >= 0
        && last + (depth.kernel() - 1) * depth.dilation() < chunks.sourceDepth()) {
      int from = plane / chunks.depths() * chunks.sourceDepth() + last;
      from = start + (from * chunks.sourceHeight() + sh) * lineSize;
      joiner.join(in, from, end - begin, scratch, at);
      return;
    }
    for (int kd = 0; kd < depth.kernel(); kd++) {
      int sd = plane % chunks.depths() * depth.stride() - depth.before() + kd * depth.dilation();
      boolean within = sd >= 0 && sd < chunks.sourceDepth();
      int from = (plane / chunks.depths() * chunks.sourceDepth() + sd) * chunks.sourceHeight() + sh;
      from = start + from * lineSize;
      int kh = 0;
      for (; within && inside && kh + 3 <= height.kernel(); kh += 3) {
        for (int c = 0; c < channels; c++) {
          three(in, from + kh * jump + c, jump, channels, end - begin, scratch, at + c, column);
        }
        at += 3 * channels;
      }
      for (; kh < height.kernel(); kh++) {
        int h = sh + kh * height.dilation();
        boolean there = within && h >= 0 && h < chunks.sourceHeight();
        for (int c = 0; c < channels; c++) {
          if (there) {
            one(in, from + kh * jump + c, channels, end - begin, scratch, at + c, column);
          } else {
            zero(end - begin, scratch, at + c, column);
          }
        }
        at += channels;
      }
    }
  }

  /// Brings three lines side by side.
  private static void three(
      float[] in, int from, int jump, int channels, int count, float[] out, int to, int step) {
    int y = from + jump;
    int z = y + jump;
    for (int i = 0; i < count; i++) {
      int at = i * channels;
      int q = to + i * step;
      out[q] = in[from + at];
      out[q + channels] = in[y + at];
      out[q + 2 * channels] = in[z + at];
    }
  }

  private static void one(
      float[] in, int from, int channels, int count, float[] out, int to, int step) {
    for (int i = 0; i < count; i++) {
      out[to + i * step] = in[from + i * channels];
    }
  }

  private static void zero(int count, float[] out, int to, int step) {
    for (int i = 0; i < count; i++) {
      out[to + i * step] = 0;
    }
  }

  /// Reads the target of a chunk line by line, which the processor foresees.
  private void touch(Operands o, int chunk, float[] scratch) {
    int pixels = chunks.planes(chunk) * chunks.height() * chunks.width();
    int first = chunks.plane(chunk) * chunks.height() * chunks.width();
    if (chunks.planes(chunk) == 1) {
      first += chunks.row(chunk) * chunks.width();
      pixels = (chunks.rowEnd(chunk) - chunks.row(chunk)) * chunks.width();
    }
    int channels = g.targetChannels();
    float[] in = o.array(1);
    float sum = 0;
    int end = o.offset(1) + (first + pixels) * channels;
    for (int i = o.offset(1) + first * channels; i < end; i += LINE) {
      sum += in[i];
    }
    scratch[0] = sum;
  }

  /// Adds a chunk of pixels to the sums of a panel.
  private void add(Operands o, int chunk, int panel, float[] scratch, int at) {
    int target =
        o.offset(1)
            + chunks.plane(chunk) * steps.plane()
            + chunks.row(chunk) * steps.line()
            + chunks.column(chunk) * steps.pixel();
    int planes = chunks.planes(chunk);
    int rows = chunks.rowEnd(chunk) - chunks.row(chunk);
    int count = chunks.columnEnd(chunk) - chunks.column(chunk);
    int plane = rows * line;
    int step = width.stride() * column;
    int vectors = panels.vectors(panel);
    int tall = panels.height(panel);
    int first = panels.first(panel);
    for (int tile = 0; tile < panels.tiles(panel); tile++) {
      int row = panels.row(panel, tile);
      if (swapped) {
        RunTile.tile(
            vectors,
            tall,
            o.array(1),
            target + row,
            steps.plane(),
            steps.line(),
            steps.pixel(),
            scratch,
            Lanes.ALIGNED + first,
            plane,
            line,
            step,
            planes,
            rows,
            count,
            o.workspace(),
            at);
      } else {
        RunTile.tile(
            vectors,
            tall,
            scratch,
            Lanes.ALIGNED + row,
            plane,
            line,
            step,
            o.array(1),
            target + first,
            steps.plane(),
            steps.line(),
            steps.pixel(),
            planes,
            rows,
            count,
            o.workspace(),
            at);
      }
      at += tall * vectors * Lanes.N;
    }
  }

  /// Adds the shares, in order, and writes the weights.
  private void combine(Operands o) {
    float[] in = o.workspace();
    int patch = width.kernel() * column;
    int size = panels.size();
    for (int share = 1; share < shares; share++) {
      VectorSum.add(in, o.workspaceOffset() + share * size, in, o.workspaceOffset(), size);
    }
    for (int panel = 0; panel < panels.count(); panel++) {
      int values = panels.vectors(panel) * Lanes.N;
      for (int row = 0; row < panels.rows(); row++) {
        int from = o.workspaceOffset() + panels.start(panel) + panels.slot(panel, row) * values;
        for (int n = 0; n < values; n++) {
          int other = panels.first(panel) + n;
          if (swapped && other >= patch) {
            break;
          }
          int to = swapped ? weight(other) + row : weight(row) + other;
          o.output()[o.outputOffset() + to] = in[from + n];
        }
      }
    }
  }

  /// Where the weights of a value of a patch start.
  private int weight(int value) {
    int rest = value % column;
    int tap = rest / g.sourceChannels() * width.kernel() + value / column;
    return (tap * g.sourceChannels() + rest % g.sourceChannels()) * g.targetChannels();
  }
}

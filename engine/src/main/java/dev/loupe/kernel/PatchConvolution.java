package dev.loupe.kernel;

import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Forward convolution of few source channels, which are never taken apart.
///
/// Phase 0 packs the weights into panels `[tap, channel][width]`. Phase 1: a piece is some lines of
/// one sample and depth. The lines of the source that they read are copied with their padding, as
/// groups of as many pixels as the stride, [PatchTile#PITCH] floats apart; so all taps and channels
/// of a value lie a constant distance from it, and neighbours along the width one group. Lines lie
/// one phase of the stride after the other, so that those which neighbouring lines of the target
/// read for a tap are neighbours.
final class PatchConvolution implements Kernel {
  private static final int PITCH = PatchTile.PITCH;
  private static final int WANTED_PIECES = 16;
  // Channels that fill fewer lanes than pixels would.
  private static final int FEW = 8;
  // Floats of a group that are not cheaper to take apart.
  private static final int LEAST = 3;
  // Floats of copied lines, for the first-level cache.
  private static final int ROOM = 1 << 13;

  // Vectors of a group, or of half of one.
  private static final VectorSpecies<Float> HALF =
      Lanes.N == 4 ? FloatVector.SPECIES_128 : FloatVector.SPECIES_256;

  private final ConvolutionGeometry g;
  private final int pixel;
  private final Axis height;
  private final Axis width;
  private final int channels;
  private final int toChannels;
  private final int lines;
  private final int values;
  private final int linesOfPiece;
  private final int parts;
  private final ColumnPanels panels;
  // Floats of a group, and how many groups the taps of a line meet.
  private final int group;
  private final int groups;
  // Floats of a line, where its groups start, and those groups of which whole vectors lie inside.
  private final int length;
  private final int first;
  private final int begin;
  private final int end;
  // Where the lines of each phase of the stride start, and how many there are beyond those of the
  // target; -1 where no tap reads them.
  private final int[] slots;
  private final int[] beyond;
  private final int[] off;
  private final int[][] heights;
  // Whether a value may write more than is real: the next one writes it anew.
  private final boolean over;
  private final int tileAt;

  /// The target from the source and the weights.
  static Kernel forward(ConvolutionGeometry g) {
    return new PatchConvolution(g, g.targetChannels());
  }

  /// Why a convolution is not for this kernel, or null where it is.
  static @Nullable String refusal(ConvolutionGeometry g) {
    if (g.groups() > 1) {
      return "the channels are grouped";
    }
    if (g.targetChannels() <= FEW) {
      return "pixels fill more lanes than the few channels";
    }
    if (g.axes().get(0).kernel() > 1) {
      return "planes are copied again for each tap along the depth";
    }
    int group = g.axes().get(2).stride() * g.sourceChannels();
    if (group < LEAST || group > PITCH) {
      return "a stride does not pass 3 to 8 channels";
    }
    if (g.taps() * g.sourceChannels() > PatchTile.LONGEST) {
      return "the sums are too long";
    }
    return null;
  }

  private PatchConvolution(ConvolutionGeometry g, int pixel) {
    this.g = g;
    this.pixel = pixel;
    this.height = g.axes().get(1);
    this.width = g.axes().get(2);
    this.channels = g.sourceChannels();
    this.toChannels = g.targetChannels();
    this.lines = g.targetSizes().get(1);
    this.values = g.targetSizes().get(2);
    this.panels = new ColumnPanels(toChannels);
    this.group = width.stride() * channels;
    this.groups = values + width.dilation() * (width.kernel() - 1) / width.stride();
    this.over = panels.count() == 1 && pixel == toChannels;
    this.length = g.sourceSizes().get(2) * channels;
    this.first = -width.before() * channels;
    this.begin = Math.clamp(Math.ceilDiv(-first, group), 0, groups);
    int inside = Math.floorDiv(length - PITCH - first, group) + 1;
    this.end = Math.clamp(inside, begin, groups);
    int stride = height.stride();
    this.beyond = new int[stride];
    Arrays.fill(beyond, -1);
    for (int t = 0; t < height.kernel(); t++) {
      int line = t * height.dilation();
      beyond[line % stride] = Math.max(beyond[line % stride], line / stride);
    }
    this.linesOfPiece = Pieces.even(lines, most());
    this.parts = Pieces.parts(lines, linesOfPiece);
    this.slots = new int[stride];
    int slot = 0;
    for (int phase = 0; phase < stride; phase++) {
      slots[phase] = slot;
      slot += beyond[phase] < 0 ? 0 : linesOfPiece + beyond[phase];
    }
    this.off = new int[g.taps() * channels];
    for (int k = 0; k < off.length; k++) {
      int w = k / channels % width.kernel() * width.dilation();
      int h = k / channels / width.kernel() * height.dilation();
      int line = slots[h % stride] + h / stride;
      int at = (line * groups + w / width.stride()) * PITCH;
      off[k] = at + w % width.stride() * channels + k % channels;
    }
    this.heights = new int[panels.count()][];
    for (int panel = 0; panel < heights.length; panel++) {
      heights[panel] = PatchTile.heights(panels.vectors(panel), values);
    }
    this.tileAt = Lanes.ALIGNED + (slot * groups + PatchTile.HIGHEST) * PITCH;
  }

  /// The most lines of a piece.
  private int most() {
    long work = (long) g.batch() * lines * values * g.taps() * channels * toChannels;
    int pieces = (int) Math.min(WANTED_PIECES, 1 + work / Pieces.GRAIN);
    int others = g.batch() * g.targetSizes().get(0);
    int most = Math.max(1, lines / Pieces.parts(pieces, others));
    while (most > 1 && floats(most) > ROOM) {
      most--;
    }
    return most;
  }

  /// Floats that are copied for some lines.
  private int floats(int count) {
    int all = 0;
    for (int more : beyond) {
      all += more < 0 ? 0 : count + more;
    }
    return all * groups * PITCH;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? panels.count() : g.batch() * g.targetSizes().get(0) * parts;
  }

  @Override
  public long workspace() {
    return (long) panels.padded() * off.length;
  }

  @Override
  public int scratch() {
    return tileAt + PatchTile.HIGHEST * panels.widest();
  }

  @Override
  public boolean packsWeights() {
    return true;
  }

  @Override
  public Optional<Kernel> spaced(int step) {
    return Optional.of(new PatchConvolution(g, step));
  }

  @Override
  public long outputStart(int piece) {
    int line = piece / parts * lines + piece % parts * linesOfPiece;
    return (long) line * values * toChannels;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      pack(o, piece);
      return;
    }
    int line = piece % parts * linesOfPiece;
    int count = Math.min(linesOfPiece, lines - line);
    int plane = piece / parts;
    int deep = g.targetSizes().get(0);
    Axis depth = g.axes().get(0);
    int d = plane % deep * depth.stride() - depth.before();
    boolean inside = d >= 0 && d < g.sourceSizes().get(0);
    int from = (plane / deep * g.sourceSizes().get(0) + d) * g.sourceSizes().get(1);
    copy(o, inside ? from : -1, line, count, scratch);
    for (int panel = 0; panel < panels.count(); panel++) {
      for (int l = 0; l < count; l++) {
        int to = o.outputOffset() + (plane * lines + line + l) * values * pixel;
        multiply(o, panel, l * groups * PITCH, to, l == count - 1, scratch);
      }
    }
  }

  /// Copies the lines that some lines of the target read.
  ///
  /// @param plane the first line of the plane of the source, or -1 where it is padding
  private void copy(Operands o, int plane, int line, int count, float[] scratch) {
    for (int phase = 0; phase < beyond.length; phase++) {
      for (int i = 0; i < count + beyond[phase] && beyond[phase] >= 0; i++) {
        int h = (line + i) * height.stride() + phase - height.before();
        int at = Lanes.ALIGNED + (slots[phase] + i) * groups * PITCH;
        if (plane >= 0 && h >= 0 && h < g.sourceSizes().get(1)) {
          line(o, (plane + h) * g.sourceSizes().get(2) * channels, scratch, at);
        } else {
          Arrays.fill(scratch, at, at + groups * PITCH, 0);
        }
      }
    }
  }

  /// Copies a line as groups.
  private void line(Operands o, int line, float[] scratch, int at) {
    float[] in = o.array(0);
    int from = o.offset(0) + line + first;
    copy(in, from + begin * group, group, scratch, at + begin * PITCH, end - begin);
    edges(in, from, 0, begin, scratch, at);
    edges(in, from, end, groups, scratch, at);
  }

  /// Copies groups of which whole vectors lie inside of the line; what they have too much is never
  /// used.
  private static void copy(float[] in, int from, int step, float[] out, int to, int count) {
    for (int i = 0; i < count; i++) {
      for (int l = 0; l < PITCH; l += HALF.length()) {
        FloatVector.fromArray(HALF, in, from + i * step + l).intoArray(out, to + i * PITCH + l);
      }
    }
  }

  /// Copies what lies inside of the line of groups at its ends.
  private void edges(float[] in, int from, int begin, int end, float[] out, int at) {
    for (int i = begin; i < end; i++) {
      for (int l = 0; l < PITCH; l += HALF.length()) {
        FloatVector.zero(HALF).intoArray(out, at + i * PITCH + l);
      }
      int last = Math.min(group, length - first - i * group);
      for (int k = Math.max(0, -first - i * group); k < last; k++) {
        out[at + i * PITCH + k] = in[from + i * group + k];
      }
    }
  }

  /// Computes a panel of a line.
  ///
  /// @param last whether it is the last line of a piece
  private void multiply(Operands o, int panel, int line, int to, boolean last, float[] scratch) {
    int vectors = panels.vectors(panel);
    int columns = panels.width(panel);
    int real = panels.real(panel);
    int b = o.workspaceOffset() + panels.first(panel) * off.length;
    int column = to + panels.first(panel);
    // The channels of a tap lie side by side.
    boolean threes = channels % 3 == 0;
    int row = 0;
    for (int height : heights[panel]) {
      int m = Math.max(0, Math.min(row, values - height));
      row += height;
      int a = Lanes.ALIGNED + line + m * PITCH;
      int c = column + m * pixel;
      // What the last value has too much is another piece's.
      boolean direct = columns == real || (over && !(last && row >= values));
      if (direct && height <= values) {
        PatchTile.tile(
            vectors, height, threes, scratch, a, off, o.workspace(), b, o.output(), c, pixel);
      } else {
        PatchTile.tile(
            vectors, height, threes, scratch, a, off, o.workspace(), b, scratch, tileAt, columns);
        int rows = Math.min(height, values);
        VectorRows.copy(scratch, tileAt, columns, o.output(), c, pixel, rows, real);
      }
    }
  }

  private void pack(Operands o, int panel) {
    int real = panels.real(panel);
    int columns = panels.width(panel);
    int at = o.workspaceOffset() + panels.first(panel) * off.length;
    int from = o.offset(1) + panels.first(panel);
    for (int k = 0; k < off.length; k++) {
      System.arraycopy(o.array(1), from + k * toChannels, o.workspace(), at, real);
      Arrays.fill(o.workspace(), at + real, at + columns, 0);
      at += columns;
    }
  }
}

package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pixels of a plane at distances of the dilation, and what lies under their 3x3 kernels: a
/// convolution that isn't dilated, on every some-th row and column of the source. Without dilation
/// it is the plane. On the way back source and target have changed places.
///
/// @param source where its first value lies in a plane of the source
/// @param line from row to row of the source
/// @param step from column to column of the source
/// @param height rows of the source
/// @param width columns of the source
/// @param top rows of padding above: 0 or 1
/// @param left columns of padding before: 0 or 1
/// @param down the stride from row to row
/// @param target where its first value lies in a plane of the target
/// @param targetLine from row to row of the target
/// @param targetStep from column to column of the target
/// @param row the first row of the target
/// @param every from there to the next
/// @param columns of the target
record DepthwiseLattice(
    int source,
    int line,
    int step,
    int height,
    int width,
    int top,
    int left,
    int down,
    int target,
    int targetLine,
    int targetStep,
    int row,
    int every,
    int columns) {
  private static final int SIDE = 3;

  /// The lattices of a convolution, each target pixel in one.
  ///
  /// @param g one that isn't refused
  static List<DepthwiseLattice> forward(ConvolutionGeometry g) {
    List<DepthwiseLattice> all = new ArrayList<>();
    Axis down = g.axes().get(1);
    Axis across = g.axes().get(2);
    for (int h = 0; h < Math.min(down.dilation(), g.targetSizes().get(1)); h++) {
      for (int w = 0; w < Math.min(across.dilation(), g.targetSizes().get(2)); w++) {
        all.add(
            of(
                g.sourceSizes(),
                g.targetSizes(),
                h,
                w,
                down,
                across,
                down.before(),
                across.before(),
                g.sourceChannels()));
      }
    }
    return all;
  }

  /// The lattices of the way back with stride 1, each source pixel in one: the convolution turned
  /// by 180 degrees reads the target, so all start at the last pixel and steps are negative.
  ///
  /// @param g one for which [#turns] holds
  static List<DepthwiseLattice> turned(ConvolutionGeometry g) {
    List<DepthwiseLattice> all = new ArrayList<>();
    Axis down = g.axes().get(1);
    Axis across = g.axes().get(2);
    for (int h = 0; h < Math.min(down.dilation(), g.sourceSizes().get(1)); h++) {
      for (int w = 0; w < Math.min(across.dilation(), g.sourceSizes().get(2)); w++) {
        DepthwiseLattice l =
            of(
                g.targetSizes(),
                g.sourceSizes(),
                h,
                w,
                down,
                across,
                turnedPadding(g, 1),
                turnedPadding(g, 2),
                g.sourceChannels());
        all.add(
            l.reversed(plane(g, g.targetSizes()), plane(g, g.sourceSizes()), g.sourceChannels()));
      }
    }
    return all;
  }

  private static int plane(ConvolutionGeometry g, List<Integer> sizes) {
    return sizes.get(1) * sizes.get(2) * g.sourceChannels();
  }

  private static DepthwiseLattice of(
      List<Integer> read,
      List<Integer> written,
      int h,
      int w,
      Axis down,
      Axis across,
      int above,
      int before,
      int channels) {
    int row = Math.floorMod(h - above, down.dilation());
    int column = Math.floorMod(w - before, across.dilation());
    return new DepthwiseLattice(
        (row * read.get(2) + column) * channels,
        down.dilation() * read.get(2) * channels,
        across.dilation() * channels,
        Math.ceilDiv(read.get(1) - row, down.dilation()),
        Math.ceilDiv(read.get(2) - column, across.dilation()),
        -Math.floorDiv(h - above, down.dilation()),
        -Math.floorDiv(w - before, across.dilation()),
        down.stride(),
        (h * written.get(2) + w) * channels,
        down.dilation() * written.get(2) * channels,
        across.dilation() * channels,
        h,
        down.dilation(),
        Math.ceilDiv(written.get(2) - w, across.dilation()));
  }

  /// The same lattice from the end of both planes, which have these sizes, for one channel.
  private DepthwiseLattice reversed(int read, int written, int channels) {
    return new DepthwiseLattice(
        read - channels - source,
        -line,
        -step,
        height,
        width,
        top,
        left,
        down,
        written - channels - target,
        -targetLine,
        -targetStep,
        row,
        every,
        columns);
  }

  /// Why the lattices of a convolution are not for kernels of 3 by 3, or null where they are.
  static @Nullable String refusal(ConvolutionGeometry g) {
    String reason = shape(g);
    Axis down = g.axes().get(1);
    Axis across = g.axes().get(2);
    boolean dilated = down.dilation() > 1 || across.dilation() > 1;
    if (reason != null) {
      return reason;
    }
    if ((down.stride() > 1 || across.stride() > 1) && (across.stride() != 2 || dilated)) {
      return "the stride is neither 1 nor 2, or the kernel is dilated too";
    }
    for (int i = 1; i < SIDE; i++) {
      Axis a = g.axes().get(i);
      if (lonely(a, a.before(), a.stride(), g.sourceSizes().get(i), g.targetSizes().get(i))) {
        return "of some pixels the middle row or column of taps lies in the padding";
      }
    }
    return null;
  }

  /// Whether the way back has lattices.
  static boolean turns(ConvolutionGeometry g) {
    boolean turns = shape(g) == null;
    for (int i = 1; i < SIDE; i++) {
      Axis a = g.axes().get(i);
      int before = turnedPadding(g, i);
      turns &= a.stride() == 1 && before >= 0;
      turns &= !lonely(a, before, 1, g.targetSizes().get(i), g.sourceSizes().get(i));
    }
    return turns;
  }

  /// Whether the way back has a stride of 2 and pixels of 2 by 2 for each that is read.
  static boolean spreads(ConvolutionGeometry g) {
    boolean spreads = shape(g) == null;
    for (int i = 1; i < SIDE; i++) {
      Axis a = g.axes().get(i);
      spreads &= a.stride() == 2 && a.dilation() == 1 && a.before() == 1;
      spreads &= Math.ceilDiv(g.sourceSizes().get(i), 2) == g.targetSizes().get(i);
    }
    return spreads;
  }

  /// What [#spreads] reads: the plane of the target, of which each row is written as two.
  static DepthwiseLattice spread(ConvolutionGeometry g) {
    int channels = g.sourceChannels();
    int width = g.sourceSizes().get(2);
    return new DepthwiseLattice(
        0,
        g.targetSizes().get(2) * channels,
        channels,
        g.targetSizes().get(1),
        g.targetSizes().get(2),
        0,
        0,
        2,
        0,
        width * channels,
        channels,
        0,
        2,
        width);
  }

  private static int turnedPadding(ConvolutionGeometry g, int i) {
    return g.sourceSizes().get(i) - g.targetSizes().get(i) + g.axes().get(i).before();
  }

  /// Why a convolution is not one of planes by 3x3, or null where it is.
  private static @Nullable String shape(ConvolutionGeometry g) {
    Axis depth = g.axes().get(0);
    if (g.sourceSizes().get(0) > 1 || depth.kernel() > 1 || depth.before() > 0) {
      return "there are three axes";
    }
    boolean three = g.axes().get(1).kernel() == SIDE && g.axes().get(2).kernel() == SIDE;
    return three ? null : "the kernel is not 3x3";
  }

  /// Whether for some index that is written the middle tap lies outside.
  private static boolean lonely(Axis a, int before, int stride, int read, int written) {
    int middle = a.dilation() - before;
    return middle < 0 || (written - 1) * stride + middle >= read;
  }

  /// How many of its rows lie above a row of the target.
  int rows(int end) {
    return end <= row ? 0 : Math.ceilDiv(end - row, every);
  }
}

package dev.loupe.kernel;

/// Where the values under a window lie, seen from its first one, for every kind of window: windows
/// that cover as many values on each axis are alike, so there are few kinds.
final class PoolTables {
  private final PoolGeometry g;
  private final int[] depthKinds;
  private final int[] heightKinds;
  private final int[] widthKinds;
  private final int[] heightTaps;
  private final int[] widthTaps;
  private final int[][] offsets;

  PoolTables(PoolGeometry g) {
    this.g = g;
    int[] depthTaps = distinct(g.depth());
    this.heightTaps = distinct(g.height());
    this.widthTaps = distinct(g.width());
    this.depthKinds = kinds(g.depth(), depthTaps);
    this.heightKinds = kinds(g.height(), heightTaps);
    this.widthKinds = kinds(g.width(), widthTaps);
    this.offsets = new int[depthTaps.length * heightTaps.length * widthTaps.length][];
    int at = 0;
    for (int d : depthTaps) {
      for (int h : heightTaps) {
        for (int w : widthTaps) {
          offsets[at++] = offsets(d, h, w);
        }
      }
    }
  }

  /// The offsets of the values of each kind of window, in scan order.
  int[][] offsets() {
    return offsets;
  }

  /// The kind of the windows of a row, to which [#widthKinds] is added.
  int rowKind(int od, int oh) {
    return (depthKinds[od] * heightTaps.length + heightKinds[oh]) * widthTaps.length;
  }

  /// What each place along the width adds to the kind.
  int[] widthKinds() {
    return widthKinds;
  }

  /// Where the first input row of a row of windows starts in its sample.
  int rowStart(int od, int oh) {
    return (g.depth().starts()[od] * g.height().input() + g.height().starts()[oh])
        * g.width().input()
        * g.channels();
  }

  private int[] offsets(int depth, int height, int width) {
    int[] taps = new int[depth * height * width];
    int at = 0;
    for (int d = 0; d < depth; d++) {
      for (int h = 0; h < height; h++) {
        for (int w = 0; w < width; w++) {
          int row = d * g.depth().step() * g.height().input() + h * g.height().step();
          taps[at++] = (row * g.width().input() + w * g.width().step()) * g.channels();
        }
      }
    }
    return taps;
  }

  private static int[] distinct(PoolAxis axis) {
    return java.util.stream.IntStream.range(0, axis.output()).map(axis::taps).distinct().toArray();
  }

  private static int[] kinds(PoolAxis axis, int[] taps) {
    int[] kinds = new int[axis.output()];
    for (int o = 0; o < kinds.length; o++) {
      while (taps[kinds[o]] != axis.taps(o)) {
        kinds[o]++;
      }
    }
    return kinds;
  }
}

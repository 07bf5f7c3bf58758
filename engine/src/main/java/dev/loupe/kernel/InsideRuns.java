package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;

/// Which values of a grid a tap meets inside of the source, where values are numbered by place
/// first and sample second: `[line of a plane][value of a line][sample]`. So the values of a tap
/// are few runs of neighbours, whatever the planes' size.
///
/// Some samples at a time are a slice, some lines of all planes a part. Values that a tap meets in
/// the padding beside a line may be computed, where runs get longer by it.
final class InsideRuns {
  private static final int SAMPLES = 8;
  // Values of a part, and floats of its sums and of what is gathered for it, in the second-level
  // cache.
  private static final int LEAST_VALUES = 64;
  private static final int ROOM = 1 << 16;

  /// Values of a tap that are neighbours.
  ///
  /// @param line0 the first line
  /// @param lines how many
  /// @param w0 the first value of each line
  /// @param w1 the end of those
  /// @param row where it starts among all that is gathered for the tap
  /// @param first its first value, of those of the part
  /// @param rows how many values it has, in all samples of a slice
  /// @param over how many rows tiles compute beyond them
  record Run(int line0, int lines, int w0, int w1, int row, int first, int rows, int over) {}

  private final GridSpace s;
  private final ColumnPanels panels;
  private final int lines;
  private final int width;
  private final int slices;
  private final int samples;
  private final int panelsOfPiece;
  private final int parts;
  private final boolean wholeLines;
  private final Run[][][] runs;
  private final int rows;

  InsideRuns(GridSpace space, ColumnPanels panels) {
    this.s = space;
    this.panels = panels;
    this.lines = s.grid().depth().count() * s.grid().height().count();
    this.width = s.grid().width().count();
    this.slices = Pieces.parts(s.batch(), SAMPLES);
    this.samples = Pieces.parts(s.batch(), slices);
    int values = lines * width * samples;
    int groups = Pieces.parts(panels.count(), 2);
    int most = Math.max(1, values / LEAST_VALUES);
    int wanted = Math.min(most, Pieces.parts(BlockPart.WANTED_PIECES, groups * slices));
    // A panel of its own for each piece, where else they would be too few.
    boolean one = groups * slices * wanted < BlockPart.LEAST_PIECES;
    this.panelsOfPiece = one ? 1 : Pieces.even(panels.count(), 2);
    int floats = (panelsOfPiece * panels.widest() + BlockPart.CHUNK * BlockTile.BLOCK / 4) * values;
    this.parts = Math.min(lines, Math.max(one ? 1 : wanted, Pieces.parts(floats, ROOM)));
    this.wholeLines = computed(true) <= computed(false);
    this.runs = new Run[parts][s.grid().taps()][];
    int gathered = 0;
    for (int part = 0; part < parts; part++) {
      for (int t = 0; t < runs[part].length; t++) {
        Run[] all = runs(part, t, wholeLines);
        runs[part][t] = all;
        for (Run run : all) {
          gathered = Math.max(gathered, run.row() + run.rows() + run.over());
        }
      }
    }
    this.rows = gathered;
  }

  /// How many slices of the samples there are.
  int slices() {
    return slices;
  }

  /// The samples of each slice; the last one goes back over those of the one before.
  int samples() {
    return samples;
  }

  /// How many parts of the planes there are.
  int parts() {
    return parts;
  }

  /// Panels of a piece.
  int panelsOfPiece() {
    return panelsOfPiece;
  }

  /// The first line of a part.
  int line(int part) {
    return part * lines / parts;
  }

  /// The most lines of a part.
  int mostLines() {
    return Pieces.parts(lines, parts);
  }

  /// The runs of a tap in a part.
  Run[] of(int part, int tap) {
    return runs[part][tap];
  }

  /// The most rows that are gathered for a tap.
  int rows() {
    return rows;
  }

  /// Whether values in the padding beside a line are computed too.
  boolean wholeLines() {
    return wholeLines;
  }

  /// Rows of tiles that are computed for all taps and samples.
  long computed() {
    return computed(wholeLines);
  }

  private long computed(boolean whole) {
    long all = 0;
    for (int part = 0; part < parts; part++) {
      for (int t = 0; t < s.grid().taps(); t++) {
        for (Run run : runs(part, t, whole)) {
          all += run.rows() + over(4, run.rows());
        }
      }
    }
    return all * slices;
  }

  private Run[] runs(int part, int tap, boolean whole) {
    TapGrid grid = s.grid();
    int shiftW = grid.width().shifts()[tap % grid.width().shifts().length];
    int rest = tap / grid.width().shifts().length;
    int shiftH = grid.height().shifts()[rest % grid.height().shifts().length];
    int shiftD = grid.depth().shifts()[rest / grid.height().shifts().length];
    int w0 = grid.width().firstInside(shiftW, 0, width);
    int w1 = grid.width().endInside(shiftW, s.fromSizes().get(2), w0, width);
    if (w0 == w1) {
      return new Run[0];
    }
    if (whole) {
      w0 = 0;
      w1 = width;
    }
    List<Run> all = new ArrayList<>();
    int row = 0;
    int line = line(part);
    while (line < line(part + 1)) {
      int end = line;
      while (end < line(part + 1)
          && inside(end, shiftD, shiftH)
          && (end == line || w1 - w0 == width)) {
        end++;
      }
      if (end > line) {
        int count = (end - line) * (w1 - w0) * samples;
        int over = 0;
        for (int panel = 0; panel < panels.count(); panel++) {
          over = Math.max(over, over(panels.vectors(panel), count));
        }
        int first = ((line - line(part)) * width + w0) * samples;
        all.add(new Run(line, end - line, w0, w1, row, first, count, over));
        row += count + over;
      }
      line = Math.max(end, line + 1);
    }
    return all.toArray(Run[]::new);
  }

  private boolean inside(int line, int shiftD, int shiftH) {
    TapGrid grid = s.grid();
    int h = line % grid.height().count() * grid.height().sourceStep() + shiftH;
    int d = line / grid.height().count() * grid.depth().sourceStep() + shiftD;
    return h >= 0 && h < s.fromSizes().get(1) && d >= 0 && d < s.fromSizes().get(0);
  }

  /// Rows that tiles compute beyond those that are there.
  private static int over(int vectors, int rows) {
    int computed = 0;
    while (computed < rows) {
      computed += BlockTile.rows(vectors, rows - computed);
    }
    return computed - rows;
  }
}

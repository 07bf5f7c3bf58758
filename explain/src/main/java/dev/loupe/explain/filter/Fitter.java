package dev.loupe.explain.filter;

import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Fits waves, spots and derivatives to filters of pictures, all of one size. Templates are drawn
/// once, so that many filters are fitted quickly. Safe for several threads.
///
/// A template is a pair of patterns whose best combination is found in closed form: a wave in two
/// phases, a spot and its surround, a derivative down and one to the right. Waves and spots are
/// taken from a grid first; the best wave is then improved by steps that halve.
public final class Fitter {
  private static final int ORIENTATIONS = 12;
  private static final int FREQUENCIES = 5;

  private final int rows;
  private final int columns;
  private final List<Gabor> waves = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<Span> spots = new ArrayList<>();
  private final Span derivatives;

  /// For filters of a size.
  ///
  /// @param rows at least 2
  /// @param columns at least 2
  /// @throws IllegalArgumentException if a filter of that size has no directions
  public Fitter(int rows, int columns) {
    if (rows < 2 || columns < 2) {
      throw new IllegalArgumentException(
          "a filter of " + rows + "x" + columns + " has no directions");
    }
    this.rows = rows;
    this.columns = columns;
    for (double row : centres(rows)) {
      for (double column : centres(columns)) {
        addWaves(row, column);
        addSpots(row, column);
      }
    }
    derivatives = derivatives(rows, columns);
  }

  /// Explains a filter.
  ///
  /// @throws IllegalArgumentException if it has another size
  public Fit fit(Pattern pattern) {
    if (!pattern.shape().equals(Shape.of(rows, columns))) {
      throw new IllegalArgumentException(pattern + " is not " + rows + "x" + columns);
    }
    double energy = pattern.energy();
    if (energy < Span.SMALLEST) {
      return new Fit(waves.getFirst(), 0, 0, 0, 0);
    }
    int best = 0;
    double most = -1;
    for (int i = 0; i < spans.size(); i++) {
      double explained = spans.get(i).energy(pattern.values());
      if (explained > most) {
        most = explained;
        best = i;
      }
    }
    Gabor wave =
        Climb.best(waves.get(best), most, this::neighbours, w -> span(w).energy(pattern.values()));
    double blob = 0;
    for (Span spot : spots) {
      blob = Math.max(blob, spot.energy(pattern.values()));
    }
    double down = Pattern.dot(derivatives.axes().getFirst(), pattern.values());
    double right = Pattern.dot(derivatives.axes().getLast(), pattern.values());
    double direction = StrictMath.toDegrees(StrictMath.atan2(-down, right));
    return new Fit(
        withPhase(wave, pattern.values()),
        span(wave).energy(pattern.values()) / energy,
        blob / energy,
        derivatives.energy(pattern.values()) / energy,
        Span.wrapped(direction, 360));
  }

  /// Small filters have their waves in the middle: nine values can't tell more.
  private static double[] centres(int size) {
    return size < 5 ? new double[] {0} : new double[] {-size / 6.0, 0, size / 6.0};
  }

  private boolean small() {
    return Math.min(rows, columns) < 5;
  }

  private void addWaves(double row, double column) {
    int size = Math.min(rows, columns);
    double[] widths =
        small() ? new double[] {size / 3.0, size / 1.5} : new double[] {size / 5.0, size / 3.0};
    double[] aspects = small() ? new double[] {1} : new double[] {0.5, 1};
    for (int o = 0; o < ORIENTATIONS; o++) {
      for (int f = 0; f < FREQUENCIES; f++) {
        double frequency = lowest() + (0.5 - lowest()) * f / FREQUENCIES;
        for (double width : widths) {
          for (double aspect : aspects) {
            Gabor wave =
                new Gabor(180.0 * o / ORIENTATIONS, frequency, 0, width, aspect, row, column);
            waves.add(wave);
            spans.add(span(wave));
          }
        }
      }
    }
  }

  /// About one period across the window: slower waves look like spots.
  private double lowest() {
    return 1.0 / (Math.min(rows, columns) + 1);
  }

  private void addSpots(double row, double column) {
    int size = Math.min(rows, columns);
    for (double width = 0.5; width <= size / 2.0; width *= 1.3) {
      spots.add(Span.of(bell(row, column, width), bell(row, column, 1.6 * width)));
    }
  }

  private double[] bell(double row, double column, double width) {
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      double y = Math.floorDiv(i, columns) - (rows - 1) / 2.0 - row;
      double x = i % columns - (columns - 1) / 2.0 - column;
      values[i] = StrictMath.exp(-(x * x + y * y) / (2 * width * width));
    }
    return values;
  }

  private Span span(Gabor wave) {
    double[] even = new double[rows * columns];
    double[] odd = new double[rows * columns];
    wave.write(rows, columns, even, odd);
    return Span.of(even, odd);
  }

  private List<Gabor> neighbours(Gabor g, double step) {
    List<Gabor> all = new ArrayList<>();
    double size = Math.min(rows, columns);
    for (int sign = -1; sign <= 1; sign += 2) {
      double d = sign * step;
      double turned = Span.wrapped(g.orientation() + 7 * d, 180);
      all.add(moved(g, turned, g.frequency(), g.width(), g.aspect(), g.row(), g.column()));
      double frequency = Math.clamp(g.frequency() + 0.05 * d, lowest(), 0.5);
      all.add(moved(g, g.orientation(), frequency, g.width(), g.aspect(), g.row(), g.column()));
      if (small()) {
        continue;
      }
      double width = Math.clamp(g.width() * (1 + 0.2 * d), size / 8, size / 1.5);
      all.add(moved(g, g.orientation(), g.frequency(), width, g.aspect(), g.row(), g.column()));
      double aspect = Math.clamp(g.aspect() * (1 + 0.25 * d), 0.25, 1.5);
      all.add(moved(g, g.orientation(), g.frequency(), g.width(), aspect, g.row(), g.column()));
      double row = Math.clamp(g.row() + d * size / 12, -size / 3, size / 3);
      all.add(moved(g, g.orientation(), g.frequency(), g.width(), g.aspect(), row, g.column()));
      double column = Math.clamp(g.column() + d * size / 12, -size / 3, size / 3);
      all.add(moved(g, g.orientation(), g.frequency(), g.width(), g.aspect(), g.row(), column));
    }
    return all;
  }

  private static Gabor moved(
      Gabor g, double turned, double frequency, double width, double aspect, double row, double c) {
    return new Gabor(turned, frequency, g.phase(), width, aspect, row, c);
  }

  /// The phase with which a wave fits best.
  private Gabor withPhase(Gabor wave, double[] values) {
    double[] even = new double[rows * columns];
    double[] odd = new double[rows * columns];
    wave.write(rows, columns, even, odd);
    return wave.withPhase(Span.phase(even, odd, values));
  }

  /// Smooth across, differences along: for 3x3 the filters of Sobel.
  private static Span derivatives(int rows, int columns) {
    double[] down = new double[rows * columns];
    double[] right = new double[rows * columns];
    double[] smoothRows = binomial(rows);
    double[] smoothColumns = binomial(columns);
    for (int i = 0; i < down.length; i++) {
      int y = i / columns;
      int x = i % columns;
      double weight = smoothRows[y] * smoothColumns[x];
      down[i] = weight * (y - (rows - 1) / 2.0);
      right[i] = weight * (x - (columns - 1) / 2.0);
    }
    return Span.of(down, right);
  }

  static double[] binomial(int size) {
    double[] row = new double[size];
    row[0] = 1;
    for (int n = 1; n < size; n++) {
      for (int i = n; i > 0; i--) {
        row[i] += row[i - 1];
      }
    }
    return row;
  }
}

package dev.loupe.explain.filter;

import java.util.ArrayList;
import java.util.List;

/// Fits waves, means, spots, lines and derivatives to filters of signals or volumes, all of one
/// size: what [Fitter] does for pictures. Safe for several threads.
final class WaveFitter {
  private static final int FREQUENCIES = 5;
  private static final double NARROWEST_MEAN = 0.6;

  /// How much of a filter's energy templates explain, 0 to 1.
  ///
  /// @param wave the best one, with its phase
  /// @param share of the wave
  /// @param mean of a bell: a weighted mean of neighbours
  /// @param spot of a spot with a surround
  /// @param line of a line with a surround; 0 in signals
  /// @param derivative of the first derivatives
  record Found(
      PlaneWave wave, double share, double mean, double spot, double line, double derivative) {}

  private final int[] kernel;
  private final double[][] places;
  private final int smallest;
  private final List<PlaneWave> waves = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<Span> means = new ArrayList<>();
  private final List<Span> spots = new ArrayList<>();
  private final List<Span> lines = new ArrayList<>();
  private final Span derivatives;

  /// @param kernel one size an axis, each at least 2; one axis or three
  WaveFitter(int... kernel) {
    this.kernel = kernel.clone();
    this.places = places(kernel);
    int least = Integer.MAX_VALUE;
    for (int size : kernel) {
      least = Math.min(least, size);
    }
    smallest = least;
    for (List<Double> direction : directions(kernel.length)) {
      addWaves(direction);
      if (kernel.length > 1) {
        addLines(direction);
      }
    }
    for (double centre : kernel.length == 1 ? centres() : new double[] {0}) {
      addSpots(centre);
    }
    derivatives = derivatives(kernel);
  }

  /// Explains a filter.
  Found fit(Pattern pattern) {
    double[] values = pattern.values();
    double energy = pattern.energy();
    if (energy < Span.SMALLEST) {
      return new Found(waves.getFirst(), 0, 0, 0, 0, 0);
    }
    int best = 0;
    double most = -1;
    for (int i = 0; i < spans.size(); i++) {
      double explained = spans.get(i).energy(values);
      if (explained > most) {
        most = explained;
        best = i;
      }
    }
    PlaneWave wave =
        Climb.best(waves.get(best), most, this::neighbours, w -> span(w).energy(values));
    double[] even = new double[places.length];
    double[] odd = new double[places.length];
    wave.write(places, even, odd);
    return new Found(
        wave.withPhase(Span.phase(even, odd, values)),
        span(wave).energy(values) / energy,
        most(means, values) / energy,
        most(spots, values) / energy,
        most(lines, values) / energy,
        derivatives.energy(values) / energy);
  }

  private static double most(List<Span> spans, double[] values) {
    return spans.stream().mapToDouble(s -> s.energy(values)).max().orElse(0);
  }

  /// The places under a window, from its middle.
  static double[][] places(int... kernel) {
    int count = 1;
    for (int size : kernel) {
      count *= size;
    }
    double[][] places = new double[count][kernel.length];
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int a = kernel.length - 1; a >= 0; a--) {
        places[i][a] = rest % kernel[a] - (kernel[a] - 1) / 2.0;
        rest /= kernel[a];
      }
    }
    return places;
  }

  /// One of each two opposite directions to the neighbours of a place.
  private static List<List<Double>> directions(int rank) {
    if (rank == 1) {
      return List.of(List.of(1.0));
    }
    List<List<Double>> all = new ArrayList<>();
    for (int i = 14; i < 27; i++) {
      double z = Math.floorDiv(i, 9) - 1.0;
      double y = Math.floorDiv(i, 3) % 3 - 1.0;
      double x = i % 3 - 1.0;
      all.add(unit(z, y, x));
    }
    return all;
  }

  private static List<Double> unit(double z, double y, double x) {
    double length = StrictMath.sqrt(z * z + y * y + x * x);
    return List.of(z / length, y / length, x / length);
  }

  private double[] centres() {
    double third = smallest < 5 ? 0 : smallest / 3.0;
    return third == 0 ? new double[] {0} : new double[] {-third, -third / 2, 0, third / 2, third};
  }

  private void addWaves(List<Double> direction) {
    boolean signal = kernel.length == 1;
    int frequencies = signal ? Math.max(FREQUENCIES, smallest) : FREQUENCIES;
    double[] widths =
        smallest < 5
            ? new double[] {smallest / 3.0, smallest / 1.5}
            : new double[] {smallest / 10.0, smallest / 5.0, smallest / 3.0};
    for (double centre : signal ? centres() : new double[] {0}) {
      for (int f = 0; f < frequencies; f++) {
        double frequency = lowest() + (0.5 - lowest()) * f / frequencies;
        for (double width : widths) {
          PlaneWave wave = new PlaneWave(direction, frequency, 0, width, centre);
          waves.add(wave);
          spans.add(span(wave));
        }
      }
    }
  }

  /// About one period across the window: slower waves look like means.
  private double lowest() {
    return 1.0 / (smallest + 1);
  }

  private void addSpots(double centre) {
    for (double width = 0.5; width <= smallest / 2.0; width *= 1.3) {
      spots.add(Span.of(bell(centre, width), bell(centre, 1.6 * width)));
    }
    for (double width = NARROWEST_MEAN; width <= 2 * smallest; width *= 1.3) {
      means.add(Span.of(bell(centre, width)));
    }
  }

  /// A round bell whose centre is moved along the first axis.
  private double[] bell(double centre, double width) {
    double[] values = new double[places.length];
    for (int i = 0; i < values.length; i++) {
      double square = 0;
      for (int a = 0; a < kernel.length; a++) {
        double d = places[i][a] - (a == 0 ? centre : 0);
        square += d * d;
      }
      values[i] = StrictMath.exp(-square / (2 * width * width));
    }
    return values;
  }

  private void addLines(List<Double> direction) {
    for (double width = 0.5; width <= smallest / 2.0; width *= 1.3) {
      lines.add(Span.of(tube(direction, width), tube(direction, 1.6 * width)));
    }
  }

  /// A bell around a line, as long as the window.
  private double[] tube(List<Double> direction, double width) {
    double[] values = new double[places.length];
    for (int i = 0; i < values.length; i++) {
      double along = 0;
      double square = 0;
      for (int a = 0; a < kernel.length; a++) {
        along += places[i][a] * direction.get(a);
        square += places[i][a] * places[i][a];
      }
      values[i] = StrictMath.exp(-(square - along * along) / (2 * width * width));
    }
    return values;
  }

  private Span span(PlaneWave wave) {
    double[] even = new double[places.length];
    double[] odd = new double[places.length];
    wave.write(places, even, odd);
    return Span.of(even, odd);
  }

  private List<PlaneWave> neighbours(PlaneWave w, double step) {
    List<PlaneWave> all = new ArrayList<>();
    for (int sign = -1; sign <= 1; sign += 2) {
      double d = sign * step;
      double finest = Math.min(0.05, 0.5 / smallest);
      double frequency = Math.clamp(w.frequency() + finest * d, lowest(), 0.5);
      all.add(new PlaneWave(w.direction(), frequency, 0, w.width(), w.offset()));
      for (int a = 0; kernel.length > 1 && a < kernel.length; a++) {
        double[] turned = w.direction().stream().mapToDouble(Double::doubleValue).toArray();
        turned[a] += 0.2 * d;
        List<Double> direction = unit(turned[0], turned[1], turned[2]);
        all.add(new PlaneWave(direction, w.frequency(), 0, w.width(), w.offset()));
      }
      if (smallest < 5) {
        continue;
      }
      double width = Math.clamp(w.width() * (1 + 0.2 * d), smallest / 16.0, smallest / 1.5);
      all.add(new PlaneWave(w.direction(), w.frequency(), 0, width, w.offset()));
      double offset = Math.clamp(w.offset() + d * smallest / 12, -smallest / 2.5, smallest / 2.5);
      all.add(new PlaneWave(w.direction(), w.frequency(), 0, w.width(), offset));
    }
    return all;
  }

  /// Smooth across, differences along, for each axis.
  private static Span derivatives(int... kernel) {
    double[][] places = places(kernel);
    double[][] along = new double[kernel.length][places.length];
    for (int i = 0; i < places.length; i++) {
      double weight = 1;
      for (int a = 0; a < kernel.length; a++) {
        int at = (int) Math.round(places[i][a] + (kernel[a] - 1) / 2.0);
        weight *= Fitter.binomial(kernel[a])[at];
      }
      for (int a = 0; a < kernel.length; a++) {
        along[a][i] = weight * places[i][a];
      }
    }
    return Span.of(along);
  }
}

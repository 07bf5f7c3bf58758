package dev.loupe.explain.filter;

import java.util.Locale;

/// What a filter of signals or volumes is, in figures.
///
/// As for pictures a filter over several channels is seen as a pattern times a weight for each
/// channel, and shares are of the energy of the whole filter. With the limit L =
/// [FilterFigures#LIMIT], of signals:
///
/// 1. low-pass, if a bell explains at least L, no wave 0.1 more than it, and the fastest change is
///    let through with less than half of the weight of the mean;
/// 2. if a wave explains at least L: an oscillation where at least two periods lie under its bell
///    (four standard deviations, or the window), else by its phase a peak, a dip, a rise or a fall;
/// 3. a peak or a dip, if a spot with a surround explains at least L;
/// 4. other.
///
/// Of volumes:
///
/// 1. a blob, if a spot explains at least L, and no wave or line 0.1 more than it;
/// 2. a line, if one explains at least L, and no wave 0.1 more than it;
/// 3. an edge, if a wave explains at least L: across an axis within 22.5 degrees, else oblique;
/// 4. other.
///
/// @param kind by these rules
/// @param edge how much the best wave explains, 0 to 1
/// @param mean how much a bell explains, 0 to 1
/// @param blob how much the best spot explains, 0 to 1
/// @param line how much the best line explains, 0 to 1; 0 in signals
/// @param derivative how much first derivatives explain, 0 to 1
/// @param separable how much a pattern times a weight for each channel explains, 0 to 1
/// @param wave the best one
public record WaveFigures(
    FilterKind kind,
    double edge,
    double mean,
    double blob,
    double line,
    double derivative,
    double separable,
    PlaneWave wave)
    implements FilterFigures {
  private static final double PERIODS = 2;
  private static final double WITHIN = StrictMath.cos(StrictMath.toRadians(22.5));

  static WaveFigures of(Separated filter, WaveFitter fitter) {
    Pattern pattern = filter.pattern();
    WaveFitter.Found found = fitter.fit(pattern);
    double part = filter.share();
    FilterKind kind =
        pattern.shape().rank() == 1 ? signal(pattern, found, part) : volume(found, part);
    return new WaveFigures(
        kind,
        part * found.share(),
        part * found.mean(),
        part * found.spot(),
        part * found.line(),
        part * found.derivative(),
        part,
        found.wave());
  }

  private static FilterKind signal(Pattern pattern, WaveFitter.Found found, double part) {
    double edge = part * found.share();
    double mean = part * found.mean();
    if (mean >= LIMIT && edge < mean + AHEAD && smooths(pattern)) {
      return FilterKind.LOW_PASS;
    }
    if (edge >= LIMIT) {
      return changing(found.wave(), pattern.values().length);
    }
    if (part * found.spot() >= LIMIT) {
      return greatest(pattern) > 0 ? FilterKind.PEAK : FilterKind.DIP;
    }
    return FilterKind.OTHER;
  }

  private static FilterKind changing(PlaneWave wave, int length) {
    if (wave.frequency() * Math.min(length, 4 * wave.width()) >= PERIODS) {
      return FilterKind.OSCILLATION;
    }
    double phase = wave.phase();
    if (phase < 45 || phase >= 315) {
      return FilterKind.PEAK;
    }
    if (phase < 135) {
      return FilterKind.FALL;
    }
    return phase < 225 ? FilterKind.DIP : FilterKind.RISE;
  }

  /// Whether the fastest change, of signs that take turns, comes through with less than half of the
  /// weight of the mean.
  private static boolean smooths(Pattern pattern) {
    double slow = 0;
    double fast = 0;
    for (int i = 0; i < pattern.values().length; i++) {
      slow += pattern.values()[i];
      fast += i % 2 == 0 ? pattern.values()[i] : -pattern.values()[i];
    }
    return 2 * Math.abs(fast) < Math.abs(slow);
  }

  private static double greatest(Pattern pattern) {
    double greatest = 0;
    for (double v : pattern.values()) {
      greatest = Math.abs(v) > Math.abs(greatest) ? v : greatest;
    }
    return greatest;
  }

  private static FilterKind volume(WaveFitter.Found found, double part) {
    double edge = part * found.share();
    double blob = part * found.spot();
    double line = part * found.line();
    if (blob >= LIMIT && Math.max(edge, line) < blob + AHEAD) {
      return FilterKind.BLOB;
    }
    if (line >= LIMIT && edge < line + AHEAD) {
      return FilterKind.LINE;
    }
    if (edge < LIMIT) {
      return FilterKind.OTHER;
    }
    FilterKind[] across = {FilterKind.DEPTH_EDGE, FilterKind.HEIGHT_EDGE, FilterKind.WIDTH_EDGE};
    for (int axis = 0; axis < across.length; axis++) {
      if (Math.abs(found.wave().direction().get(axis)) >= WITHIN) {
        return across[axis];
      }
    }
    return FilterKind.OBLIQUE_EDGE;
  }

  @Override
  public double frequency() {
    return wave.frequency();
  }

  @Override
  public String polarity() {
    if (!kind.edge() || wave.direction().size() == 1) {
      return "";
    }
    double phase = wave.phase();
    if (phase < 45 || phase >= 315) {
      return "light sheet";
    }
    if (phase >= 135 && phase < 225) {
      return "dark sheet";
    }
    int sign = phase < 180 ? -1 : 1;
    return String.format(
        Locale.ROOT,
        "brightens towards (%.1f, %.1f, %.1f)",
        sign * wave.direction().get(0) + 0.0,
        sign * wave.direction().get(1) + 0.0,
        sign * wave.direction().get(2) + 0.0);
  }

  @Override
  public String words() {
    double explained =
        switch (kind) {
          case LOW_PASS -> mean;
          case BLOB -> blob;
          case LINE -> line;
          case PEAK, DIP -> Math.max(edge, blob);
          default -> edge;
        };
    if (kind == FilterKind.OTHER) {
      return kind.toString();
    }
    boolean signal = wave.direction().size() == 1;
    String cycles =
        kind.edge() ? ", %.3f cycles a %s".formatted(frequency(), signal ? "sample" : "voxel") : "";
    String sides = polarity().isEmpty() ? "" : ", " + polarity();
    return String.format(
        Locale.ROOT, "%s%s%s, %.1f %% explained", kind, cycles, sides, 100 * explained);
  }
}

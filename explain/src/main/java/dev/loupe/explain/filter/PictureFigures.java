package dev.loupe.explain.filter;

import java.util.Locale;

/// What a filter of pictures is, in figures.
///
/// A filter over several input channels is seen as a pattern times a weight for each channel (the
/// best such product, by singular values); `separable` says how much of its energy that is. Then,
/// with the limit L = [FilterFigures#LIMIT]:
///
/// 1. blob, if a spot explains at least L of the filter's energy, and no wave 0.1 more than it; a
///    colour instead of a blob, if `colour` is above one half;
/// 2. an edge, if a wave explains at least L: vertical or horizontal within 22.5 degrees, else
///    diagonal;
/// 3. colour, if `separable` is at least L and `colour` above one half;
/// 4. other.
///
/// Shares are of the energy of the whole filter: `separable` times what is explained of the
/// pattern.
///
/// @param kind by these rules
/// @param edge how much the best wave explains, 0 to 1
/// @param blob how much the best spot explains, 0 to 1
/// @param derivative how much first derivatives explain, 0 to 1
/// @param separable how much a pattern times a weight for each channel explains, 0 to 1
/// @param colour how much of those weights is not common to all channels, 0 to 1
/// @param fit of the pattern
public record PictureFigures(
    FilterKind kind,
    double edge,
    double blob,
    double derivative,
    double separable,
    double colour,
    Fit fit)
    implements FilterFigures {
  private static final String[] SIDES = {
    "the right", "the upper right", "the top", "the upper left",
    "the left", "the lower left", "the bottom", "the lower right"
  };

  /// The figures of a filter.
  static PictureFigures of(Separated filter, Fitter fitter) {
    Fit fit = fitter.fit(filter.pattern());
    double separable = filter.share();
    double edge = separable * fit.share();
    double blob = separable * fit.blob();
    return new PictureFigures(
        kind(edge, blob, separable, filter.colour(), fit.gabor().orientation()),
        edge,
        blob,
        separable * fit.derivative(),
        separable,
        filter.colour(),
        fit);
  }

  private static FilterKind kind(
      double edge, double blob, double separable, double colour, double orientation) {
    if (blob >= LIMIT && edge < blob + AHEAD) {
      return colour > 0.5 ? FilterKind.COLOUR : FilterKind.BLOB;
    }
    if (edge >= LIMIT) {
      return FilterKind.ofEdge(orientation);
    }
    return separable >= LIMIT && colour > 0.5 ? FilterKind.COLOUR : FilterKind.OTHER;
  }

  @Override
  public double frequency() {
    return fit.gabor().frequency();
  }

  @Override
  public String words() {
    if (!kind.edge()) {
      return kind.toString();
    }
    return String.format(
        Locale.ROOT,
        "%s, %.0f degrees, %.2f cycles a pixel, %s, %.1f %% explained",
        kind,
        fit.gabor().orientation(),
        frequency(),
        polarity(),
        100 * edge);
  }

  @Override
  public String polarity() {
    double phase = fit.gabor().phase();
    if (kind == FilterKind.BLOB || kind == FilterKind.COLOUR || kind == FilterKind.OTHER) {
      return "";
    }
    if (phase < 45 || phase >= 315) {
      return "light bar";
    }
    if (phase >= 135 && phase < 225) {
      return "dark bar";
    }
    double towards = (fit.gabor().orientation() + (phase < 180 ? 90 : 270)) % 360;
    return "brightens to " + SIDES[(int) Math.round(towards / 45) % SIDES.length];
  }
}

package dev.loupe.explain.page;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// A signal as a curve for each channel, perhaps with a map of values as coloured bands behind it.
///
/// @param caption below it; not empty
/// @param unit of the axis below, such as `time in s`
/// @param seconds of one value on that axis
/// @param signal length x channels
/// @param map a value for each place
/// @param colours of the map
/// @param most the value of the map that has the last colour
public record SignalChart(
    String caption,
    String unit,
    double seconds,
    Tensor signal,
    Optional<Tensor> map,
    ColourMap colours,
    double most)
    implements Content {
  private static final int HEIGHT = 150;
  private static final int MOST_BANDS = 240;
  private static final int MOST_CHANNELS = 8;

  /// Checks the lengths.
  ///
  /// @throws LoupeException if the map is of another length than the signal
  public SignalChart {
    int length = signal.shape().size(0);
    map.filter(m -> m.length() != length)
        .ifPresent(
            m -> {
              throw LoupeException.of("the map does not fit the signal")
                  .expected(length + " values")
                  .got(String.valueOf(m.length()));
            });
  }

  /// A signal alone, over the numbers of its values.
  public static SignalChart of(String caption, Tensor signal) {
    return new SignalChart(caption, "sample", 1, signal, Optional.empty(), ColourMap.SEQUENTIAL, 1);
  }

  /// A signal with a map behind it, over the numbers of its values.
  public static SignalChart of(
      String caption, Tensor signal, Tensor map, ColourMap colours, double most) {
    return new SignalChart(caption, "sample", 1, signal, Optional.of(map), colours, most);
  }

  @Override
  public void write(Markup out) {
    int length = signal.shape().size(0);
    int channels = signal.length() / length;
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < signal.length(); i++) {
      low = Math.min(low, signal.get(i));
      high = Math.max(high, signal.get(i));
    }
    Axis x = Axis.of(unit).fitted(0, (length - 1) * seconds);
    Axis y = Axis.of("value").fitted(low, high);
    out.open("figure", "class", "plot");
    String alt = caption + ": a signal of " + length + " values in " + channels + " channels";
    Plot.svg(out, alt, Plot.WIDTH, HEIGHT + 24);
    map.ifPresent(m -> bands(out, m));
    for (int c = Math.min(channels, MOST_CHANNELS) - 1; c >= 0; c--) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < length; i++) {
        double px = length == 1 ? 0 : (double) i * Plot.WIDTH / (length - 1);
        double py = HEIGHT - 4 - y.part(signal.get(i * channels + c)) * (HEIGHT - 8);
        path.append(i == 0 ? 'M' : 'L').append(Plot.at(px)).append(',').append(Plot.at(py));
      }
      String stroke = map.isPresent() ? "var(--ink)" : Plot.colour(c);
      out.raw("<path class=\"curve\" stroke=\"" + stroke + "\" d=\"" + path + "\"/>");
    }
    for (double tick : x.ticks()) {
      double px = Math.clamp(x.part(tick) * Plot.WIDTH, 8, Plot.WIDTH - 16);
      Plot.text(out, Axis.text(tick), px, HEIGHT + 18, "middle");
    }
    out.close("svg").element("figcaption", caption + " (" + unit + ")").close("figure");
  }

  /// Bands of the map; of several values that share one the largest is shown.
  private void bands(Markup out, Tensor values) {
    int length = values.length();
    int bands = Math.min(length, MOST_BANDS);
    double width = (double) Plot.WIDTH / bands;
    for (int b = 0; b < bands; b++) {
      float value = 0;
      for (int i = (int) ((long) b * length / bands); i < (long) (b + 1) * length / bands; i++) {
        value = Math.abs(values.get(i)) > Math.abs(value) ? values.get(i) : value;
      }
      double part = most > 0 ? Math.clamp(value / most, -1, 1) : 0;
      int colour =
          switch (colours) {
            case SEQUENTIAL -> colours.colour(part);
            case DIVERGING -> colours.colour((part + 1) / 2);
          };
      out.raw(
          "<rect x=\"%s\" y=\"0\" width=\"%s\" height=\"%d\" fill=\"#%06x\" fill-opacity=\"%s\"/>"
              .formatted(
                  Plot.at(b * width),
                  Plot.at(width + 0.5),
                  HEIGHT,
                  colour,
                  Plot.at(Math.max(0, colours == ColourMap.SEQUENTIAL ? part : Math.abs(part)))));
    }
  }
}

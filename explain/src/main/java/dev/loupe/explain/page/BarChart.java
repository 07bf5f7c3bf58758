package dev.loupe.explain.page;

import java.util.List;
import java.util.stream.Collectors;

/// Bars one below the other, each with its name and its value.
///
/// @param caption below it; not empty
/// @param label what the bars measure, with its unit
/// @param bars from top to bottom
public record BarChart(String caption, String label, List<Bar> bars) implements Content {
  private static final int ROW = 24;
  private static final int NAMES = 150;
  private static final int VALUES = 64;
  private static final int LONGEST = 17;

  /// A bar.
  ///
  /// @param name at the left
  /// @param value how long it is; negative ones go to the left
  /// @param group which colour it has, from 0
  public record Bar(String name, double value, int group) {}

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no caption or a value is not a finite number
  public BarChart {
    bars = List.copyOf(bars);
    if (caption.isBlank() || bars.stream().anyMatch(b -> !Double.isFinite(b.value()))) {
      throw new IllegalArgumentException("a chart needs a caption and bars of a finite length");
    }
  }

  @Override
  public void write(Markup out) {
    double least = Math.min(0, bars.stream().mapToDouble(Bar::value).min().orElse(0));
    double greatest = Math.max(0, bars.stream().mapToDouble(Bar::value).max().orElse(1));
    double room = Plot.WIDTH - NAMES - VALUES;
    double scale = greatest > least ? room / (greatest - least) : 0;
    double zero = NAMES - least * scale;
    out.open("figure", "class", "plot");
    String said =
        bars.stream()
            .map(b -> b.name() + " " + Axis.text(b.value()))
            .collect(Collectors.joining(", "));
    int height = ROW * bars.size() + 26;
    Plot.svg(out, caption + ": " + said, Plot.WIDTH, height);
    for (int i = 0; i < bars.size(); i++) {
      Bar b = bars.get(i);
      double y = i * ROW;
      double from = Math.min(zero, zero + b.value() * scale);
      out.raw(
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%d\" fill=\"%s\"/>"
              .formatted(
                  Plot.at(from),
                  Plot.at(y + 3),
                  Plot.at(Math.max(1, Math.abs(b.value() * scale))),
                  ROW - 6,
                  Plot.colour(b.group())));
      Plot.text(out, shortened(b.name()), NAMES - 6, y + 17, "end");
      double end = Math.max(zero, zero + b.value() * scale);
      Plot.text(out, Axis.text(b.value()), end + 5, y + 17, "start");
    }
    Plot.line(out, "axis", zero, 0, zero, (double) ROW * bars.size());
    Plot.text(out, label, NAMES, height - 6.0, "start");
    out.close("svg").element("figcaption", caption).close("figure");
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "\u2026";
  }
}

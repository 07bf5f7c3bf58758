package dev.loupe.explain.page;

import dev.loupe.data.image.Image;
import java.util.List;
import java.util.Optional;

/// Points in a plane, with small pictures where they have some.
///
/// @param caption below it; not empty
/// @param x the axis below
/// @param y the axis at the left
/// @param groups the names of what the colours mean
/// @param points what is shown, the first ones lowest
public record ScatterChart(String caption, Axis x, Axis y, List<String> groups, List<Point> points)
    implements Content {
  private static final int PICTURE = 26;
  private static final double EDGE = 0.04;

  /// A point.
  ///
  /// @param name shown when it is pointed at
  /// @param group its colour
  /// @param picture shown at its place, in a frame of its colour
  public record Point(String name, double x, double y, int group, Optional<Image> picture) {}

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is no caption
  public ScatterChart {
    groups = List.copyOf(groups);
    points = List.copyOf(points);
    if (caption.isBlank()) {
      throw new IllegalArgumentException("a chart needs a caption");
    }
  }

  @Override
  public void write(Markup out) {
    List<Point> shown = points.stream().filter(p -> x.shows(p.x()) && y.shows(p.y())).toList();
    Plot plot =
        Plot.of(
            roomy(LineChart.fitted(x, shown.stream().mapToDouble(Point::x).toArray())),
            roomy(LineChart.fitted(y, shown.stream().mapToDouble(Point::y).toArray())));
    out.open("figure", "class", "plot wide");
    Plot.legend(out, groups, groups.stream().map(g -> false).toList());
    plot.open(out, caption + ": " + shown.size() + " points");
    shown.forEach(p -> point(out, plot, p));
    out.close("svg").element("figcaption", caption).close("figure");
  }

  /// A little longer at both ends, so that points there are seen whole.
  private static Axis roomy(Axis axis) {
    if (axis.log()) {
      return axis;
    }
    double more = EDGE * (axis.high() - axis.low());
    return Axis.between(axis.label(), axis.low() - more, axis.high() + more);
  }

  private static void point(Markup out, Plot plot, Point p) {
    double px = plot.px(p.x());
    double py = plot.py(p.y());
    String colour = Plot.colour(p.group());
    if (p.picture().isEmpty()) {
      out.raw(
          "<circle r=\"4\" fill=\"%s\" fill-opacity=\"0.8\" cx=\"%s\" cy=\"%s\">"
              .formatted(colour, Plot.at(px), Plot.at(py)));
      out.element("title", p.name()).close("circle");
      return;
    }
    String place =
        "x=\"%s\" y=\"%s\" width=\"%d\" height=\"%d\""
            .formatted(Plot.at(px - PICTURE / 2.0), Plot.at(py - PICTURE / 2.0), PICTURE, PICTURE);
    out.raw("<g>").element("title", p.name());
    out.raw("<image " + place + " href=\"" + Figure.data(p.picture().get()) + "\"/>");
    out.raw("<rect " + place + " fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\"/></g>");
  }
}

package dev.loupe.explain.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// Named curves over one axis.
///
/// @param caption below it; not empty
/// @param x the axis below
/// @param y the axis at the left
/// @param curves in the order of the legend
/// @param marks broken lines at some places
public record LineChart(String caption, Axis x, Axis y, List<Curve> curves, List<Mark> marks)
    implements Content {
  private static final int FEW = 30;

  /// A broken line with a name.
  ///
  /// @param name beside it
  /// @param at the place on its axis
  /// @param upright whether the place is one of the axis below
  public record Mark(String name, double at, boolean upright) {}

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is no caption
  public LineChart {
    curves = List.copyOf(curves);
    marks = List.copyOf(marks);
    if (caption.isBlank()) {
      throw new IllegalArgumentException("a chart needs a caption");
    }
  }

  /// A chart without marks.
  public LineChart(String caption, Axis x, Axis y, List<Curve> curves) {
    this(caption, x, y, curves, List.of());
  }

  /// A chart with one more broken line.
  public LineChart marked(String name, double at, boolean upright) {
    List<Mark> more = new ArrayList<>(marks);
    more.add(new Mark(name, at, upright));
    return new LineChart(caption, x, y, curves, more);
  }

  @Override
  public void write(Markup out) {
    Plot plot = plot();
    out.open("figure", "class", "plot");
    List<String> names = curves.stream().map(Curve::name).toList();
    if (curves.size() > 1) {
      Plot.legend(out, names, curves.stream().map(Curve::dashed).toList());
    }
    plot.open(out, caption + ": " + summary());
    for (int c = 0; c < curves.size(); c++) {
      band(out, plot, curves.get(c), c);
    }
    for (int c = 0; c < curves.size(); c++) {
      curve(out, plot, curves.get(c), c);
    }
    marks.forEach(m -> mark(out, plot, m));
    out.close("svg").element("figcaption", caption).close("figure");
  }

  /// What the curves do, for those who don't see them.
  private String summary() {
    return curves.stream()
        .filter(c -> c.y().length > 0)
        .map(
            c ->
                c.name()
                    + " from "
                    + Axis.text(c.y()[0])
                    + " to "
                    + Axis.text(c.y()[c.y().length - 1]))
        .collect(Collectors.joining("; "));
  }

  private Plot plot() {
    double[] xs =
        DoubleStream.concat(
                curves.stream().flatMapToDouble(c -> Arrays.stream(c.x())),
                marks.stream().filter(Mark::upright).mapToDouble(Mark::at))
            .filter(x::shows)
            .toArray();
    double[] ys =
        DoubleStream.concat(
                curves.stream().flatMapToDouble(LineChart::values),
                marks.stream().filter(m -> !m.upright()).mapToDouble(Mark::at))
            .filter(y::shows)
            .toArray();
    return Plot.of(fitted(x, xs), fitted(y, ys));
  }

  private static DoubleStream values(Curve c) {
    return DoubleStream.concat(
        Arrays.stream(c.y()), DoubleStream.concat(Arrays.stream(c.low()), Arrays.stream(c.high())));
  }

  static Axis fitted(Axis axis, double[] values) {
    return axis.fitted(
        Arrays.stream(values).min().orElse(Double.NaN),
        Arrays.stream(values).max().orElse(Double.NaN));
  }

  private void band(Markup out, Plot plot, Curve c, int number) {
    StringBuilder there = new StringBuilder();
    StringBuilder back = new StringBuilder();
    for (int i = 0; i < c.low().length; i++) {
      if (x.shows(c.x()[i]) && y.shows(c.low()[i]) && y.shows(c.high()[i])) {
        there.append(point(plot, c.x()[i], c.high()[i]));
        back.insert(0, point(plot, c.x()[i], c.low()[i]));
      }
    }
    if (!there.isEmpty()) {
      out.raw("<polygon class=\"band\" fill=\"%s\" points=\"".formatted(Plot.colour(number)));
      out.raw(there.append(back).toString().strip()).raw("\"/>");
    }
  }

  private void curve(Markup out, Plot plot, Curve c, int number) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < c.y().length; i++) {
      boolean shown = x.shows(c.x()[i]) && y.shows(c.y()[i]);
      if (shown) {
        path.append(pen ? 'L' : 'M').append(point(plot, c.x()[i], c.y()[i]));
      }
      pen = shown;
    }
    out.raw(
        "<path class=\"curve%s\" stroke=\"%s\" d=\"%s\"/>"
            .formatted(c.dashed() ? " dashed" : "", Plot.colour(number), path.toString().strip()));
    for (int i = 0; i < c.y().length && c.y().length <= FEW; i++) {
      if (x.shows(c.x()[i]) && y.shows(c.y()[i])) {
        out.raw("<circle r=\"3\" fill=\"%s\" cx=\"".formatted(Plot.colour(number)));
        out.raw(point(plot, c.x()[i], c.y()[i]).strip().replace(",", "\" cy=\"")).raw("\">");
        out.element("title", c.name() + " " + Axis.text(c.y()[i])).close("circle");
      }
    }
  }

  private static String point(Plot plot, double x, double y) {
    return Plot.at(plot.px(x)) + "," + Plot.at(plot.py(y)) + " ";
  }

  private static void mark(Markup out, Plot plot, Mark m) {
    if (m.upright()) {
      double at = plot.px(m.at());
      Plot.line(out, "mark", at, plot.top(), at, plot.bottom());
      boolean late = plot.x().part(m.at()) > 0.6;
      Plot.text(out, m.name(), late ? at - 5 : at + 5, plot.top() + 12, late ? "end" : "start");
    } else {
      double at = plot.py(m.at());
      Plot.line(out, "mark", plot.left(), at, plot.right(), at);
      Plot.text(out, m.name(), plot.right() - 4, at - 5, "end");
    }
  }
}

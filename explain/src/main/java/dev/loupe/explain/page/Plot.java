package dev.loupe.explain.page;

import java.util.List;
import java.util.Locale;

/// The field of a chart: axes, ticks, and what turns values into places of an SVG.
///
/// @param x fitted
/// @param y fitted
record Plot(Axis x, Axis y, int left) {
  static final int WIDTH = 480;
  static final int HEIGHT = 300;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 46;

  /// A field with room for the numbers of its ticks.
  static Plot of(Axis x, Axis y) {
    int longest = y.ticks().stream().mapToInt(t -> Axis.text(t).length()).max().orElse(1);
    return new Plot(x, y, 34 + 8 * longest);
  }

  double right() {
    return WIDTH - RIGHT;
  }

  double top() {
    return TOP;
  }

  double bottom() {
    return HEIGHT - BOTTOM;
  }

  double px(double value) {
    return left + x.part(value) * (right() - left);
  }

  double py(double value) {
    return bottom() - y.part(value) * (bottom() - TOP);
  }

  /// A place in the SVG's own unit.
  static String at(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }

  /// The colour of the n-th thing that is shown.
  static String colour(int number) {
    return "var(--c" + number % 8 + ")";
  }

  /// Opens the SVG and draws the axes.
  void open(Markup out, String alt) {
    open(out, alt, true);
  }

  void open(Markup out, String alt, boolean numbersBelow) {
    svg(out, alt, WIDTH, HEIGHT);
    for (double tick : y.ticks()) {
      line(out, "tick", left, py(tick), right(), py(tick));
      text(out, Axis.text(tick), left - 7, py(tick) + 5, "end");
    }
    if (numbersBelow) {
      for (double tick : x.ticks()) {
        line(out, "tick", px(tick), top(), px(tick), bottom());
        text(out, Axis.text(tick), px(tick), bottom() + 19, "middle");
      }
    }
    line(out, "axis", left, bottom(), right(), bottom());
    line(out, "axis", left, top(), left, bottom());
    text(out, x.label(), (left + right()) / 2, HEIGHT - 7, "middle");
    double middle = (top() + bottom()) / 2;
    out.raw(
        "<text transform=\"translate(14 %s) rotate(-90)\" text-anchor=\"middle\">"
            .formatted(at(middle)));
    out.text(y.label()).close("text");
  }

  static void svg(Markup out, String alt, int width, int height) {
    out.open(
        "svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "role",
        "img",
        "aria-label",
        alt,
        "class",
        "chart");
  }

  static void line(Markup out, String type, double x, double y, double toX, double toY) {
    out.raw(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
            .formatted(type, at(x), at(y), at(toX), at(toY)));
  }

  static void text(Markup out, String text, double x, double y, String anchor) {
    out.open("text", "x", at(x), "y", at(y), "text-anchor", anchor).text(text).close("text");
  }

  /// The names of what is shown with their colours, above a chart.
  static void legend(Markup out, List<String> names, List<Boolean> dashed) {
    out.open("div", "class", "legend");
    for (int i = 0; i < names.size(); i++) {
      String line = dashed.get(i) ? "dashed" : "solid";
      out.open("span");
      out.raw(
          "<i aria-hidden=\"true\" style=\"border-top:3px " + line + " " + colour(i) + "\"></i>");
      out.text(names.get(i)).close("span").raw("\n");
    }
    out.close("div");
  }
}

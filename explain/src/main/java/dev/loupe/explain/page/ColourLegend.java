package dev.loupe.explain.page;

import dev.loupe.data.image.Image;

/// What the colours of a map mean.
///
/// @param colours the map
/// @param low the value of the first colour
/// @param high the value of the last colour
/// @param label what is measured, with its unit
public record ColourLegend(ColourMap colours, double low, double high, String label)
    implements Content {
  private static final int STEPS = 256;

  @Override
  public void write(Markup out) {
    Image bar = Image.black(STEPS, 1, 3);
    for (int i = 0; i < STEPS; i++) {
      Overlay.put(bar, i, colours.colour(i / (STEPS - 1.0)));
    }
    out.open("div", "class", "colours");
    out.element("span", label).raw(" ").element("span", Axis.text(low));
    String alt = "colours from %s to %s".formatted(Axis.text(low), Axis.text(high));
    out.open("img", "src", Figure.data(bar), "alt", alt, "width", "160", "height", "12");
    out.element("span", Axis.text(high)).close("div");
  }
}

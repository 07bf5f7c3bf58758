package dev.loupe.explain.page;

import java.util.List;

/// Parts of which one is seen at a time, chosen by a slider or by tabs: slices of a volume, epochs
/// of a training. Without scripts all are seen.
///
/// @param label what is chosen, such as `epoch`
/// @param names of the parts, in their order
/// @param parts as many
/// @param tabs whether each part has a button, in place of a slider
/// @param first which one is seen at first, from 0
public record Frames(String label, List<String> names, List<Content> parts, boolean tabs, int first)
    implements Content {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is no part, or not one name for each
  public Frames {
    names = List.copyOf(names);
    parts = List.copyOf(parts);
    if (parts.isEmpty() || names.size() != parts.size() || first < 0 || first >= parts.size()) {
      throw new IllegalArgumentException(
          names.size() + " names for " + parts.size() + " parts, of which number " + first);
    }
  }

  /// Parts in an order, with a slider that begins at one of them.
  public static Frames slider(
      String label, List<String> names, List<? extends Content> parts, int first) {
    return new Frames(label, names, List.copyOf(parts), false, first);
  }

  /// Parts with a button each, the first of which is seen.
  public static Frames tabs(String label, List<String> names, List<? extends Content> parts) {
    return new Frames(label, names, List.copyOf(parts), true, 0);
  }

  @Override
  public void write(Markup out) {
    String id = out.id("frames");
    out.open("div", "class", "frames", "data-first", String.valueOf(first), "id", id);
    if (tabs) {
      out.open("div", "role", "tablist", "aria-label", label, "class", "tabs");
      for (int i = 0; i < names.size(); i++) {
        tab(out, id, i);
      }
      out.close("div");
    } else {
      slider(out, id);
    }
    for (int i = 0; i < parts.size(); i++) {
      if (tabs) {
        out.open(
            "div",
            "class",
            "frame",
            "role",
            "tabpanel",
            "id",
            id + "-p" + i,
            "aria-labelledby",
            id + "-t" + i);
      } else {
        out.open("div", "class", "frame", "data-name", names.get(i));
      }
      parts.get(i).write(out);
      out.close("div");
    }
    out.close("div");
  }

  private void tab(Markup out, String id, int i) {
    String chosen = String.valueOf(i == first);
    String reached = i == first ? "0" : "-1";
    out.open(
        "button",
        "type",
        "button",
        "role",
        "tab",
        "id",
        id + "-t" + i,
        "aria-controls",
        id + "-p" + i,
        "aria-selected",
        chosen,
        "tabindex",
        reached);
    out.text(names.get(i)).close("button");
  }

  private void slider(Markup out, String id) {
    out.open("div", "class", "slider").open("label", "for", id + "-s").text(label).close("label");
    out.open(
        "input",
        "type",
        "range",
        "id",
        id + "-s",
        "min",
        "0",
        "max",
        String.valueOf(parts.size() - 1),
        "value",
        String.valueOf(first),
        "step",
        "1",
        "aria-valuetext",
        names.get(first));
    out.open("output", "for", id + "-s").text(names.get(first)).close("output");
    out.close("div");
  }
}

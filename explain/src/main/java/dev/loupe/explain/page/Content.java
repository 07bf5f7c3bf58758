package dev.loupe.explain.page;

import java.util.List;

/// A part of a page.
@FunctionalInterface
public interface Content {
  /// Writes itself; the same calls for the same part.
  void write(Markup out);

  /// A paragraph of plain text.
  static Content text(String text) {
    return out -> out.element("p", text);
  }

  /// A paragraph of plain text that is less important.
  static Content note(String text) {
    return out -> out.open("p", "class", "note").text(text).close("p");
  }

  /// Lines of plain text as they are, such as a command.
  static Content code(String text) {
    return out ->
        out.open("pre", "tabindex", "0").open("code").text(text).close("code").close("pre");
  }

  /// A list of plain texts.
  static Content items(List<String> texts) {
    List<String> copy = List.copyOf(texts);
    return out -> {
      out.open("ul");
      copy.forEach(t -> out.element("li", t));
      out.close("ul");
    };
  }

  /// HTML as it is: nothing is escaped.
  static Content markup(String html) {
    return out -> out.raw(html);
  }

  /// A heading below that of a section, and what follows it.
  static Content part(String heading, Content... parts) {
    List<Content> copy = List.of(parts);
    return out -> {
      out.element("h3", heading);
      copy.forEach(c -> c.write(out));
    };
  }

  /// Parts one after the other.
  static Content all(List<? extends Content> parts) {
    List<Content> copy = List.copyOf(parts);
    return out -> copy.forEach(c -> c.write(out));
  }

  /// Parts side by side as far as there is room.
  ///
  /// @param width the least of a part, in pixels; on a narrower screen parts get narrower too
  static Content grid(int width, List<? extends Content> parts) {
    List<Content> copy = List.copyOf(parts);
    return out -> {
      out.open("div", "class", "grid", "style", "--cell:" + width + "px");
      copy.forEach(c -> c.write(out));
      out.close("div");
    };
  }

  /// What is shown when its summary is opened.
  static Content details(String summary, Content... parts) {
    List<Content> copy = List.of(parts);
    return out -> {
      out.open("details").element("summary", summary);
      copy.forEach(c -> c.write(out));
      out.close("details");
    };
  }
}

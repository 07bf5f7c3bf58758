package dev.loupe.explain.page;

import dev.loupe.formats.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A page for a browser in one file: it asks for nothing outside of itself, which its content
/// security policy enforces, and goes with light and dark, wide and narrow screens, and a keyboard.
///
/// ```java
/// HtmlPage.of("What the network sees")
///     .introduction("The filters of the first layer.")
///     .section("Filters", new Figure(image, "a filter", "Filter 1"))
///     .write(folder.resolve("filters.html"));
/// ```
///
/// Equal parts give equal bytes. A page is for one thread at a time.
public final class HtmlPage {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private final String title;
  private final List<String> introduction = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final Set<String> styles = new LinkedHashSet<>();
  private final Set<String> scripts = new LinkedHashSet<>();

  private record Section(String heading, String id, List<Content> parts) {}

  private HtmlPage(String title) {
    this.title = title;
  }

  /// A page with a title alone.
  public static HtmlPage of(String title) {
    return new HtmlPage(title);
  }

  /// Adds a paragraph below the title.
  public HtmlPage introduction(String text) {
    introduction.add(text);
    return this;
  }

  /// Adds a section.
  public HtmlPage section(String heading, Content... parts) {
    return section(heading, List.of(parts));
  }

  /// Adds a section.
  public HtmlPage section(String heading, List<? extends Content> parts) {
    String plain = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String id = "s" + (sections.size() + 1) + "-" + plain;
    sections.add(new Section(heading, id, List.copyOf(parts)));
    return this;
  }

  /// Adds rules of CSS after those that all pages have; the same rules count once.
  public HtmlPage style(String css) {
    styles.add(css);
    return this;
  }

  /// Adds a script that runs at the end; the same script counts once.
  public HtmlPage script(String javaScript) {
    scripts.add(javaScript);
    return this;
  }

  /// The whole file.
  public String html() {
    Markup out = new Markup();
    out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).raw("\n");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.raw("<link rel=\"icon\" href=\"data:,\">\n").element("title", title).raw("\n<style>\n");
    out.raw(resource("page.css"));
    styles.forEach(s -> out.raw(inside(s)).raw("\n"));
    out.raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to content</a>\n");
    out.raw("<header>\n").element("h1", title).raw("\n");
    introduction.forEach(p -> out.element("p", p));
    contents(out);
    out.raw("</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    for (Section s : sections) {
      out.open("section", "id", s.id(), "aria-labelledby", s.id() + "-h").raw("\n");
      out.open("h2", "id", s.id() + "-h").text(s.heading()).close("h2");
      s.parts().forEach(p -> p.write(out));
      out.close("section");
    }
    out.raw("</main>\n<script>\n").raw(resource("page.js"));
    scripts.forEach(s -> out.raw(inside(s)).raw("\n"));
    return out.raw("</script>\n</body>\n</html>\n").toString();
  }

  /// Writes the file whole or not at all; folders that are missing are made.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it can't be written
  public void write(Path file) {
    AtomicFile.write(file, html());
  }

  private void contents(Markup out) {
    if (sections.size() < 3) {
      return;
    }
    out.raw("<nav aria-label=\"Sections\">");
    for (Section s : sections) {
      out.open("a", "href", "#" + s.id()).text(s.heading()).close("a").raw("\n");
    }
    out.raw("</nav>\n");
  }

  /// A script or style can't end its own element.
  private static String inside(String text) {
    return text.replace("</", "<\\/");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.loupe.explain.page;

/// HTML that is written from its beginning to its end; texts and values of attributes are escaped.
public final class Markup {
  private final StringBuilder html = new StringBuilder();
  private int ids;

  Markup() {}

  /// Opens an element.
  ///
  /// @param attributes names and values in turn; a name with the value `""` stands alone
  /// @throws IllegalArgumentException if a name has no value
  public Markup open(String name, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException(attributes[attributes.length - 1] + " has no value");
    }
    html.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]);
      if (!attributes[i + 1].isEmpty() || attributes[i].equals("alt")) {
        html.append("=\"").append(escape(attributes[i + 1])).append('"');
      }
    }
    html.append('>');
    return this;
  }

  /// Closes an element.
  public Markup close(String name) {
    html.append("</").append(name).append(">");
    if (breaks(name)) {
      html.append('\n');
    }
    return this;
  }

  /// An element with a text in it.
  public Markup element(String name, String text) {
    return open(name).text(text).close(name);
  }

  /// Plain text.
  public Markup text(String text) {
    html.append(escape(text));
    return this;
  }

  /// Markup as it is.
  public Markup raw(String markup) {
    html.append(markup);
    return this;
  }

  /// A name that no other element of the page has.
  public String id(String stem) {
    ids++;
    return stem + "-" + ids;
  }

  /// A text in which no letter means markup; control characters, which HTML does not allow, become
  /// U+FFFD.
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n', '\t' -> safe.append(c);
        default -> safe.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return html.toString();
  }

  private static boolean breaks(String name) {
    return switch (name) {
      case "p", "div", "section", "figure", "table", "tr", "h2", "h3", "svg", "pre", "li" -> true;
      default -> false;
    };
  }
}

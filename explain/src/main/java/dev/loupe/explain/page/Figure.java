package dev.loupe.explain.page;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import java.util.Base64;

/// A picture with what is said below it.
///
/// @param picture is kept in the page as PNG
/// @param alt what is seen, for those who don't see it; not empty
/// @param caption below it; may be empty
/// @param width that it is shown with where there is room, in CSS pixels; small pictures keep sharp
///     pixels
public record Figure(Image picture, String alt, String caption, int width) implements Content {
  private static final int LEAST = 96;

  /// Checks the text.
  ///
  /// @throws IllegalArgumentException if nothing says what is seen, or the width is below 1
  public Figure {
    if (alt.isBlank() || width < 1) {
      throw new IllegalArgumentException("a figure needs an alternative text and a width");
    }
  }

  /// A figure in the picture's own size, small ones grown by a whole factor.
  public Figure(Image picture, String alt, String caption) {
    this(picture, alt, caption, picture.width() * Math.max(1, LEAST / picture.width()));
  }

  @Override
  public void write(Markup out) {
    out.open("figure", "class", "picture");
    image(out);
    if (!caption.isEmpty()) {
      out.element("figcaption", caption);
    }
    out.close("figure");
  }

  /// The picture alone.
  void image(Markup out) {
    out.open(
        "img",
        "src",
        data(picture),
        "alt",
        alt,
        "width",
        String.valueOf(width),
        "height",
        String.valueOf(Math.max(1, Math.round((float) width * picture.height() / picture.width()))),
        "class",
        width >= 2 * picture.width() ? "pixels" : "photo");
  }

  /// A picture as an address that needs no file.
  static String data(Image picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureFile.png(picture));
  }
}

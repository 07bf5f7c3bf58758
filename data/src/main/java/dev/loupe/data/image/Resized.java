package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;

/// The size that a picture is brought to before its middle is cut out.
///
/// @param width columns
/// @param height rows
public record Resized(int width, int height) {
  /// Checks that both are at least 1.
  ///
  /// @throws LoupeException if not
  public Resized {
    if (width < 1 || height < 1) {
      throw LoupeException.of("the size of the pictures is not possible")
          .expected("a width and a height of at least 1")
          .got(width + "x" + height);
    }
  }

  /// Sees that a middle part of a size can be cut out.
  ///
  /// @throws LoupeException if it is larger than the whole
  public void check(int partWidth, int partHeight) {
    if (partWidth > width || partHeight > height) {
      throw LoupeException.of("the middle that is cut out is larger than the picture")
          .expected("at most " + width + "x" + height)
          .got(partWidth + "x" + partHeight);
    }
  }
}

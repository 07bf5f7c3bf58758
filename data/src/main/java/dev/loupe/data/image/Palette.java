package dev.loupe.data.image;

/// The colours of an indexed picture, composed over white.
///
/// @param colours three bytes a colour
record Palette(byte[] colours) {
  /// Whether all colours are greys.
  boolean grey() {
    for (int i = 0; i < colours.length; i += 3) {
      if (colours[i] != colours[i + 1] || colours[i] != colours[i + 2]) {
        return false;
      }
    }
    return true;
  }

  /// How many colours there are.
  int size() {
    return colours.length / 3;
  }

  /// A sample over white: `(sample alpha + 255 (255 - alpha)) / 255`, rounded to the nearest.
  ///
  /// @param sample 0 to 255, not multiplied by alpha
  /// @param alpha 0 (nothing is seen) to 255 (opaque)
  static int overWhite(int sample, int alpha) {
    return alpha == 255 ? sample : (sample * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}

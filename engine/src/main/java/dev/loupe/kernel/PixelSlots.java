package dev.loupe.kernel;

/// One operand of sums over pixels: the values that belong to each pixel, cut into slots and copied
/// slot by slot, `[slot][pixel][width]`, for [PixelTile].
///
/// A slot that isn't full is filled up with anything: what is summed there is never used.
sealed interface PixelSlots permits ChannelSlots, PatchSlots, TapSlots {
  /// How the values of a pixel are cut into slots.
  Slots cut();

  /// Floats that [#copy] needs for itself.
  default int room() {
    return 0;
  }

  /// Copies the slots `slot0 .. slot1` of some pixels.
  ///
  /// @param in the tensor that is read
  /// @param start its first value, for the group
  /// @param pixel0 the first pixel, numbered on and on through the samples
  /// @param pixels how many
  /// @param out what is written
  /// @param at where the first slot starts
  /// @param step from slot to slot; behind the last pixel there is room for a vector
  /// @param room where the [#room] starts in `out`
  void copy(
      float[] in,
      int start,
      int pixel0,
      int pixels,
      int slot0,
      int slot1,
      float[] out,
      int at,
      int step,
      int room);
}

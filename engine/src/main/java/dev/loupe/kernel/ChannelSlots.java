package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The channels of the pixels themselves.
///
/// @param cut how the channels of a group are cut into slots
/// @param pixel the channels of all groups
record ChannelSlots(Slots cut, int pixel) implements PixelSlots {
  @Override
  public void copy(
      float[] in,
      int start,
      int pixel0,
      int pixels,
      int slot0,
      int slot1,
      float[] out,
      int at,
      int step,
      int room) {
    int from = start + pixel0 * pixel;
    // Of the last pixels a vector may read past the end.
    int safe = Math.clamp((in.length - Lanes.N - from) / pixel - cut.widest() / pixel, 0, pixels);
    for (int slot = slot0; slot < slot1; slot++) {
      int first = from + cut.first(slot);
      int width = cut.width(slot);
      int real = cut.real(slot);
      int to = at + (slot - slot0) * step;
      for (int p = 0; p < safe; p++) {
        for (int l = 0; l < real; l += Lanes.N) {
          FloatVector.fromArray(Lanes.F, in, first + p * pixel + l)
              .intoArray(out, to + p * width + l);
        }
      }
      for (int p = safe; p < pixels; p++) {
        System.arraycopy(in, first + p * pixel, out, to + p * width, real);
      }
    }
  }
}

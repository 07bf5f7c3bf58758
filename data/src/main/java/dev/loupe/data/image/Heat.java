package dev.loupe.data.image;

import dev.loupe.tensor.Tensor;

/// Draws figures as colours, from dark blue by red to light yellow.
final class Heat {
  private static final int[][] COLOURS = {
    {8, 10, 48}, {74, 20, 110}, {176, 42, 96}, {240, 106, 48}, {252, 196, 72}, {255, 250, 200}
  };

  /// Powers below this part of the greatest look alike: 60 dB.
  private static final double FAINTEST = 1e-6;

  private Heat() {}

  /// A picture of the first channel of frequencies x time x channels, low ones at the bottom.
  ///
  /// Where no value is negative they are taken for powers, and shown by their logarithms.
  ///
  /// @param size of its edges in pixels
  static Image frequencies(Tensor sample, int size) {
    int rows = sample.shape().size(0);
    int columns = sample.shape().size(1);
    int channels = sample.shape().channels();
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = sample.get(i * channels);
    }
    float[] range = SampleDrawing.range(sample, Float.POSITIVE_INFINITY, -Float.MAX_VALUE);
    double low = range[0];
    double high = range[1];
    if (low >= 0 && high > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = StrictMath.log(Math.max(values[i] / high, FAINTEST));
      }
      low = StrictMath.log(FAINTEST);
      high = 0;
    }
    Image image = Image.black(size, size, 3);
    for (int y = 0; y < size; y++) {
      int row = (size - 1 - y) * rows / size;
      for (int x = 0; x < size; x++) {
        double value = values[row * columns + x * columns / size];
        double part = high > low ? Math.clamp((value - low) / (high - low), 0, 1) : 0;
        colour(part * (COLOURS.length - 1), image.pixels(), (y * size + x) * 3);
      }
    }
    return image;
  }

  private static void colour(double place, byte[] pixels, int at) {
    int before = Math.min((int) place, COLOURS.length - 2);
    double part = place - before;
    for (int c = 0; c < 3; c++) {
      double value = (1 - part) * COLOURS[before][c] + part * COLOURS[before + 1][c];
      pixels[at + c] = (byte) Math.round(value);
    }
  }
}

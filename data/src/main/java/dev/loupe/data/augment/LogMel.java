package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Turns signals, time x channels, into logarithms of mel powers, band x time x channels.
///
/// A [Spectrogram], summed up under triangles whose corners are evenly spaced on the mel scale
/// `2595 log10(1 + f / 700)` from 0 to half the rate, as torchaudio's `MelSpectrogram` has it; then
/// the natural logarithm of the power plus 1e-6.
///
/// @param rate steps a second, 1 to 10,000,000
/// @param window steps a frame has
/// @param hop steps between frames
/// @param bands how many triangles, 1 to 1024
public record LogMel(int rate, int window, int hop, int bands) implements Transform {
  private static final double FLOOR = 1e-6;

  /// Checks the figures.
  ///
  /// @throws LoupeException if one is out of its range
  public LogMel {
    Checks.range("logmel", "rate", rate, 1, 10_000_000);
    Checks.range("logmel", "window", window, 2, 1 << 16);
    Checks.range("logmel", "hop", hop, 1, 1 << 16);
    Checks.range("logmel", "number of bands", bands, 1, 1024);
  }

  @Override
  public Shape shape(Shape input) {
    return spectrogram().shape(input).with(0, bands);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    Spectrogram spectrogram = spectrogram();
    Tensor powers = Tensor.zeros(spectrogram.shape(input.shape()));
    spectrogram.apply(seed, input, powers);
    double[] corners = corners();
    int frequencies = powers.shape().size(0);
    int row = powers.length() / frequencies;
    double[] sum = new double[row];
    for (int band = 0; band < bands; band++) {
      Arrays.fill(sum, 0);
      for (int f = 0; f < frequencies; f++) {
        double weight = weight(corners, band, rate / 2.0 * f / (frequencies - 1));
        for (int i = 0; weight > 0 && i < row; i++) {
          sum[i] += weight * powers.get(f * row + i);
        }
      }
      for (int i = 0; i < row; i++) {
        output.set(band * row + i, (float) StrictMath.log(sum[i] + FLOOR));
      }
    }
  }

  private Spectrogram spectrogram() {
    return new Spectrogram(window, hop);
  }

  /// Where the triangles begin, peak and end, in hertz: each ends where the next one peaks.
  private double[] corners() {
    double top = 2595 * StrictMath.log10(1 + rate / 2.0 / 700);
    double[] corners = new double[bands + 2];
    for (int i = 0; i < corners.length; i++) {
      double mel = top * i / (bands + 1);
      corners[i] = 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }
    return corners;
  }

  private static double weight(double[] corners, int band, double frequency) {
    double peak = corners[band + 1];
    double rise = (frequency - corners[band]) / (peak - corners[band]);
    double fall = (corners[band + 2] - frequency) / (corners[band + 2] - peak);
    return Math.max(0, Math.min(rise, fall));
  }

  @Override
  public void applyToMap(Seed seed, Tensor map, Tensor output) {
    throw Checks.noMap("logmel");
  }

  @Override
  public String toString() {
    return Words.call("logmel", rate, window, hop, bands);
  }
}

package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Reshape;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Function;
import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Turns signals into logarithms of mel powers, as a fixed part of the network: what comes before
/// it, in training and in use, are waves.
///
/// Input: N, time, 1. Output: N, `time / hop + 1` frames, bands, 1. No parameters.
///
/// Frames are centred on every `hop`-th step, the signal mirrored at its ends, under a periodic
/// Hann window. Their Fourier transform is a convolution with cosines and sines; its squared moduli
/// are summed under triangles whose corners are evenly spaced on the mel scale `2595 log10(1 + f /
/// 700)` from 0 to half the rate, as torchaudio's `MelSpectrogram` has it; then the natural
/// logarithm of the power plus 1e-6 is taken.
///
/// Source: Davis and Mermelstein, Comparison of Parametric Representations for Monosyllabic Word
/// Recognition, IEEE TASSP 1980, section II; the scale is that of O'Shaughnessy, Speech
/// Communication, 1987.
///
/// @param rate steps a second, 1 to 10,000,000
/// @param window steps a frame has, 2 to 65,536
/// @param hop steps between frames, 1 to 65,536
/// @param bands how many triangles, 1 to 1024
public record LogMel(int rate, int window, int hop, int bands) implements Layer {
  private static final float FLOOR = 1e-6f;

  /// Checks the figures.
  ///
  /// @throws LoupeException if one is out of its range
  public LogMel {
    range("rate", rate, 1, 10_000_000);
    range("window", window, 2, 1 << 16);
    range("hop", hop, 1, 1 << 16);
    range("number of bands", bands, 1, 1024);
  }

  private static void range(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw LoupeException.of("the " + what + " of a log-mel spectrogram is out of range")
          .expected(least + " to " + most)
          .got(String.valueOf(value));
    }
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    if (x.rank() != 3 || x.channels() != 1) {
      throw scope
          .error("a log-mel spectrogram is made of signals of one channel")
          .expected("batch, steps, 1")
          .got(x.toString());
    }
    int behind = window - window / 2;
    if (x.size(1) <= behind) {
      throw scope
          .error("the signals are too short for the window of the spectrogram")
          .expected("more than " + behind + " steps")
          .got(x.toString())
          .fix("use a window below " + 2 * x.size(1));
    }
    Pad mirrored = new Pad(PadMode.REFLECT, List.of(0, window / 2, 0), List.of(0, behind, 0), 0);
    Window frames = new Window(List.of(new Axis(window, hop, 1, 0, 0)));
    Value v = scope.apply(mirrored, input);
    v = scope.apply(new Convolution(frames, 1), v, scope.constant(waves()));
    v = scope.apply(Arithmetic.MULTIPLY, v, v);
    v = scope.apply(MatrixMultiply.PLAIN, v, scope.constant(triangles()));
    v = scope.apply(new Apply(Function.LOG), scope.apply(new Affine(1, FLOOR), v));
    return scope.apply(new Reshape(Shape.of(x.size(0), v.shape().size(1), bands, 1)), v);
  }

  private int frequencies() {
    return window / 2 + 1;
  }

  /// The filters, window x 1 x channels: the cosines of all frequencies, then the sines.
  private Tensor waves() {
    int count = frequencies();
    Tensor waves = Tensor.zeros(Shape.of(window, 1, 2 * count));
    for (int i = 0; i < window; i++) {
      double hann = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / window);
      for (int f = 0; f < count; f++) {
        // The angle within one turn, where it is most exact.
        double angle = 2 * Math.PI * ((long) i * f % window) / window;
        waves.set(2 * i * count + f, (float) (hann * StrictMath.cos(angle)));
        waves.set((2 * i + 1) * count + f, (float) (hann * StrictMath.sin(angle)));
      }
    }
    return waves;
  }

  /// The weight of each squared wave in each band: the same for a cosine and its sine.
  private Tensor triangles() {
    double top = 2595 * StrictMath.log10(1 + rate / 2.0 / 700);
    // Where the triangles begin, peak and end, in hertz: each ends where the next one peaks.
    double[] corners = new double[bands + 2];
    for (int i = 0; i < corners.length; i++) {
      double mel = top * i / (bands + 1);
      corners[i] = 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }
    int count = frequencies();
    Tensor weights = Tensor.zeros(Shape.of(2 * count, bands));
    for (int f = 0; f < count; f++) {
      double frequency = rate / 2.0 * f / (count - 1);
      for (int band = 0; band < bands; band++) {
        double peak = corners[band + 1];
        double rise = (frequency - corners[band]) / (peak - corners[band]);
        double fall = (corners[band + 2] - frequency) / (corners[band + 2] - peak);
        float weight = (float) Math.max(0, Math.min(rise, fall));
        weights.set(f * bands + band, weight);
        weights.set((count + f) * bands + band, weight);
      }
    }
    return weights;
  }
}

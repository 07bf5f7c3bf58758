package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Turns signals, time x channels, into powers of frequencies, frequency x time x channels.
///
/// Frames are centred on every `hop`-th step, the signal mirrored at its ends, under a periodic
/// Hann window; a power is the squared modulus of the frame's Fourier transform, as torchaudio's
/// `Spectrogram` has it. There are `window / 2 + 1` frequencies and `length / hop + 1` frames.
///
/// @param window steps a frame has, 2 to 65536
/// @param hop steps between frames, at least 1
public record Spectrogram(int window, int hop) implements Transform {
  /// Checks the figures.
  ///
  /// @throws LoupeException if one is out of its range
  public Spectrogram {
    Checks.range("spectrogram", "window", window, 2, 1 << 16);
    Checks.range("spectrogram", "hop", hop, 1, 1 << 16);
  }

  @Override
  public Shape shape(Shape input) {
    Checks.signal("spectrogram", input);
    if (input.size(0) <= window / 2) {
      throw LoupeException.of("spectrogram: the signals are too short for the window")
          .expected("more than " + window / 2 + " steps")
          .got(input.toString())
          .fix("use a window below " + 2 * input.size(0));
    }
    return Shape.of(window / 2 + 1, input.size(0) / hop + 1, input.channels());
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    int length = input.shape().size(0);
    int c = input.shape().channels();
    int frames = length / hop + 1;
    double[] hann = new double[window];
    for (int i = 0; i < window; i++) {
      hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / window);
    }
    Fft fft = new Fft(window);
    double[] re = new double[window];
    double[] im = new double[window];
    for (int k = 0; k < c; k++) {
      for (int frame = 0; frame < frames; frame++) {
        for (int i = 0; i < window; i++) {
          int at = Edge.reflect(frame * hop + i - window / 2, length);
          re[i] = hann[i] * input.get(at * c + k);
          im[i] = 0;
        }
        fft.transform(re, im);
        for (int f = 0; f <= window / 2; f++) {
          output.set((f * frames + frame) * c + k, (float) (re[f] * re[f] + im[f] * im[f]));
        }
      }
    }
  }

  @Override
  public void applyToMap(Seed seed, Tensor map, Tensor output) {
    throw Checks.noMap("spectrogram");
  }

  @Override
  public String toString() {
    return Words.call("spectrogram", window, hop);
  }
}

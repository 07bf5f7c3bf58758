package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.math.BigInteger;

/// Changes the rate of a signal by a ratio of whole numbers.
///
/// A polyphase filter: each output is the sum of the inputs around its time, weighted by a sinc
/// under a Kaiser window. The sinc has its cutoff at 0.95 of the lower of both Nyquist frequencies
/// and 64 zero crossings on each side; the window's beta is 10.06. So the spectrum is flat to 0.9
/// of the lower Nyquist frequency, and what lies above that frequency is 100 dB down: sines of up
/// to
/// 0.9 come out within 2e-5 of their amplitude. The weights of each phase are scaled to sum 1, so a
/// constant stays what it is. Around the signal there are zeros. There is no delay: output `k` is
/// the signal at the time `k / to`.
///
/// Sums are in double precision, in the order of the inputs.
///
/// Source: Crochiere and Rabiner, Multirate Digital Signal Processing, 1983, chapter 3; Kaiser,
/// Nonrecursive digital filter design using the I0-sinh window function, 1974.
public final class Resample {
  private static final int CROSSINGS = 64;
  private static final double CUTOFF = 0.95;
  private static final double BETA = 10.06;
  private static final int LARGEST = 1 << 16;

  private final int up;
  private final int down;

  /// Inputs on each side of an output's time.
  private final int half;

  /// For each phase, the weights of the `2 * half` inputs around; of one where nothing changes.
  private final double[][] weights;

  private Resample(int up, int down) {
    this.up = up;
    this.down = down;
    double narrow = Math.min(1, (double) up / down);
    this.half = up == down ? 1 : (int) Math.ceil(CROSSINGS / narrow);
    this.weights = new double[up][];
    for (int phase = 0; phase < up; phase++) {
      weights[phase] = up == down ? new double[] {1} : phase(phase, CUTOFF * narrow, narrow);
    }
  }

  /// The change from one rate to another; the same rates change nothing.
  ///
  /// @param from values a second
  /// @param to values a second
  /// @throws LoupeException if a rate is below 1, or if the ratio has too large numbers
  public static Resample of(int from, int to) {
    if (from < 1 || to < 1) {
      throw LoupeException.of("the rate of a signal is out of range")
          .expected("at least 1 Hz")
          .got(Math.min(from, to) + " Hz");
    }
    int common = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
    int up = to / common;
    int down = from / common;
    if (Math.max(up, down) > LARGEST) {
      throw LoupeException.of("the rate can't be changed from " + from + " to " + to + " Hz")
          .expected("a ratio with numbers up to " + LARGEST)
          .got(up + ":" + down)
          .fix("choose a rate that has more divisors in common");
    }
    return new Resample(up, down);
  }

  private double[] phase(int phase, double cutoff, double narrow) {
    double[] taps = new double[2 * half];
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      double distance = i - (half - 1) - (double) phase / up;
      taps[i] = sinc(cutoff * distance) * kaiser(distance * narrow / CROSSINGS);
      sum += taps[i];
    }
    for (int i = 0; i < taps.length; i++) {
      taps[i] /= sum;
    }
    return taps;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    double inside = 1 - x * x;
    return inside <= 0 ? 0 : bessel(BETA * Math.sqrt(inside)) / bessel(BETA);
  }

  /// The modified Bessel function of the first kind and order 0, by its power series.
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      double factor = x / (2 * k);
      term *= factor * factor;
      sum += term;
    }
    return sum;
  }

  /// How many values come out: those whose time lies within the signal.
  public long length(long inputs) {
    return Math.ceilDiv(Math.multiplyExact(inputs, up), down);
  }

  /// The first input that an output depends on; may be below 0.
  public long first(long output) {
    return Math.floorDiv(output * down, up) - half + 1;
  }

  /// The last input that an output depends on; may be behind the end.
  public long last(long output) {
    return first(output) + weights[0].length - 1;
  }

  /// Computes a range of outputs of each channel.
  ///
  /// @param input values, channels next to each other
  /// @param start which input the first one is; inputs that are not given count as 0
  /// @param count how many inputs are given
  /// @param channels values of each moment
  /// @param from the first output; times may be negative
  /// @param outputs how many
  /// @param into where they go, from `at` on
  public void apply(
      float[] input,
      long start,
      int count,
      int channels,
      long from,
      int outputs,
      float[] into,
      int at) {
    for (int k = 0; k < outputs; k++) {
      long time = (from + k) * down;
      double[] taps = weights[(int) Math.floorMod(time, (long) up)];
      long first = first(from + k);
      int low = (int) Math.max(0, Math.min(taps.length, start - first));
      int high = (int) Math.max(low, Math.min(taps.length, start + count - first));
      int base = (int) (first - start);
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int i = low; i < high; i++) {
          sum += taps[i] * input[(base + i) * channels + c];
        }
        into[at + k * channels + c] = (float) sum;
      }
    }
  }

  @Override
  public String toString() {
    return "resample " + up + ":" + down;
  }
}

package dev.loupe.data.augment;

import java.util.Arrays;

/// The discrete Fourier transform of any length, in double precision.
///
/// Powers of two go by Cooley and Tukey (1965), other lengths as a convolution by Bluestein (1970).
/// Angles come from StrictMath, so every machine gives the same bits.
final class Fft {
  private final int length;
  private final double[] cos;
  private final double[] sin;
  private final double[] chirpCos;
  private final double[] chirpSin;
  private final double[] filterRe;
  private final double[] filterIm;
  private final double[] workRe;
  private final double[] workIm;

  /// Prepares tables and working space; for one thread.
  ///
  /// @param length at least 1
  Fft(int length) {
    this.length = length;
    boolean direct = Integer.bitCount(length) == 1;
    int size = direct ? length : Integer.highestOneBit(4 * length - 4);
    cos = new double[size / 2];
    sin = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      double angle = -2 * Math.PI * i / size;
      cos[i] = StrictMath.cos(angle);
      sin[i] = StrictMath.sin(angle);
    }
    int chirp = direct ? 0 : length;
    int work = direct ? 0 : size;
    chirpCos = new double[chirp];
    chirpSin = new double[chirp];
    filterRe = new double[work];
    filterIm = new double[work];
    workRe = new double[work];
    workIm = new double[work];
    for (int i = 0; i < chirp; i++) {
      // i^2 is taken modulo 2 length, which keeps the angle small and exact.
      double angle = Math.PI * ((long) i * i % (2L * length)) / length;
      chirpCos[i] = StrictMath.cos(angle);
      chirpSin[i] = StrictMath.sin(angle);
      filterRe[i] = chirpCos[i];
      filterIm[i] = chirpSin[i];
      if (i > 0) {
        filterRe[size - i] = chirpCos[i];
        filterIm[size - i] = chirpSin[i];
      }
    }
    if (!direct) {
      powerOfTwo(filterRe, filterIm);
    }
  }

  /// Transforms in place: `X[k] = sum x[n] exp(-2 pi i k n / length)`.
  void transform(double[] re, double[] im) {
    if (chirpCos.length == 0) {
      powerOfTwo(re, im);
      return;
    }
    Arrays.fill(workRe, 0);
    Arrays.fill(workIm, 0);
    for (int i = 0; i < length; i++) {
      workRe[i] = re[i] * chirpCos[i] + im[i] * chirpSin[i];
      workIm[i] = im[i] * chirpCos[i] - re[i] * chirpSin[i];
    }
    powerOfTwo(workRe, workIm);
    for (int i = 0; i < workRe.length; i++) {
      double r = workRe[i] * filterRe[i] - workIm[i] * filterIm[i];
      // The conjugate, so that the same transform leads back.
      workIm[i] = -(workRe[i] * filterIm[i] + workIm[i] * filterRe[i]);
      workRe[i] = r;
    }
    powerOfTwo(workRe, workIm);
    for (int i = 0; i < length; i++) {
      double r = workRe[i] / workRe.length;
      double m = -workIm[i] / workRe.length;
      re[i] = r * chirpCos[i] + m * chirpSin[i];
      im[i] = m * chirpCos[i] - r * chirpSin[i];
    }
  }

  private void powerOfTwo(double[] re, double[] im) {
    int n = 2 * cos.length;
    if (n < 2) {
      return;
    }
    int shift = Integer.numberOfLeadingZeros(n) + 1;
    for (int i = 0; i < n; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        double r = re[i];
        re[i] = re[j];
        re[j] = r;
        double m = im[i];
        im[i] = im[j];
        im[j] = m;
      }
    }
    for (int half = 1; half < n; half *= 2) {
      int step = n / (2 * half);
      for (int start = 0; start < n; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          int a = start + k;
          int b = a + half;
          double r = re[b] * cos[k * step] - im[b] * sin[k * step];
          double m = re[b] * sin[k * step] + im[b] * cos[k * step];
          re[b] = re[a] - r;
          im[b] = im[a] - m;
          re[a] += r;
          im[a] += m;
        }
      }
    }
  }
}

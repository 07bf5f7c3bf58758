package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.util.Arrays;
import java.util.List;

/// The window around a beat.
///
/// The beat is in the middle: a window of `n` values begins `n / 2` values before it. Beyond the
/// ends of a record its first or last value is repeated.
///
/// @param rate values a second
/// @param length values
record BeatWindow(double rate, int length) {
  private static final int LONGEST = 1 << 24;

  /// Chooses what the options leave open: the rate of the first record, and one second.
  ///
  /// @throws LoupeException if the window is too long, or the rate of a record can't be changed
  static BeatWindow of(List<HeartRecord> records, SignalOptions options) {
    double rate = options.rate() > 0 ? options.rate() : records.getFirst().wave().rate();
    double seconds = options.seconds() > 0 ? options.seconds() : 1;
    double length = Math.max(1, Math.rint(seconds * rate));
    if (length > LONGEST) {
      throw LoupeException.of("the windows around the beats are too long")
          .expected("at most " + LONGEST + " values")
          .got(length + ", at " + rate + " Hz");
    }
    BeatWindow window = new BeatWindow(rate, (int) length);
    records.forEach(r -> window.filter(r.wave()));
    return window;
  }

  /// The change from a wave's rate to the window's.
  Resample filter(Wave wave) {
    if (length / rate * wave.rate() > LONGEST) {
      throw LoupeException.of(wave.name() + ": a window would need too much of this record")
          .expected("at most " + LONGEST + " values")
          .got(length + " at " + rate + " Hz, from " + wave.rate() + " Hz");
    }
    if (wave.rate() == rate) {
      return Resample.of(1, 1);
    }
    if (wave.rate() != Math.rint(wave.rate()) || rate != Math.rint(rate)) {
      throw LoupeException.of(wave.name() + ": the rate can't be changed")
          .expected(rate + " Hz, as other records have or the options want")
          .got(wave.rate() + " Hz, and only whole numbers can be changed");
    }
    try {
      return Resample.of((int) wave.rate(), (int) rate);
    } catch (LoupeException e) {
      throw e.at(wave.name());
    }
  }

  /// Cuts the window around a position.
  void cut(Wave wave, Resample filter, long position, float[] into, int at) {
    int before = length / 2;
    long low = filter.first(-before);
    int count = (int) (filter.last(length - before - 1) - low + 1);
    float[] values = new float[count];
    long start = position + low;
    int from = Math.clamp(-start, 0, count);
    int to = Math.clamp(wave.length() - start, from, count);
    wave.read(start + from, to - from, values, from);
    Arrays.fill(values, 0, from, values[from]);
    Arrays.fill(values, to, count, values[to - 1]);
    filter.apply(values, low, count, 1, -before, length, into, at);
  }
}

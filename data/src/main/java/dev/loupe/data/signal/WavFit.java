package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How recordings become samples of one rate, length and number of channels.
///
/// A recording is brought to the rate; what is too long loses as much at the beginning as at the
/// end, what is too short has as many zeros before as behind it. Where an odd number is to be
/// shared, the end has the one more. Several channels become one by their mean.
///
/// @param rate moments a second
/// @param length moments of a sample
/// @param channels of a sample
/// @param filters for each rate that a recording has
record WavFit(int rate, int length, int channels, Map<Integer, Resample> filters) {
  private static final int LONGEST = 1 << 26;

  /// Chooses what the options leave open.
  ///
  /// The rate is that of most recordings, the lower one of equally many; the length is that of the
  /// recordings if all have the same, else a second; the channels are those of the recordings if
  /// all have as many, else one.
  ///
  /// @throws LoupeException if a sample would be too long, or a rate can't be reached
  static WavFit of(Collection<Recording> recordings, SignalOptions options) {
    List<WavFile> files = recordings.stream().map(Recording::file).toList();
    int rate = options.rate() > 0 ? options.rate() : usual(files);
    Map<Integer, Resample> filters = new HashMap<>();
    for (WavFile file : files) {
      try {
        filters.computeIfAbsent(file.rate(), r -> Resample.of(r, rate));
      } catch (LoupeException e) {
        throw e.at(file.name());
      }
    }
    long[] lengths =
        files.stream().mapToLong(f -> length(filters, f)).distinct().limit(2).toArray();
    long length =
        options.seconds() > 0
            ? Math.max(1, Math.round(options.seconds() * rate))
            : lengths.length == 1 ? lengths[0] : rate;
    if (length > LONGEST) {
      throw LoupeException.of("the samples would be too long")
          .expected("at most " + LONGEST + " values")
          .got(length + ", at " + rate + " Hz")
          .fix("choose a shorter time, or a lower rate");
    }
    for (WavFile file : files) {
      if ((double) length / rate * file.rate() > LONGEST) {
        throw LoupeException.of(file.name() + ": a sample would need too much of this file")
            .expected("at most " + LONGEST + " values")
            .got(length + " at " + rate + " Hz, from " + file.rate() + " Hz")
            .fix("choose a shorter time, or a higher rate");
      }
    }
    int[] channels = files.stream().mapToInt(WavFile::channels).distinct().limit(2).toArray();
    return new WavFit(
        rate, (int) length, channels.length == 1 ? channels[0] : 1, Map.copyOf(filters));
  }

  private static int usual(List<WavFile> files) {
    Map<Integer, Integer> counts = new TreeMap<>();
    files.forEach(f -> counts.merge(f.rate(), 1, Integer::sum));
    int best = 0;
    int most = 0;
    for (Map.Entry<Integer, Integer> e : counts.entrySet()) {
      if (e.getValue() > most) {
        best = e.getKey();
        most = e.getValue();
      }
    }
    return best;
  }

  private static long length(Map<Integer, Resample> filters, WavFile file) {
    return filter(filters, file).length(file.frames());
  }

  private static Resample filter(Map<Integer, Resample> filters, WavFile file) {
    Resample filter = filters.get(file.rate());
    if (filter == null) {
      throw new IllegalArgumentException("no filter for " + file.rate() + " Hz");
    }
    return filter;
  }

  /// Makes a sample; memory is bounded by the sample's length, not by the recording's.
  ///
  /// @throws LoupeException if the file can't be read, or has values that are not finite
  void read(WavFile file, float[] into, int at) {
    Resample filter = filter(filters, file);
    long all = filter.length(file.frames());
    int count = (int) Math.min(length, all);
    long from = (all - count) / 2;
    int before = (length - count) / 2;
    int start = at + before * channels;
    Arrays.fill(into, at, start, 0);
    Arrays.fill(into, start + count * channels, at + length * channels, 0);
    long low = Math.max(0, filter.first(from));
    long high = Math.min(file.frames(), filter.last(from + count - 1) + 1);
    int frames = (int) (high - low);
    float[] values = new float[frames * file.channels()];
    file.read(low, frames, values, 0);
    if (file.channels() != channels) {
      mix(values, frames, file.channels());
    }
    filter.apply(values, low, frames, channels, from, count, into, start);
    for (int i = start; i < start + count * channels; i++) {
      if (!Float.isFinite(into[i])) {
        throw LoupeException.of(file.name() + ": a value is not finite")
            .expected("finite values")
            .got(into[i] + " near " + from + " to " + (from + count) + " of " + all);
      }
    }
  }

  private static void mix(float[] values, int frames, int channels) {
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += values[i * channels + c];
      }
      values[i] = (float) (sum / channels);
    }
  }
}

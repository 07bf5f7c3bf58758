package dev.loupe.data.signal;

/// One channel of a long recording.
interface Wave {
  /// What errors call it.
  String name();

  /// Values a second.
  double rate();

  /// How many values there are.
  long length();

  /// Reads values; NaN where there is none.
  void read(long from, int count, float[] into, int at);

  /// A signal of a WFDB record.
  record OfRecord(WfdbRecord record, int signal, String name) implements Wave {
    /// The unit of its values.
    String units() {
      return record.signals().get(signal).units();
    }

    @Override
    public double rate() {
      return record.rate() * record.signals().get(signal).samplesPerFrame();
    }

    @Override
    public long length() {
      return record.length() * record.signals().get(signal).samplesPerFrame();
    }

    @Override
    public void read(long from, int count, float[] into, int at) {
      record.read(signal, from, count, into, at);
    }
  }

  /// Whole numbers in memory.
  ///
  /// @param gain how many of them are 1
  record OfNumbers(short[] values, float gain, double rate, String name) implements Wave {
    @Override
    public long length() {
      return values.length;
    }

    @Override
    public void read(long from, int count, float[] into, int at) {
      for (int i = 0; i < count; i++) {
        into[at + i] = values[(int) from + i] / gain;
      }
    }
  }
}

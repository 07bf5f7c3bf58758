package dev.loupe.data.signal;

import dev.loupe.data.Dataset;

/// A dataset of signals, which may have had other lengths before they were made into samples.
public interface SignalDataset extends Dataset {
  /// Values a second of each channel; 0 where unknown.
  double rate();

  /// How many values each channel of a sample's source has, at the rate of the source.
  long length(int index);
}

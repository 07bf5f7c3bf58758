package dev.loupe.data.signal;

import java.util.List;

/// A long electrocardiogram with its beats.
///
/// @param name of the record
/// @param patient whose it is
/// @param wave one lead
/// @param beats in order
/// @param hash of its files
record HeartRecord(String name, String patient, Wave wave, List<Beat> beats, String hash) {
  /// A heartbeat.
  ///
  /// @param position which value of the wave is its middle
  /// @param label the name of its class
  record Beat(long position, String label) {}
}

package dev.loupe.data.image;

/// Told how far the scan of a folder has come, by one thread at a time.
@FunctionalInterface
public interface ScanProgress {
  /// Called after each picture.
  ///
  /// @param done how many have been looked at
  /// @param total how many there are
  void scanned(int done, int total);
}

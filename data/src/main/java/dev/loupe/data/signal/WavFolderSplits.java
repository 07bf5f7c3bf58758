package dev.loupe.data.signal;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.Splits;
import java.util.List;

/// A folder of recordings, opened.
///
/// @param train the recordings to learn from
/// @param test the recordings to judge by
/// @param broken the recordings that are left out, with reasons
public record WavFolderSplits(WavFolder train, WavFolder test, List<BrokenFile> broken) {
  /// Both as datasets.
  public Splits splits() {
    return new Splits(train, test);
  }
}

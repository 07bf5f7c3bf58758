package dev.loupe.data;

import java.nio.file.Path;
import java.util.List;

/// How data is opened.
///
/// @param cache the folder for what is downloaded, one folder in it for each dataset
/// @param download whether files may be fetched that are not there
/// @param recognisers the layouts to try on a folder, in this order
/// @param progress is told about downloads
public record DataOptions(
    Path cache, boolean download, List<Recogniser> recognisers, Progress progress) {
  /// Copies the list.
  public DataOptions {
    recognisers = List.copyOf(recognisers);
  }

  /// No downloads, the layouts of [Recogniser#ofFiles], nobody told.
  public static DataOptions of(Path cache) {
    return new DataOptions(cache, false, Recogniser.ofFiles(), Progress.none());
  }

  /// The same with downloads allowed or not.
  public DataOptions download(boolean allowed) {
    return new DataOptions(cache, allowed, recognisers, progress);
  }

  /// The same with other layouts.
  public DataOptions recognisers(List<Recogniser> list) {
    return new DataOptions(cache, download, list, progress);
  }

  /// The same with somebody told.
  public DataOptions progress(Progress listener) {
    return new DataOptions(cache, download, recognisers, listener);
  }
}

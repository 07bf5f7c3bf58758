package dev.loupe.data;

import java.nio.file.Path;

/// A file of a dataset that can't be used.
///
/// @param file where it is
/// @param reason what is wrong with it, in one line that starts with the file
public record BrokenFile(Path file, String reason) {
  /// What an error says, in one line.
  public static BrokenFile of(Path file, Exception error) {
    return new BrokenFile(file, String.valueOf(error.getMessage()).replaceAll("\n\\s*", "; "));
  }
}

package dev.loupe.data.image;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.Splits;
import java.util.List;

/// A folder of pictures, opened.
///
/// @param train the pictures to learn from
/// @param test the pictures to judge by
/// @param broken the pictures that are left out, with reasons
public record ImageFolderSplits(ImageFolder train, ImageFolder test, List<BrokenFile> broken) {
  /// Both as datasets.
  public Splits splits() {
    return new Splits(train, test);
  }
}

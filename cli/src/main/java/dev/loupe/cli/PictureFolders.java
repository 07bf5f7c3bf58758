package dev.loupe.cli;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Splits;
import dev.loupe.data.image.ImageFile;
import dev.loupe.data.image.ImageFolder;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.image.ImageFolderSplits;
import dev.loupe.data.image.ScanProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Recognises a folder with a folder of pictures for each class, and keeps what it found there.
final class PictureFolders implements Recogniser {
  /// Folders of classes lie in the folder, or in `train` in it; more depth is in a class.
  private static final int DEPTH = 3;

  private final ImageFolderOptions options;
  private final ScanProgress progress;
  private List<BrokenFile> broken = List.of();
  private boolean opened;

  PictureFolders(ImageFolderOptions options, ScanProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  @Override
  public String layout() {
    return "a folder of pictures for each class, such as cat/1.jpg and dog/1.jpg";
  }

  @Override
  public boolean recognises(Path folder) {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files.anyMatch(f -> !folder.equals(f.getParent()) && ImageFile.named(f));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public Splits open(Path folder) {
    ImageFolderSplits found = ImageFolder.open(folder, options, progress);
    broken = found.broken();
    opened = true;
    return found.splits();
  }

  /// The pictures that were left out.
  List<BrokenFile> broken() {
    return broken;
  }

  /// Whether the data that was opened are pictures of this kind.
  boolean opened() {
    return opened;
  }
}

package dev.loupe.data.image;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.ClassFolders;
import dev.loupe.data.Sha256;
import dev.loupe.tensor.LoupeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What looking at every picture of a folder once has found.
///
/// @param pictures the sound ones, in the order of the listing
/// @param broken the others
record ImageScan(List<Picture> pictures, List<BrokenFile> broken) {

  /// A sound picture.
  ///
  /// @param hash SHA-256 of its file
  record Picture(
      ClassFolders.Entry entry, int width, int height, boolean grey, long bytes, byte[] hash) {}

  private record Outcome(@Nullable Picture picture, @Nullable BrokenFile broken) {}

  /// Looks at the pictures on all processors; each holds one picture at a time.
  ///
  /// @param decode whether pixels are decoded, or headers read only
  static ImageScan of(List<ClassFolders.Entry> entries, boolean decode, ScanProgress progress) {
    Counter counter = new Counter(entries.size(), progress);
    List<Outcome> outcomes =
        entries.parallelStream()
            .map(
                entry -> {
                  Outcome outcome = look(entry, decode);
                  counter.count();
                  return outcome;
                })
            .toList();
    List<Picture> pictures = new ArrayList<>();
    List<BrokenFile> broken = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.picture != null) {
        pictures.add(outcome.picture);
      }
      if (outcome.broken != null) {
        broken.add(outcome.broken);
      }
    }
    return new ImageScan(pictures, broken);
  }

  /// The hash of a dataset: SHA-256 over the name, size and SHA-256 of each file.
  static String hash(List<Picture> pictures) {
    MessageDigest digest = Sha256.digest("SHA-256");
    for (Picture picture : pictures) {
      String line = picture.entry.name() + "\0" + picture.bytes + "\0";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update(picture.hash);
    }
    return Sha256.text(digest);
  }

  /// Whether all pictures have the size of the first.
  boolean oneSize() {
    Set<List<Integer>> sizes = new HashSet<>();
    pictures.forEach(p -> sizes.add(List.of(p.width, p.height)));
    return sizes.size() == 1;
  }

  private static Outcome look(ClassFolders.Entry entry, boolean decode) {
    try {
      byte[] file = ImageFile.bytes(entry.path());
      String name = entry.path().toString();
      ImageHeader header = ImageFile.header(file, name);
      boolean grey = header.grey();
      if (decode) {
        Image image = ImageFile.read(file, name);
        grey = image.channels() == 1;
      }
      byte[] hash = Sha256.digest("SHA-256").digest(file);
      Picture picture =
          new Picture(entry, header.width(), header.height(), grey, file.length, hash);
      return new Outcome(picture, null);
    } catch (LoupeException e) {
      return new Outcome(null, BrokenFile.of(entry.path(), e));
    }
  }

  private static final class Counter {
    private final int total;
    private final ScanProgress progress;
    private int done;

    Counter(int total, ScanProgress progress) {
      this.total = total;
      this.progress = progress;
    }

    synchronized void count() {
      done++;
      progress.scanned(done, total);
    }
  }
}

package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The picture files of a folder with a folder for each class.
///
/// Hidden files and folders, and files that are not named like pictures, are passed over. A class
/// folder may have folders in it.
///
/// @param train the pictures to learn from, sorted by name
/// @param test the pictures of a `test`, `val`, `valid` or `validation` folder; empty without
record ImageTree(List<Entry> train, List<Entry> test) {

  private static final List<String> TESTS = List.of("test", "val", "valid", "validation");

  /// A picture file.
  ///
  /// @param path where it is
  /// @param name its path from the folder, with slashes
  /// @param label the name of its class
  record Entry(Path path, String name, String label) {}

  /// Lists a folder, or its `train` and `test` folders.
  ///
  /// @throws LoupeException if it is not a folder of folders with pictures
  static ImageTree split(Path folder) {
    List<Path> folders = folders(check(folder));
    Optional<Path> train = find(folders, "train");
    Optional<Path> test = Optional.empty();
    for (String name : TESTS) {
      test = test.or(() -> find(folders, name));
    }
    if (train.isPresent() && test.isPresent() && !folders(train.get()).isEmpty()) {
      return new ImageTree(list(train.get()), list(test.get()));
    }
    boolean trainAlone = train.isPresent() && folders.size() == 1;
    Path root = trainAlone && !folders(folders.getFirst()).isEmpty() ? train.get() : folder;
    return new ImageTree(list(root), List.of());
  }

  /// Lists a folder as one set.
  ///
  /// @throws LoupeException if it is not a folder of folders with pictures
  static List<Entry> whole(Path folder) {
    return list(check(folder));
  }

  private static Path check(Path folder) {
    if (!Files.exists(folder)) {
      throw LoupeException.of(folder + ": there is no such folder").expected(layout(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw LoupeException.of(folder + ": this is a file").expected(layout(folder));
    }
    return folder;
  }

  private static String layout(Path folder) {
    return "a folder with a folder of pictures for each class, such as "
        + folder.resolve("cat").resolve("1.jpg");
  }

  private static Optional<Path> find(List<Path> folders, String name) {
    return folders.stream().filter(f -> name(f).toLowerCase(Locale.ROOT).equals(name)).findFirst();
  }

  private static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? "" : last.toString();
  }

  private static List<Path> folders(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> Files.isDirectory(f) && !name(f).startsWith("."))
          .sorted(Comparator.comparing(ImageTree::name))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static List<Entry> list(Path root) {
    List<Entry> entries = new ArrayList<>();
    List<Path> folders = folders(root);
    for (Path folder : folders) {
      for (Path path : pictures(folder, Integer.MAX_VALUE)) {
        String relative = root.relativize(path).toString().replace('\\', '/');
        entries.add(new Entry(path, relative, name(folder)));
      }
    }
    if (!entries.isEmpty()) {
      entries.sort(Comparator.comparing(Entry::name));
      return entries;
    }
    int loose = pictures(root, 1).size();
    LoupeException error =
        LoupeException.of(root + ": there are no pictures in class folders").expected(layout(root));
    if (loose > 0) {
      throw error
          .got(loose + " pictures that lie in the folder itself")
          .fix("move each picture into a folder named after its class");
    }
    throw error.got(
        folders.isEmpty() ? "no folders" : folders.size() + " folders without pictures");
  }

  private static List<Path> pictures(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(f -> ImageFile.named(f) && visible(folder.relativize(f)))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  private static boolean visible(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".") || part.toString().equals("__MACOSX")) {
        return false;
      }
    }
    return true;
  }

  private static LoupeException unreadable(Path folder, Exception e) {
    return LoupeException.of(folder + ": the folder can't be read: " + e.getMessage()).causedBy(e);
  }
}

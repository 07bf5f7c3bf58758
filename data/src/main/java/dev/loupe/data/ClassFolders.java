package dev.loupe.data;

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
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The files of a folder with a folder for each class.
///
/// Hidden files and folders, and files of another kind, are passed over. A class folder may have
/// folders in it.
///
/// @param train the files to learn from, sorted by name
/// @param test the files of a `test`, `val`, `valid` or `validation` folder; empty without
public record ClassFolders(List<Entry> train, List<Entry> test) {

  private static final List<String> TESTS = List.of("test", "val", "valid", "validation");

  /// A file.
  ///
  /// @param path where it is
  /// @param name its path from the folder, with slashes
  /// @param label the name of its class
  public record Entry(Path path, String name, String label) {}

  /// What files are looked for.
  ///
  /// @param one what to call one, such as `picture`
  /// @param example a path in such a folder, such as `cat/1.jpg`
  /// @param named whether a file is named like one
  public record Kind(String one, String example, Predicate<Path> named) {
    private String many() {
      return one + "s";
    }

    private String layout(Path folder) {
      return "a folder with a folder of %s for each class, such as %s"
          .formatted(many(), folder.resolve(example));
    }
  }

  /// Copies the lists.
  public ClassFolders {
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /// Lists a folder, or its `train` and `test` folders.
  ///
  /// @throws LoupeException if it is not a folder of folders with such files
  public static ClassFolders split(Path folder, Kind kind) {
    List<Path> folders = folders(check(folder, kind));
    Optional<Path> train = find(folders, "train");
    Optional<Path> test = Optional.empty();
    for (String name : TESTS) {
      test = test.or(() -> find(folders, name));
    }
    if (train.isPresent() && test.isPresent() && !folders(train.get()).isEmpty()) {
      return new ClassFolders(list(train.get(), kind), list(test.get(), kind));
    }
    boolean trainAlone = train.isPresent() && folders.size() == 1;
    Path root = trainAlone && !folders(folders.getFirst()).isEmpty() ? train.get() : folder;
    return new ClassFolders(list(root, kind), List.of());
  }

  /// Lists a folder as one set.
  ///
  /// @throws LoupeException if it is not a folder of folders with such files
  public static List<Entry> whole(Path folder, Kind kind) {
    return list(check(folder, kind), kind);
  }

  private static Path check(Path folder, Kind kind) {
    if (!Files.exists(folder)) {
      throw LoupeException.of(folder + ": there is no such folder").expected(kind.layout(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw LoupeException.of(folder + ": this is a file").expected(kind.layout(folder));
    }
    return folder;
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
          .sorted(Comparator.comparing(ClassFolders::name))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static List<Entry> list(Path root, Kind kind) {
    List<Entry> entries = new ArrayList<>();
    List<Path> folders = folders(root);
    for (Path folder : folders) {
      for (Path path : files(folder, Integer.MAX_VALUE, kind)) {
        String relative = root.relativize(path).toString().replace('\\', '/');
        entries.add(new Entry(path, relative, name(folder)));
      }
    }
    if (!entries.isEmpty()) {
      entries.sort(Comparator.comparing(Entry::name));
      return entries;
    }
    int loose = files(root, 1, kind).size();
    LoupeException error =
        LoupeException.of(root + ": there are no " + kind.many() + " in class folders")
            .expected(kind.layout(root));
    if (loose > 0) {
      throw error
          .got(loose + " " + kind.many() + " that lie in the folder itself")
          .fix("move each " + kind.one() + " into a folder named after its class");
    }
    throw error.got(
        folders.isEmpty() ? "no folders" : folders.size() + " folders without " + kind.many());
  }

  private static List<Path> files(Path folder, int depth, Kind kind) {
    try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(f -> kind.named().test(f) && visible(folder.relativize(f)))
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

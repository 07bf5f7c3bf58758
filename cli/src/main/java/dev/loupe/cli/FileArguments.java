package dev.loupe.cli;

import dev.loupe.data.array.NpyFile;
import dev.loupe.data.image.ImageFile;
import dev.loupe.data.volume.VolumeSample;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns what the user names into files: files, folders, patterns and standard input.
final class FileArguments {
  private static final String STANDARD_INPUT = "-";

  private FileArguments() {}

  /// Something to read a sample from.
  ///
  /// @param name said in results
  /// @param path the file
  /// @param content the bytes, where they were read from standard input
  record Source(String name, Path path, byte @Nullable [] content) {
    static Source of(Path path) {
      return new Source(path.toString(), path, null);
    }
  }

  /// The files, in the order in which they were named; those of a folder or pattern by name.
  ///
  /// @throws LoupeException if a name leads to no file
  static List<Source> expand(List<String> names, InputStream in) {
    List<Source> all = new ArrayList<>();
    for (String name : names) {
      if (name.equals(STANDARD_INPUT)) {
        all.addAll(standardInput(in));
      } else {
        all.addAll(named(name));
      }
    }
    return all;
  }

  /// Every picture format has a byte of 0 in its head, and no list of names has.
  private static List<Source> standardInput(InputStream in) {
    byte[] content;
    try {
      content = in.readAllBytes();
    } catch (IOException e) {
      throw LoupeException.of("standard input can't be read: " + e.getMessage()).causedBy(e);
    }
    for (byte b : content) {
      if (b == 0) {
        return List.of(new Source(STANDARD_INPUT, Path.of(STANDARD_INPUT), content));
      }
    }
    List<Source> all = new ArrayList<>();
    new String(content, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> all.addAll(named(line.strip())));
    if (all.isEmpty()) {
      throw LoupeException.of("standard input is empty")
          .expected("a picture, or the names of files, one a line");
    }
    return all;
  }

  private static List<Source> named(String name) {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      List<Source> found = walk(path, FileArguments::readable);
      if (found.isEmpty()) {
        throw LoupeException.of(
            path + ": there are no pictures, volumes or CSV files in this folder");
      }
      return found;
    }
    if (Files.exists(path)) {
      return List.of(Source.of(path));
    }
    if (name.matches(".*[*?\\[{].*")) {
      PathMatcher matcher = path.getFileSystem().getPathMatcher("glob:" + name);
      List<Source> found = walk(fixed(path), matcher);
      if (found.isEmpty()) {
        throw LoupeException.of("no file matches '" + name + "'");
      }
      return found;
    }
    throw LoupeException.of(path + ": there is no such file");
  }

  /// The folders of a pattern before the first that has a wildcard.
  private static Path fixed(Path pattern) {
    Path parent = pattern.getParent();
    while (parent != null && parent.toString().matches(".*[*?\\[{].*")) {
      parent = parent.getParent();
    }
    return parent == null ? Path.of("") : parent;
  }

  private static boolean readable(Path path) {
    boolean values = isCsv(path) || NpyFile.named(path) || VolumeSample.named(path);
    return values || ImageFile.named(path);
  }

  static boolean isCsv(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  private static List<Source> walk(Path folder, PathMatcher matcher) {
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(p -> matcher.matches(p) && Files.isRegularFile(p))
          .sorted()
          .map(Source::of)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw LoupeException.of(folder + ": the folder can't be read: " + e.getMessage()).causedBy(e);
    }
  }
}

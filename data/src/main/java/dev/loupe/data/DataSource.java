package dev.loupe.data;

import dev.loupe.data.DatasetRegistry.DrawnEntry;
import dev.loupe.data.DatasetRegistry.Entry;
import dev.loupe.data.DatasetRegistry.RemoteEntry;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Opens data by a name or a path, as `--data` gives it.
///
/// A name that the registry knows wins over a folder of the same name: `./mnist` is the folder.
/// A path may be that of a file, where a recogniser knows it.
public final class DataSource {
  private static final int LISTED = 6;

  private DataSource() {}

  /// Opens a dataset of [DatasetRegistry#standard] or a folder.
  ///
  /// @throws LoupeException if there is no such thing, or nothing in it that is recognised, or if
  ///   what is there is broken
  public static Splits open(String nameOrPath, DataOptions options) {
    return open(nameOrPath, options, DatasetRegistry.standard());
  }

  /// Opens a dataset of a registry or a folder.
  ///
  /// @throws LoupeException as the other does
  public static Splits open(String nameOrPath, DataOptions options, DatasetRegistry registry) {
    Optional<Entry> entry = registry.find(nameOrPath);
    if (entry.isPresent()) {
      return switch (entry.get()) {
        case DrawnEntry drawn -> drawn.splits().get();
        case RemoteEntry remote -> folder(DataCache.folder(remote, options), options);
      };
    }
    Path path = path(nameOrPath, registry);
    if (Files.isDirectory(path)) {
      return folder(path, options);
    }
    if (Files.exists(path)) {
      for (Recogniser recogniser : options.recognisers()) {
        if (recogniser.recognisesFile(path)) {
          return recogniser.open(path);
        }
      }
      throw LoupeException.of(path + ": this is a file")
          .expected("a folder of data")
          .fix(isArchive(path) ? "unpack it and give the folder" : "give the folder that holds it");
    }
    if (path.getNameCount() > 1 || nameOrPath.startsWith(".") || path.isAbsolute()) {
      throw LoupeException.of(path + ": there is no such folder")
          .got("nothing at " + path.toAbsolutePath().normalize())
          .fix("check the path");
    }
    throw unknown(nameOrPath, registry);
  }

  private static Path path(String text, DatasetRegistry registry) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw unknown(text, registry).causedBy(e);
    }
    throw unknown(text, registry);
  }

  private static LoupeException unknown(String text, DatasetRegistry registry) {
    return LoupeException.of("'" + text + "' is neither a dataset that Loupe knows nor a folder")
        .expected(String.join(", ", registry.names()) + ", or the path of a folder")
        .fix(
            Nearest.of(text, registry.names())
                .map(name -> "did you mean '" + name + "'?")
                .orElse("take one of these names, or check the path"));
  }

  private static Splits folder(Path folder, DataOptions options) {
    for (Recogniser recogniser : options.recognisers()) {
      if (recogniser.recognises(folder)) {
        return recogniser.open(folder);
      }
    }
    List<Path> found;
    try (Stream<Path> children = Files.list(folder)) {
      found = children.sorted().toList();
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
    String layouts =
        options.recognisers().stream()
            .map(r -> "\n    " + r.layout())
            .collect(Collectors.joining("", "one of", ""));
    if (found.isEmpty()) {
      throw LoupeException.of(folder + ": the folder is empty").expected(layouts);
    }
    throw LoupeException.of(folder + ": there is nothing here that Loupe recognises")
        .expected(layouts)
        .got(text(found));
  }

  private static String text(List<Path> found) {
    String names =
        found.stream()
            .limit(LISTED)
            .map(p -> p.getFileName() + (Files.isDirectory(p) ? "/" : ""))
            .collect(Collectors.joining(", "));
    int rest = found.size() - LISTED;
    return rest > 0 ? names + " and " + rest + " more" : names;
  }

  private static boolean isArchive(Path file) {
    String name = file.toString();
    boolean packed = name.endsWith(".gz") && !name.endsWith(".nii.gz");
    return packed || name.endsWith(".zip") || name.endsWith(".tar");
  }
}

package dev.loupe.data;

import dev.loupe.data.DatasetRegistry.RemoteEntry;
import dev.loupe.data.Download.Remote;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The folder where downloaded datasets lie.
final class DataCache {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long UNPACKED_LIMIT = 1L << 30;
  private static final String ARCHIVE = ".tar.gz";

  private DataCache() {}

  /// A dataset's folder with all files in it, fetched if that is allowed.
  static Path folder(RemoteEntry entry, DataOptions options) {
    Path folder = options.cache().resolve(entry.name());
    boolean there =
        Files.isDirectory(folder)
            && options.recognisers().stream().anyMatch(r -> r.recognises(folder));
    if (!options.download()) {
      if (!there) {
        throw absent(entry, folder);
      }
      return folder;
    }
    Download download = new Download(PATIENCE, options.progress());
    for (Remote remote : entry.files()) {
      String task = entry.name() + ": " + remote.name();
      boolean archive = remote.name().endsWith(ARCHIVE);
      // An archive appears unpacked as a whole or not at all, and is deleted afterwards.
      if (archive ? !there : !Files.isRegularFile(folder.resolve(remote.name()))) {
        Path file = download.fetch(task, remote, folder);
        if (archive) {
          unpack(file, folder);
        }
      }
    }
    return folder;
  }

  private static LoupeException absent(RemoteEntry entry, Path folder) {
    Remote first = entry.files().get(0);
    return LoupeException.of(entry.name() + " is not on this machine")
        .expected("its files in " + folder)
        .fix(
            "add --download (%d MB from %s), or put the files there by hand"
                .formatted(Math.ceilDiv(entry.size(), 1_000_000L), first.address().getHost()));
  }

  private static void unpack(Path archive, Path folder) {
    try {
      Path temporary = Files.createTempDirectory(folder, "unpacking-");
      try {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
            InputStream in = new GZIPInputStream(file, 1 << 16)) {
          TarReader.unpack(in, temporary, UNPACKED_LIMIT);
        }
        for (Path child : list(temporary)) {
          Path target = folder.resolve(child.getFileName());
          delete(target);
          Files.move(child, target, StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        delete(temporary);
      }
      Files.delete(archive);
    } catch (LoupeException e) {
      throw e.at(archive.toString());
    } catch (IOException e) {
      throw LoupeException.of(archive + ": can't be unpacked (" + e + ")").causedBy(e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  private static void delete(Path target) throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> all = Files.walk(target)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}

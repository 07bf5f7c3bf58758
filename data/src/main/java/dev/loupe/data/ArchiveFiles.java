package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/// The files of a `.tar.gz` archive, in memory: nothing is unpacked to disk.
public final class ArchiveFiles {
  private ArchiveFiles() {}

  /// Whether a file is named like such an archive.
  public static boolean named(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  /// The name of the first file in an archive, or nothing if it has none or is broken.
  public static Optional<String> first(Path archive) {
    Content content = new Content(name -> false);
    try (InputStream in = open(archive)) {
      TarReader reader = new TarReader(in, content, Long.MAX_VALUE);
      while (content.first.isEmpty() && reader.next()) {
        // Folders come before.
      }
    } catch (IOException | LoupeException e) {
      // A broken archive is told about by whoever opens it.
      return Optional.empty();
    }
    return content.first;
  }

  /// Reads files.
  ///
  /// @param wanted which, by their names
  /// @param limit how many bytes all files of the archive may have
  /// @return the contents by name, sorted
  /// @throws LoupeException if the archive can't be read, is broken, or holds too much; with its
  ///   name and the offset
  public static NavigableMap<String, byte[]> read(
      Path archive, Predicate<String> wanted, long limit) {
    Content content = new Content(wanted);
    try (InputStream in = open(archive)) {
      TarReader reader = new TarReader(in, content, limit);
      while (reader.next()) {
        // The content has it.
      }
      toTheEnd(in, limit);
    } catch (LoupeException e) {
      throw e.at(archive.toString());
    } catch (IOException e) {
      throw LoupeException.of(archive + ": can't be unpacked (" + e + ")").causedBy(e);
    }
    return Collections.unmodifiableNavigableMap(content.files);
  }

  /// Reads what follows the last file, so that the checksum of the whole is compared.
  private static void toTheEnd(InputStream in, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long rest = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      rest += n;
      if (rest > limit) {
        throw LoupeException.of("the tar archive holds too much")
            .expected("at most " + limit + " bytes behind the last file")
            .got("more");
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static InputStream open(Path archive) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(archive));
    try {
      return new GZIPInputStream(file, 1 << 16);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static final class Content implements TarReader.Target {
    private final Predicate<String> wanted;
    private final NavigableMap<String, byte[]> files = new TreeMap<>();
    private Optional<String> first = Optional.empty();

    Content(Predicate<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public OutputStream file(String name, long start) {
      first = first.or(() -> Optional.of(name));
      if (!wanted.test(name)) {
        return OutputStream.nullOutputStream();
      }
      return new ByteArrayOutputStream() {
        @Override
        public void close() {
          files.put(name, toByteArray());
        }
      };
    }

    @Override
    public void folder(String name, long start) {}
  }
}

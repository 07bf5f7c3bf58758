package dev.loupe.data.signal;

import dev.loupe.data.Sha256;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/// The series of a text file.
///
/// @param file where they were read
/// @param problem the name that the file gives, or empty
/// @param channels values of each moment
/// @param series in order, at least one
/// @param classes that the file declares; empty where it does not
/// @param missing how many values were missing and have been put in
/// @param hash of the file
record SeriesFile(
    Path file,
    String problem,
    int channels,
    List<Series> series,
    List<String> classes,
    int missing,
    String hash) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// Understands the text of a file.
  interface Content {
    /// Reads to the end.
    ///
    /// @return with an empty hash
    SeriesFile read(BufferedReader text) throws IOException;
  }

  /// Reads a file of the UCR archive by the end of its name: `.ts`, else one series a line.
  ///
  /// @throws LoupeException if it can't be read or understood, with the file and the line
  static SeriesFile read(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".ts")
        ? read(file, text -> new TsText(file, text).read())
        : read(file, text -> TsvText.read(file, text));
  }

  /// Reads a file.
  ///
  /// @throws LoupeException if it can't be read, or holds no series
  static SeriesFile read(Path file, Content content) {
    MessageDigest digest = Sha256.digest("SHA-256");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        BufferedReader text = new BufferedReader(reader, 1 << 16)) {
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      SeriesFile read = content.read(text);
      if (read.series().isEmpty()) {
        throw LoupeException.of(file + ": there is no series in this file")
            .expected("a series with its class on each line");
      }
      return new SeriesFile(
          file,
          read.problem(),
          read.channels(),
          List.copyOf(read.series()),
          read.classes(),
          read.missing(),
          Sha256.text(digest));
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException | UncheckedIOException e) {
      throw LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
  }

  /// The number of moments of the longest series.
  int longest() {
    return series.stream().mapToInt(s -> s.values().length / channels).max().orElse(0);
  }
}

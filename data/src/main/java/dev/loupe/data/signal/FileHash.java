package dev.loupe.data.signal;

import dev.loupe.data.Sha256;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/// SHA-256 of files that need not fit into memory.
final class FileHash {
  private FileHash() {}

  /// `sha256:` and the hash of a file.
  ///
  /// @throws LoupeException if it can't be read
  static String of(Path file) {
    MessageDigest digest = Sha256.digest("SHA-256");
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
    return Sha256.text(digest);
  }
}

package dev.loupe.formats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Files that nobody on this project wrote.
final class SharedData {
  private SharedData() {}

  /// A file below `shared/data` beside the checkout or above; the test is skipped without it.
  static Path file(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    assumeTrue(false, "skipped: there is no shared/data/" + name + " above this folder");
    throw new AssertionError();
  }
}

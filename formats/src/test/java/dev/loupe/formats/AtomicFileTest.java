package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void makesFoldersAndReplaces() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    AtomicFile.write(file, "one");
    AtomicFile.write(file, "two");
    assertThat(file).hasContent("two");
    assertThat(names(file.resolveSibling("."))).containsExactly("c.txt");
  }

  @Test
  void fullDiskLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("model");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            file
                + ": the file can't be written\n"
                + "  got: java.io.IOException: No space left on device\n"
                + "  fix: see that the folder may be written to and that the disk has room");
    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("model");
  }

  @Test
  void otherFaultsLeaveTheOldFileToo() throws IOException {
    Path file = folder.resolve("model");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("model");
  }

  @Test
  void fileInThePlaceOfAFolder() {
    Path file = folder.resolve("a");
    AtomicFile.write(file, "a file");
    assertThatThrownBy(() -> AtomicFile.write(file.resolve("b"), "text"))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(file.resolve("b") + ": the file can't be written\n  got: java.nio");
  }

  private static List<String> names(Path of) {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(p -> String.valueOf(p.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

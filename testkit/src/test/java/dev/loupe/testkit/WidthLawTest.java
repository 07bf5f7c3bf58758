package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kernel gives the same bits at 128, 256 and 512-bit vectors.
final class WidthLawTest {
  @Test
  void bitsDoNotDependOnTheVectorWidth(@TempDir Path folder) throws Exception {
    List<Path> files = List.of(folder.resolve("16"), folder.resolve("32"), folder.resolve("64"));
    for (Path file : files) {
      // One after the other: side by side they would only share the processors.
      run(file);
    }
    List<String> narrow = Files.readAllLines(files.get(0));
    assertThat(narrow.get(0)).isEqualTo("128");
    assertThat(narrow).hasSizeGreaterThan(100);
    for (Path file : files.subList(1, files.size())) {
      List<String> wide = Files.readAllLines(file);
      assertThat(wide).hasSameSizeAs(narrow);
      for (int i = 1; i < narrow.size(); i++) {
        assertThat(wide.get(i))
            .as("first row that differs at %s instead of 128 bits", wide.get(0))
            .isEqualTo(narrow.get(i));
      }
    }
  }

  private static void run(Path file) throws IOException, InterruptedException {
    Path errors = file.resolveSibling(file.getFileName() + ".errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:MaxVectorSize=" + file.getFileName(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                WidthLawMain.class.getName())
            .redirectOutput(file.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(errors)).isEqualTo(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

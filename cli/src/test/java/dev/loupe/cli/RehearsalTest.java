package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher runs to see which classes are needed.
final class RehearsalTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void trainsAndPredicts() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(InputStream.nullInputStream(), out, out, false, folder, Map.of());
    Path run = folder.resolve("run");
    assertThat(Rehearsal.run(surroundings, run)).isZero();
    assertThat(run.resolve("model.safetensors")).isRegularFile();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("--epochs", "61,706", "0.png: ", "\"probability\"");
  }
}

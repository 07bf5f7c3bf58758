package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe bench`: the last line is what programs read.
final class WorkloadTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void theLastLineIsJson() {
    Shell shell = Shell.run(folder, "bench", "mlp", "infer", "--batch=2", "--seconds=0.1");
    assertThat(shell.code()).isZero();
    JsonNode last = JsonMapper.builder().build().readTree(shell.out().lines().toList().getLast());
    assertThat(last.get("workload").asString()).isEqualTo("mlp");
    assertThat(last.get("mode").asString()).isEqualTo("infer");
    assertThat(last.get("batch").asInt()).isEqualTo(2);
    assertThat(last.get("steps").asInt()).isGreaterThanOrEqualTo(5);
    double rate = last.get("samples_per_second").asDouble();
    assertThat(rate * last.get("ms_per_step").asDouble()).isBetween(1999.0, 2001.0);
  }

  @Test
  void anotherModeIsRefused() {
    assertThat(Shell.run(folder, "bench", "mlp", "trian").err())
        .isEqualTo(
            "loupe: unknown mode 'trian'\n  expected: one of train, infer\n"
                + "  fix: did you mean 'train'?\n");
  }
}

package dev.loupe.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.formats.onnx.Conformance.Case;
import dev.loupe.formats.onnx.Conformance.Status;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models of others give the outputs that they came with.
final class ConformanceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"onnx-conformance", "model-refs", "squeezenet-imagenet"})
  void allCasesPass(String name) {
    Path root = SharedData.file(name);
    List<Case> cases = Conformance.find(root).stream().map(f -> Conformance.check(f, 2)).toList();
    assertThat(cases).isNotEmpty();
    assertThat(cases.stream().filter(c -> c.status() != Status.PASSED)).isEmpty();
  }

  @Test
  void aFolderWithoutModelsIsRefused() {
    assertThatThrownBy(() -> Conformance.find(folder))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("there is no model in the folder");
  }

  @Test
  void differencesAreFound() {
    OnnxTensor x = OnnxTensor.of("y", List.of(2), 1f, Float.NaN);
    assertThat(Conformance.difference(x, OnnxTensor.of("y", List.of(2), 1.0005f, Float.NaN)))
        .isBetween(4.9e-4, 5.1e-4);
    for (OnnxTensor other :
        List.of(
            OnnxTensor.of("y", List.of(2), 1.01f, Float.NaN),
            OnnxTensor.of("y", List.of(2), 1f, 0f),
            OnnxTensor.of("y", List.of(1, 2), 1f, Float.NaN),
            OnnxTensor.of("y", List.of(2), 1L, 0L))) {
      assertThatThrownBy(() -> Conformance.difference(x, other))
          .isInstanceOf(LoupeException.class)
          .hasMessageContaining("'y'");
    }
  }
}

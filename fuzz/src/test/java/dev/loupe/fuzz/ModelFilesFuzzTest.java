package dev.loupe.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.loupe.formats.KerasFile;
import dev.loupe.formats.Safetensors;
import dev.loupe.formats.TorchFile;
import dev.loupe.formats.WeightFile;
import dev.loupe.formats.onnx.OnnxImport;
import dev.loupe.formats.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Model files. `./mvnw test -pl fuzz -am` replays what was found; with `JAZZER_FUZZ=1` and
/// `-Dtest=ModelFilesFuzzTest#onnx` it looks for more.
final class ModelFilesFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void onnx(byte[] bytes) {
    Hostile.read(bytes, ".onnx", file -> OnnxImport.of(file, Optional.empty()));
  }

  @FuzzTest(maxDuration = "60s")
  void onnxTensor(byte[] bytes) {
    Hostile.read(bytes, ".pb", OnnxReader::readTensor);
  }

  @FuzzTest(maxDuration = "60s")
  void safetensors(byte[] bytes) {
    Hostile.read(bytes, ".safetensors", file -> all(file, Safetensors::open));
  }

  @FuzzTest(maxDuration = "60s")
  void torch(byte[] bytes) {
    Hostile.read(bytes, ".pt", file -> all(file, TorchFile::open));
  }

  @FuzzTest(maxDuration = "60s")
  void keras(byte[] bytes) {
    Hostile.read(bytes, ".h5", file -> all(file, KerasFile::open));
  }

  private static void all(Path file, Function<Path, WeightFile> open) {
    WeightFile weights = open.apply(file);
    weights.names().forEach(weights::values);
  }
}

package dev.loupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Measures in a JVM of its own, so that the compiler has seen the shapes of one network only, as
/// when that network runs.
final class FreshProcess {
  private FreshProcess() {}

  /// Runs the table in a new JVM with the flags of this one; what it prints goes where this one's
  /// goes.
  ///
  /// @param arguments of the table, without the file for the figures
  static List<ConvolutionResult> measure(List<String> arguments) {
    try {
      Path json = Files.createTempFile("loupe-bench", ".json");
      try {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(ConvolutionTable.class.getName());
        command.addAll(arguments);
        command.addAll(List.of("--json", json.toString()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
          throw new IllegalStateException("a process of the table ended with " + code);
        }
        return read(json);
      } finally {
        Files.delete(json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The rows in a file of figures.
  static List<ConvolutionResult> read(Path json) throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode rows = mapper.readTree(Files.readString(json)).get("rows");
    return List.of(mapper.treeToValue(rows, ConvolutionResult[].class));
  }

  /// One row for each geometry and direction: the first, for the networks of all.
  static List<ConvolutionResult> merged(List<ConvolutionResult> rows) {
    Map<List<Object>, ConvolutionResult> merged = new LinkedHashMap<>();
    for (ConvolutionResult row : rows) {
      List<Object> key = List.of(row.layer(), row.batch(), row.direction());
      merged.merge(key, row, (first, second) -> first.with(second.nets()));
    }
    return List.copyOf(merged.values());
  }
}

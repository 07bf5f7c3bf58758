package dev.loupe.formats;

import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes safetensors files, in PyTorch's layouts: the same values always give the same bytes.
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 14;
  private static final String RUNNING = "running_mean";
  private static final String COUNTER = "num_batches_tracked";

  private SafetensorsWriter() {}

  /// Some variables for a file.
  ///
  /// @param prefix what their names in the file begin with
  /// @param parameters have the values
  /// @param variables in their order
  public record Part(String prefix, Parameters parameters, List<Variable> variables) {
    /// Copies the list.
    public Part {
      variables = List.copyOf(variables);
    }
  }

  /// Writes the variables that make up a model, in their order.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written; what was there before is
  ///     then untouched
  public static void write(Path file, Parameters parameters) {
    write(file, parameters, parameters.model(), Map.of());
  }

  /// Writes some variables, in this order.
  ///
  /// @param metadata more that the file says about itself, beside `format: pt`
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written; what was there before is
  ///     then untouched
  public static void write(
      Path file, Parameters parameters, List<Variable> variables, Map<String, String> metadata) {
    write(file, List.of(new Part("", parameters, variables)), metadata);
  }

  /// Writes the variables of several parts, one part after the other.
  ///
  /// @param metadata more that the file says about itself, beside `format: pt`
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written; what was there before is
  ///     then untouched
  public static void write(Path file, List<Part> parts, Map<String, String> metadata) {
    AtomicFile.write(file, out -> write(out, parts, List.of(), metadata));
  }

  /// Writes the variables that make up a model for PyTorch's `load_state_dict`: beside each batch
  /// normalisation with how many batches its running statistics have seen, which Loupe does not
  /// count: 0.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written; what was there before is
  ///     then untouched
  public static void export(Path file, Parameters parameters) {
    List<Part> parts = List.of(new Part("", parameters, parameters.model()));
    List<String> counters =
        parameters.model().stream()
            .map(Variable::path)
            .filter(path -> path.endsWith(RUNNING))
            .map(path -> path.substring(0, path.length() - RUNNING.length()) + COUNTER)
            .toList();
    AtomicFile.write(file, out -> write(out, parts, counters, Map.of()));
  }

  private static void write(
      OutputStream out, List<Part> parts, List<String> counters, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(parts, counters, metadata);
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(header.length);
    out.write(buffer.array(), 0, Long.BYTES);
    out.write(header);
    out.write(new byte[Long.BYTES * counters.size()]);
    for (Part part : parts) {
      for (Variable v : part.variables()) {
        write(out, v, part.parameters().tensor(v.path()));
      }
    }
  }

  private static void write(OutputStream out, Variable v, Tensor t) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int n = t.length();
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      buffer.clear();
      for (int i = from; i < from + count; i++) {
        buffer.putFloat(t.get(FileLayout.memoryIndex(v.layout(), t.shape(), i)));
      }
      out.write(buffer.array(), 0, 4 * count);
    }
  }

  /// The header, filled up with spaces so that the values begin at a multiple of 8 bytes.
  private static byte[] header(
      List<Part> parts, List<String> counters, Map<String, String> metadata) {
    ObjectNode root = Json.object();
    ObjectNode about = root.putObject("__metadata__");
    about.put("format", "pt");
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> about.put(e.getKey(), e.getValue()));
    long at = 0;
    // In front: readers want numbers of 8 bytes at multiples of 8.
    for (String counter : counters) {
      ObjectNode entry = root.putObject(counter);
      entry.put("dtype", "I64");
      entry.putArray("shape");
      entry.putArray("data_offsets").add(at).add(at + Long.BYTES);
      at += Long.BYTES;
    }
    for (Part part : parts) {
      for (Variable v : part.variables()) {
        Shape shape = FileLayout.file(v.layout(), v.shape());
        ObjectNode entry = root.putObject(part.prefix() + v.path());
        entry.put("dtype", "F32");
        ArrayNode sizes = entry.putArray("shape");
        Arrays.stream(shape.sizes()).forEach(sizes::add);
        long end = at + 4 * shape.elements();
        entry.putArray("data_offsets").add(at).add(end);
        at = end;
      }
    }
    byte[] json = Json.compact(root).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}

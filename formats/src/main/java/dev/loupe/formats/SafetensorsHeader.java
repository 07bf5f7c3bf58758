package dev.loupe.formats;

import dev.loupe.formats.Safetensors.Entry;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The header of a safetensors file.
///
/// @param entries the tensors, by name
/// @param metadata what the file says about itself
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final int OFFSET = 8;

  /// Reads and verifies a header.
  ///
  /// @param file what stands in front of errors
  /// @param bytes the JSON
  /// @param dataBytes how many bytes follow it
  static SafetensorsHeader parse(String file, byte[] bytes, long dataBytes) {
    ObjectNode root = Json.parse(file, bytes, OFFSET);
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      try {
        if (field.getKey().equals(METADATA)) {
          readMetadata(field.getValue(), metadata);
        } else {
          entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
        }
      } catch (LoupeException e) {
        throw e.at(file);
      }
    }
    checkPlaces(file, entries, OFFSET + bytes.length, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  private static void readMetadata(JsonNode node, Map<String, String> into) {
    if (!node.isObject()) {
      throw broken("the metadata is broken", "an object of texts", Json.kind(node));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isString()) {
        String what = "the metadata '" + field.getKey() + "' is broken";
        throw broken(what, "a text", Json.kind(field.getValue()));
      }
      into.put(field.getKey(), field.getValue().stringValue());
    }
  }

  private static Entry entry(String name, JsonNode node) {
    String what = "the header of the tensor '" + name + "' is broken";
    if (!node.isObject()) {
      throw broken(what, "an object with dtype, shape and data_offsets", Json.kind(node));
    }
    StoredType type = type(what, node.path("dtype"));
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!shape.isArray()) {
      throw broken(what, "shape as a list of sizes", Json.kind(shape));
    }
    List<Integer> sizes = new ArrayList<>();
    long elements = 1;
    for (JsonNode size : shape) {
      if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
        throw broken(what, "sizes of 0 to 2147483647", Json.kind(size));
      }
      sizes.add(size.intValue());
      elements = multiply(elements, size.intValue());
    }
    if (!offsets.isArray() || offsets.size() != 2) {
      throw broken(what, "data_offsets as a list of begin and end", Json.kind(offsets));
    }
    long begin = offset(what, offsets.get(0));
    long end = offset(what, offsets.get(1));
    long bytes = multiply(elements, type.bytes());
    if (end < begin || end - begin != bytes) {
      String expected =
          elements == Long.MAX_VALUE
              ? "a shape that fits the file"
              : bytes + " bytes for " + type + " " + sizes;
      throw broken(what, expected, "data_offsets " + begin + " to " + end);
    }
    return new Entry(name, type, sizes, begin, end);
  }

  private static StoredType type(String what, JsonNode node) {
    for (StoredType type : StoredType.values()) {
      if (node.isString() && type.name().equals(node.stringValue())) {
        return type;
      }
    }
    String known = Arrays.toString(StoredType.values());
    throw broken(what, "a dtype of " + known.substring(1, known.length() - 1), Json.kind(node));
  }

  private static long offset(String what, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw broken(what, "data_offsets of at least 0", Json.kind(node));
    }
    return node.longValue();
  }

  /// The product; where it is too large for a long, the largest one.
  private static long multiply(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /// The values of all tensors fill the rest of the file.
  private static void checkPlaces(
      String file, Map<String, Entry> entries, long start, long dataBytes) {
    List<Entry> order = new ArrayList<>(entries.values());
    order.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry e : order) {
      if (e.begin() != at) {
        String what = e.begin() < at ? " overlaps another one" : " leaves a hole before it";
        throw broken(
                "the tensor '" + e.name() + "'" + what,
                "values from byte " + (start + at) + " on",
                "values from byte " + (start + e.begin()) + " on")
            .at(file);
      }
      if (e.end() > dataBytes) {
        throw broken(
                "the file is cut short in the tensor '" + e.name() + "'",
                "values up to byte " + (start + e.end()),
                "a file of " + (start + dataBytes) + " bytes")
            .at(file);
      }
      at = e.end();
    }
    if (at != dataBytes) {
      throw broken(
              "there is something behind the last tensor",
              "a file of " + (start + at) + " bytes",
              (start + dataBytes) + " bytes")
          .at(file);
    }
  }

  private static LoupeException broken(String what, String expected, String got) {
    return LoupeException.of(what).expected(expected).got(got);
  }
}

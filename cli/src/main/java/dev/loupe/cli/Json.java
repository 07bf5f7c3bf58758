package dev.loupe.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes results as JSON: maps, lists and records.
final class Json {
  private Json() {}

  /// On one line.
  static String line(Object value) {
    return JsonMapper.builder().build().writeValueAsString(value);
  }

  /// With a line for each member.
  static String pretty(Object value) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(value);
  }
}

package dev.loupe.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// What a training was told, as names and values: all that `model.json` knows but its results.
final class RunSettings {
  /// Results, and what says in other words what is there already.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "command",
          "epochs",
          "seconds",
          "finished",
          "data.description",
          "data.source",
          "data.licence",
          "test.description",
          "test.source",
          "test.licence");

  private RunSettings() {}

  /// The settings; numbers are [Number]s, all else is text.
  static Map<String, Object> of(ModelInfo info) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", info.name());
    all.put("classes", info.classes().size());
    info.provenance().ifPresent(p -> add(all, "", RunFolder.RECORDS.write(p)));
    add(all, "", RunFolder.RECORDS.write(info.preprocessing()));
    return all;
  }

  private static void add(Map<String, Object> all, String before, JsonNode node) {
    node.properties()
        .forEach(
            field -> {
              String name = before + words(field.getKey());
              JsonNode value = field.getValue();
              if (LEFT_OUT.contains(name)) {
                return;
              }
              if (value.isObject()) {
                add(all, name + ".", value);
              } else if (value.isNumber()) {
                if (value.isIntegralNumber()) {
                  all.put(name, value.longValue());
                } else {
                  // By its text: a float has other digits as a double.
                  all.put(name, Double.parseDouble(value.asString()));
                }
              } else {
                all.put(name, text(value));
              }
            });
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      StringJoiner joined = new StringJoiner(", ");
      value.forEach(item -> joined.add(text(item)));
      return value.isEmpty() ? "none" : joined.toString();
    }
    return value.isNull() ? "none" : value.asString();
  }

  /// `vectorBits` as `vector bits`.
  private static String words(String component) {
    return component.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}

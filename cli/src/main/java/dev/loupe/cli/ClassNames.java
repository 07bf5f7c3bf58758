package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Names of classes from a file.
final class ClassNames {
  private static final long MOST_BYTES = 10_000_000;

  private ClassNames() {}

  /// The names, by index: one a line, with ImageNet's numbers such as `n01440764` in front left
  /// out; or a JSON object of index to number and name, as Keras has it.
  ///
  /// @throws LoupeException if the file can't be read, or holds something else
  static List<String> read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw LoupeException.of(file + ": this is too long for names of classes")
            .expected("at most " + MOST_BYTES + " bytes");
      }
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
        return indexed(file);
      }
      List<String> names =
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .map(line -> line.replaceFirst("^n\\d{8}\\s+", ""))
              .toList();
      if (names.isEmpty()) {
        throw LoupeException.of(file + ": there are no names of classes").expected("one a line");
      }
      return names;
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be read (" + e.getMessage() + ")")
          .causedBy(e);
    }
  }

  private static List<String> indexed(Path file) {
    JsonNode root = dev.loupe.formats.Json.read(file);
    List<String> names = new ArrayList<>();
    for (int i = 0; root.has(String.valueOf(i)); i++) {
      JsonNode value = root.path(String.valueOf(i));
      JsonNode name = value.isArray() ? value.path(value.size() - 1) : value;
      if (!name.isString()) {
        throw LoupeException.of(file + ": class " + i + " has no name").got(name.toString());
      }
      names.add(name.stringValue());
    }
    if (names.size() != root.size() || names.isEmpty()) {
      throw LoupeException.of(file + ": these are no names of classes")
          .expected("an object with the indices 0, 1, ... and their names")
          .got(names.size() + " of " + root.size() + " entries");
    }
    return names;
  }
}

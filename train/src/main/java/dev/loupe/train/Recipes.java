package dev.loupe.train;

import dev.loupe.formats.Json;
import dev.loupe.formats.RecordJson;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Recipes as JSON: files, and those that come with Loupe.
///
/// A field that is missing has its usual value ([Recipe#USUAL]).
public final class Recipes {
  /// The names of the recipes that come with Loupe.
  public static final List<String> NAMES = List.of("cifar10", "fashion", "small", "transformer");

  private static final RecordJson RECORDS = new RecordJson(Set.of(Recipe.class.getPackageName()));
  private static final int LARGEST = 1 << 20;

  private Recipes() {}

  /// A recipe as JSON, with all its fields.
  public static String text(Recipe recipe) {
    return Json.text(RECORDS.write(recipe));
  }

  /// The recipe of a name, or else of a file.
  ///
  /// @throws LoupeException if there is neither, or the file is not a recipe
  public static Recipe of(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return named(nameOrFile);
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      LoupeException e = LoupeException.unknown("recipe", nameOrFile, NAMES);
      throw e.fix("name one of them, or a JSON file that is there");
    }
    return read(file);
  }

  /// The recipe of a file.
  ///
  /// @throws LoupeException if the file can't be read or is not a recipe
  public static Recipe read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw LoupeException.of(file + ": the file is too large for a recipe")
            .expected("at most " + LARGEST + " bytes")
            .got(String.valueOf(Files.size(file)));
      }
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw LoupeException.of(file + ": the recipe can't be read (" + e + ")").causedBy(e);
    }
  }

  /// A recipe that comes with Loupe.
  ///
  /// @throws LoupeException if there is no such name, with the nearest one
  public static Recipe named(String name) {
    if (!NAMES.contains(name)) {
      throw LoupeException.unknown("recipe", name, NAMES);
    }
    String file = "recipes/" + name + ".json";
    try (InputStream in = Recipes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return parse(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recipe parse(String name, byte[] text) {
    ObjectNode all = RECORDS.write(Recipe.USUAL);
    for (Map.Entry<String, JsonNode> field : Json.parse(name, text, 0).properties()) {
      all.set(field.getKey(), field.getValue());
    }
    try {
      return RECORDS.read(all, Recipe.class);
    } catch (LoupeException e) {
      throw e.at(name);
    }
  }
}

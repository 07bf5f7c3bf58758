package dev.loupe.train.study;

import dev.loupe.formats.AtomicFile;
import dev.loupe.formats.Json;
import dev.loupe.formats.RecordJson;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `study.json`: what a study found so far, and summaries of it.
final class StudyFile {
  static final String NAME = "study.json";

  /// Grows when older versions of Loupe could no longer read the file.
  private static final int VERSION = 1;

  private static final RecordJson RECORDS =
      new RecordJson(Set.of("dev.loupe.train.study", "dev.loupe.train.metrics"));

  private StudyFile() {}

  static ObjectNode json(StudyResult result) {
    ObjectNode root = Json.object();
    root.put("version", VERSION);
    root.set("study", RECORDS.write(result));
    ObjectNode summary = root.putObject("summary");
    summary.put("complete", result.complete());
    if (!result.results().isEmpty()) {
      put(summary, "accuracy", result.accuracy());
      put(summary, "loss", result.loss());
      put(summary, "macroF1", result.macroF1());
    }
    return root;
  }

  /// JSON has no NaN: what is unknown is left out.
  private static void put(ObjectNode into, String name, Summary summary) {
    ObjectNode node = into.putObject(name);
    node.put("count", summary.count());
    if (summary.count() > 0) {
      node.put("mean", summary.mean());
    }
    if (summary.count() > 1) {
      node.put("deviation", summary.deviation());
      node.put("low", summary.interval().low());
      node.put("high", summary.interval().high());
    }
  }

  static void write(Path folder, StudyResult result) {
    AtomicFile.write(folder.resolve(NAME), Json.text(json(result)));
  }

  /// What a folder holds; nothing if there is no study in it.
  ///
  /// @throws LoupeException if the file is broken
  static Optional<StudyResult> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ObjectNode root = Json.read(file);
    JsonNode version = root.path("version");
    if (!version.isIntegralNumber() || version.asInt() != VERSION) {
      throw LoupeException.of(file + ": this is not a study of this version of Loupe")
          .expected("the field 'version' with " + VERSION)
          .got(version.isMissingNode() ? "none" : version.toString());
    }
    if (!(root.get("study") instanceof ObjectNode study)) {
      throw LoupeException.of(file + ": the field 'study' is missing or no object");
    }
    try {
      return Optional.of(RECORDS.read(study, StudyResult.class));
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }
}

package dev.loupe.train.compare;

import dev.loupe.formats.AtomicFile;
import dev.loupe.formats.Json;
import dev.loupe.formats.RecordJson;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The files of a comparison: `comparison.json`, `comparison.csv`, and `figures.json` in the folder
/// of each training that has ended.
final class ComparisonFile {
  static final String NAME = "comparison.json";
  private static final String TABLE = "comparison.csv";
  private static final String FIGURES = "figures.json";

  private static final RecordJson RECORDS =
      new RecordJson(Set.of("dev.loupe.train.compare", "dev.loupe.train.metrics"));

  private ComparisonFile() {}

  static ObjectNode json(ComparisonResult result) {
    ObjectNode root = RECORDS.write(result);
    root.put("complete", result.complete());
    result.conclusion().forEach(root.putArray("conclusion")::add);
    return root;
  }

  static void write(Path folder, ComparisonResult result) {
    AtomicFile.write(folder.resolve(NAME), Json.text(json(result)));
    AtomicFile.write(folder.resolve(TABLE), csv(result));
  }

  /// What the comparison in a folder found so far.
  static Optional<ComparisonResult> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ObjectNode root = Json.read(file);
    root.remove(List.of("complete", "conclusion"));
    try {
      return Optional.of(RECORDS.read(root, ComparisonResult.class));
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  static void write(Path folder, MemberFigures figures) {
    AtomicFile.write(folder.resolve(FIGURES), Json.text(RECORDS.write(figures)));
  }

  static Optional<MemberFigures> figures(Path folder) {
    Path file = folder.resolve(FIGURES);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode root = Json.read(file);
    try {
      return Optional.of(RECORDS.read((ObjectNode) root, MemberFigures.class));
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  private static String csv(ComparisonResult result) {
    StringBuilder out = new StringBuilder();
    out.append("model,share,seed,samples,epochs,flops,seconds,accuracy,loss,calibration");
    List<String> kinds =
        result.members().stream()
            .findFirst()
            .map(m -> m.disturbed().stream().map(MemberFigures.Disturbed::kind).toList())
            .orElse(List.of());
    kinds.forEach(k -> out.append(",accuracy under ").append(k));
    out.append('\n');
    for (MemberFigures m : result.members()) {
      out.append('"').append(m.model().replace("\"", "\"\"")).append('"');
      for (Object cell :
          List.of(
              m.share(),
              m.seed(),
              m.samples(),
              m.epochs(),
              m.flops(),
              m.seconds(),
              m.accuracy(),
              m.loss(),
              m.calibration())) {
        out.append(',').append(cell);
      }
      m.disturbed().forEach(d -> out.append(',').append(d.accuracy()));
      out.append('\n');
    }
    return out.toString();
  }
}

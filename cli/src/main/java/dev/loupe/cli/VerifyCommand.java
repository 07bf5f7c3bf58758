package dev.loupe.cli;

import dev.loupe.formats.onnx.Conformance;
import dev.loupe.formats.onnx.Conformance.Case;
import dev.loupe.formats.onnx.Conformance.Status;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loupe verify`.
@Command(
    name = "verify",
    description = {
      "Import ONNX models, run them, and compare with the outputs that they must give.",
      "Each folder with model.onnx and test_data_set_0/input_0.pb, output_0.pb is a case.",
      "Ends with status 1 if one failed; a case that is refused says what Loupe does not have."
    },
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders that are looked through.")
  private List<Path> folders = new ArrayList<>();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Path> found = folders.stream().flatMap(f -> Conformance.find(f).stream()).toList();
    List<Case> cases = new ArrayList<>();
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      for (Path folder : found) {
        progress.at("verifying", cases.size(), found.size());
        cases.add(Conformance.check(folder, common.threads()));
      }
    }
    if (common.json) {
      surroundings.out().println(Json.pretty(json(cases)));
    } else {
      print(cases);
    }
    return count(cases, Status.FAILED) > 0 ? 1 : 0;
  }

  private static long count(List<Case> cases, Status status) {
    return cases.stream().filter(c -> c.status() == status).count();
  }

  private void print(List<Case> cases) {
    PrintStream out = surroundings.out();
    for (Case c : cases) {
      if (c.status() != Status.PASSED) {
        out.println(word(c) + "  " + c.folder());
        out.println("    " + c.reason());
      }
    }
    double worst = cases.stream().mapToDouble(Case::error).max().orElse(0);
    out.printf(
        Locale.ROOT,
        "passed %d, failed %d, refused %d of %d; largest error %.1e%n",
        count(cases, Status.PASSED),
        count(cases, Status.FAILED),
        count(cases, Status.REFUSED),
        cases.size(),
        worst);
  }

  private static String word(Case c) {
    return c.status().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> json(List<Case> cases) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("passed", count(cases, Status.PASSED));
    json.put("failed", count(cases, Status.FAILED));
    json.put("refused", count(cases, Status.REFUSED));
    List<Map<String, Object>> list = new ArrayList<>();
    for (Case c : cases) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("case", c.folder().toString());
      entry.put("status", word(c));
      entry.put("error", c.error());
      if (!c.reason().isEmpty()) {
        entry.put("reason", c.reason());
      }
      list.add(entry);
    }
    json.put("cases", list);
    return json;
  }
}

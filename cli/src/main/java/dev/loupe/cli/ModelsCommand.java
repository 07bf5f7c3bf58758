package dev.loupe.cli;

import dev.loupe.explain.LayerRows;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Source;
import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.models.Setting;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loupe models`.
@Command(
    name = "models",
    description = {
      "List the models that Loupe knows: parameters and FLOPs for one usual input, what can be",
      "chosen, and the source of each."
    },
    sortOptions = false)
final class ModelsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Models, such as resnet50 or resnet9:width=32 (default: all).")
  private List<String> names = new ArrayList<>();

  /// A model with what it costs.
  ///
  /// @param parameters how many values are trained
  /// @param flops for one usual input
  private record Row(ModelCard card, long parameters, long flops) {
    static Row of(ModelCard card) {
      Graph graph = card.network().inference(1);
      long parameters =
          graph.variables().stream()
              .filter(v -> v.role().trainable())
              .map(Source.Variable::shape)
              .mapToLong(shape -> shape.elements())
              .sum();
      long flops = graph.nodes().stream().mapToLong(n -> LayerRows.flops(graph, n)).sum();
      return new Row(card, parameters, flops);
    }

    Map<String, Object> json() {
      Map<String, String> settings = new LinkedHashMap<>();
      card.settings().all().forEach(s -> settings.put(s.name(), s.value()));
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("name", card.name());
      all.put("description", card.description());
      all.put("source", card.source());
      all.put("input", card.input().sizes());
      all.put("classes", card.classes());
      all.put("settings", settings);
      all.put("parameters", parameters);
      all.put("flops", flops);
      return all;
    }
  }

  ModelsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<ModelCard> cards =
        names.isEmpty() ? Models.all() : names.stream().map(Models::get).toList();
    List<Row> rows = cards.stream().map(Row::of).toList();
    PrintStream out = surroundings.out();
    if (common.json) {
      out.println(Json.pretty(Map.of("models", rows.stream().map(Row::json).toList())));
    } else {
      lines(rows).forEach(out::println);
    }
    return 0;
  }

  /// A table; of models that were asked for by name also what can be chosen.
  private List<String> lines(List<Row> rows) {
    Table table = new Table(1, "model", "input", "parameters", "FLOPs");
    for (Row row : rows) {
      table.row(
          row.card().name(),
          row.card().input().toString(),
          Figures.whole(row.parameters()),
          Figures.count((double) row.flops()));
    }
    // Sources differ much in length: they stand outside of the columns.
    List<String> figures = table.lines();
    List<String> lines = new ArrayList<>();
    lines.add(figures.get(0) + "  source");
    lines.add(figures.get(1) + "--------");
    for (int i = 0; i < rows.size(); i++) {
      lines.add(figures.get(i + 2) + "  " + rows.get(i).card().source());
    }
    for (Row row : names.isEmpty() ? List.<Row>of() : rows) {
      lines.add("");
      lines.add(row.card().name() + ": " + row.card().description());
      for (Setting s : row.card().settings().all()) {
        lines.add("  " + s + "  " + s.meaning());
      }
    }
    return lines;
  }
}

package dev.loupe.cli;

import dev.loupe.cli.BraillePlot.Curve;
import dev.loupe.cli.RunFigures.NamedRun;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.EpochTable;
import dev.loupe.train.Provenance;
import dev.loupe.train.RunSummary;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs beside each other, as text and as JSON.
///
/// @param runs in order
/// @param broken folders that could not be read
/// @param curves what to draw, if anything
record RunsReport(List<NamedRun> runs, List<RunSummary.Broken> broken, @Nullable String curves) {
  private static final int ROWS = 15;
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /// Prints tables and plots.
  void print(Surroundings surroundings) {
    PrintStream out = surroundings.out();
    if (runs.isEmpty()) {
      out.println("no run is like that");
      return;
    }
    List<Curve> drawn = curves == null ? List.of() : curves(curves);
    table().lines().forEach(out::println);
    Map<String, List<Object>> differing = differences();
    if (!differing.isEmpty()) {
      out.println();
      out.println("what differs");
      differing.forEach((setting, values) -> difference(setting, values).forEach(out::println));
    }
    if (curves != null) {
      out.println();
      out.println(curves);
      BraillePlot.lines(drawn, surroundings.columns(), ROWS, surroundings.colours())
          .forEach(out::println);
      for (int i = 0; i < drawn.size(); i++) {
        out.println("  %s  %s".formatted(BraillePlot.letter(i), drawn.get(i).name()));
      }
      if (drawn.size() == BraillePlot.MOST && runs.size() > BraillePlot.MOST) {
        out.println("  (the first %d of %d runs)".formatted(BraillePlot.MOST, runs.size()));
      }
    }
  }

  private Table table() {
    Table table =
        new Table(
            4,
            "run",
            "model",
            "data",
            "state",
            "epochs",
            "accuracy",
            "loss",
            "parameters",
            "time",
            "when (UTC)");
    for (NamedRun named : runs) {
      RunSummary run = named.run();
      Optional<Provenance> made = run.info().provenance();
      int done = run.epochs().rows().size();
      table.row(
          named.name(),
          run.info().name(),
          made.map(p -> p.data().name()).orElse("-"),
          named.state(),
          made.filter(p -> p.plannedEpochs() != done)
              .map(p -> done + " of " + p.plannedEpochs())
              .orElse(String.valueOf(done)),
          Figures.percent(run.accuracy().orElse(Double.NaN)),
          run.loss().isPresent() ? Figures.decimals(run.loss().getAsDouble(), 4) : "-",
          Figures.whole(run.parameters()),
          made.map(p -> Figures.seconds(p.seconds())).orElse("-"),
          made.map(p -> MINUTES.format(p.finished())).orElse("-"));
    }
    return table;
  }

  private Map<String, List<Object>> differences() {
    return RunSummary.differences(runs.stream().map(NamedRun::run).toList());
  }

  /// A setting, and below it each value with the runs that have it.
  private List<String> difference(String setting, List<Object> values) {
    Map<Object, List<String>> groups = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      groups.computeIfAbsent(values.get(i), v -> new ArrayList<>()).add(runs.get(i).name());
    }
    List<String> lines = new ArrayList<>();
    lines.add("  " + setting);
    groups.forEach(
        (value, names) -> lines.add("    %s: %s".formatted(value, String.join(", ", names))));
    return lines;
  }

  /// The curves with a name: a column, or what is behind `train_` and `test_`.
  private List<Curve> curves(String name) {
    List<Curve> all = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (NamedRun named : runs) {
      EpochTable epochs = named.run().epochs();
      known.addAll(epochs.columns());
      List<String> columns =
          epochs.columns().contains(name)
              ? List.of(name)
              : runs.size() == 1
                  ? List.of("train_" + name, "test_" + name)
                  : List.of("test_" + name);
      for (String column : columns) {
        List<Double> values = epochs.values(column);
        if (!values.isEmpty() && all.size() < BraillePlot.MOST) {
          double last = values.getLast();
          all.add(
              new Curve(
                  "%s  %s %s".formatted(named.name(), column, Figures.decimals(last, 4)),
                  epochs.values("epoch"),
                  values));
        }
      }
    }
    if (all.isEmpty()) {
      List<String> names = new ArrayList<>(List.of("accuracy", "loss"));
      names.addAll(known);
      throw LoupeException.unknown("curve", name, names);
    }
    return all;
  }

  /// All figures.
  Map<String, Object> json() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("runs", runs.stream().map(this::json).toList());
    Map<String, Object> differing = new LinkedHashMap<>();
    differences().forEach(differing::put);
    result.put("differences", differing);
    result.put(
        "broken",
        broken.stream()
            .map(b -> Map.of("folder", b.folder().toString(), "reason", b.reason()))
            .toList());
    return result;
  }

  private Map<String, Object> json(NamedRun named) {
    RunSummary run = named.run();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.folder().toString());
    for (String figure :
        List.of("model", "data", "state", "epochs", "accuracy", "loss", "parameters")) {
      result.put(figure, RunFigures.value(named, figure));
    }
    Optional<Provenance> made = run.info().provenance();
    result.put("plannedEpochs", made.map(Provenance::plannedEpochs).orElse(null));
    result.put("seconds", made.map(Provenance::seconds).orElse(null));
    result.put("finished", made.map(Provenance::finished).map(Instant::toString).orElse(null));
    result.put("settings", run.settings());
    if (curves != null) {
      Map<String, Object> drawn = new LinkedHashMap<>();
      EpochTable epochs = run.epochs();
      epochs.columns().stream()
          .filter(c -> c.equals("epoch") || c.equals(curves) || c.endsWith("_" + curves))
          .forEach(c -> drawn.put(c, epochs.values(c)));
      result.put("curves", drawn);
    }
    return result;
  }
}

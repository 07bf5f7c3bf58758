package dev.loupe.cli;

import dev.loupe.cli.RunFigures.NamedRun;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe runs`.
@Command(
    name = "runs",
    description = {
      "List and compare the runs below folders: what they are, how good, in which settings they",
      "differ, and their curves. Reads model.json and metrics.csv only; a training that goes on",
      "just now is listed as interrupted."
    },
    sortOptions = false)
final class RunsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "Folders with runs, or runs (default: runs).")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--sort",
      paramLabel = "NAME",
      description = {
        "The best first by: name, model, data, epochs, accuracy, loss, parameters, time, when,",
        "state, a setting or a column of metrics.csv (default: ${DEFAULT-VALUE})."
      })
  private String sort = "accuracy";

  @Option(names = "--reverse", description = "The other way round.")
  private boolean reverse;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = {
        "Only runs like 'accuracy>0.9', model=lenet5 or schedule~Cosine (contains); with",
        "= != < <= > >= ~ and the names of --sort; may be repeated."
      })
  private List<String> conditions = new ArrayList<>();

  @Option(names = "--top", paramLabel = "N", description = "Only the first N runs.")
  private @Nullable Integer top;

  @Option(
      names = "--curves",
      paramLabel = "NAME",
      description = {
        "Draw accuracy, loss or a column of metrics.csv over the epochs: of one run in training",
        "and test, of several in test."
      })
  private @Nullable String curves;

  RunsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (top != null && top < 1) {
      throw LoupeException.of("--top is out of range")
          .expected("at least 1")
          .got(String.valueOf(top));
    }
    List<RunSummary.Broken> broken = new ArrayList<>();
    List<NamedRun> runs = find(broken);
    for (RunSummary.Broken each : broken) {
      surroundings.err().println("left out: " + each.reason().replace("\n", "\n  "));
    }
    if (runs.isEmpty()) {
      throw LoupeException.of("there are no runs in " + named())
          .expected("folders that ./loupe train wrote")
          .fix("begin with ./loupe train");
    }
    for (String condition : conditions) {
      runs = new RunFigures(runs).where(condition);
    }
    runs = runs.isEmpty() ? runs : new RunFigures(runs).sorted(sort, reverse);
    runs = runs.subList(0, top == null ? runs.size() : Math.min(top, runs.size()));
    RunsReport report = new RunsReport(runs, broken, curves);
    if (common.json) {
      surroundings.out().println(Json.line(report.json()));
    } else {
      report.print(surroundings);
    }
    return 0;
  }

  private List<Path> folders() {
    return folders.isEmpty() ? List.of(surroundings.folder().resolve("runs")) : folders;
  }

  private String named() {
    return String.join(", ", folders().stream().map(Path::toString).toList());
  }

  /// Runs by what tells them apart: below one folder their path in it, else their whole path.
  private List<NamedRun> find(List<RunSummary.Broken> broken) {
    List<NamedRun> runs = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Path folder : folders()) {
      RunSummary.Found found = RunSummary.below(folder);
      broken.addAll(found.broken());
      for (RunSummary run : found.runs()) {
        if (seen.add(real(run.folder()))) {
          String inside = folder.relativize(run.folder()).toString();
          boolean whole = folders().size() > 1 || inside.isEmpty();
          runs.add(new NamedRun(whole ? run.folder().toString() : inside, run));
        }
      }
    }
    return runs;
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }
}

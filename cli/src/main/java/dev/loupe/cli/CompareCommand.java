package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Recipe;
import dev.loupe.train.Recipes;
import dev.loupe.train.Trainer;
import dev.loupe.train.compare.Budget;
import dev.loupe.train.compare.Comparison;
import dev.loupe.train.compare.ComparisonResult;
import dev.loupe.train.compare.Entrant;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.MemberResult;
import dev.loupe.train.study.StudyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `loupe compare`.
@Command(
    name = "compare",
    description = {
      "Train several models on the same data in the same way, and tell which is better, as far as"
          + " that",
      "can be told: accuracy with intervals, calibration, robustness, memory, time and computing.",
      "A comparison that was ended, by Ctrl-C or kill, goes on with --resume."
    },
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  private static final List<String> RECIPES = List.of("own", "same");

  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Networks that 'loupe models' lists, with settings where they have some.")
  private List<String> models = new ArrayList<>();

  @Mixin private DataChoices data = new DataChoices();

  @Option(
      names = "--fractions",
      paramLabel = "P[,P...]",
      split = ",",
      description =
          "How much of the training data is learned from, in percent (default: 100). Smaller parts"
              + " lie inside of larger ones; classes are even.")
  private List<Double> fractions = List.of(100.0);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How often each model is trained on each part (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(
      names = "--budget",
      paramLabel = "epochs=N|minutes=N|flops=N",
      description = {
        "The same for all (default: ${DEFAULT-VALUE}). With epochs a tenth of the data is a tenth"
            + " of the",
        "steps; with flops and minutes smaller models and parts get more epochs."
      })
  private String budget = "epochs=5";

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE|own|same",
      description = {
        "own: what suits each kind of model (AdamW with warm-up and cosine for transformers,"
            + " Nesterov's",
        "momentum and one cycle for others); same: the latter for all; or a recipe for all"
            + " (default: own)."
      })
  private String recipe = "own";

  @Option(
      names = "--augment",
      paramLabel = "TEXT",
      description = "Vary samples, as 'loupe train' does, for all models alike.")
  private @Nullable String augment;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write (default: runs/compare-DATA).")
  private @Nullable Path out;

  @Option(
      names = "--only",
      paramLabel = "NAME[,NAME...]",
      split = ",",
      description =
          "Train these only, such as lenet5-10-seed-0 or 'lenet5-*'; the others wait for another"
              + " call with --resume.")
  private List<String> only = List.of("*");

  @Option(
      names = "--resume",
      description = "Go on with the comparison in --out, or begin it where there is none.")
  private boolean resume;

  CompareCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Budget limit = Budget.parse(budget);
    Opened opened = data.open(surroundings, common);
    Splits splits = opened.splits();
    List<Entrant> entrants = models.stream().map(m -> entrant(m, splits.train())).toList();
    Path folder =
        out == null
            ? surroundings
                .folder()
                .resolve("runs")
                .resolve("compare-" + splits.train().card().name())
            : out;
    List<String> words = new ArrayList<>(List.of("loupe"));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    words.remove("--resume");
    Comparison comparison =
        Comparison.of(entrants)
            .shares(fractions.stream().mapToDouble(f -> f / 100).toArray())
            .seeds(seeds, common.seed)
            .budget(limit)
            .threads(common.threads())
            .only(only)
            .command(CommandText.join(words));
    if (resume) {
      comparison.resume(folder);
    } else {
      comparison.out(folder);
    }
    Interrupt interrupt = Interrupt.watch(comparison::requestStop);
    try (Reports reports = new Reports(opened)) {
      ComparisonResult result = comparison.listener(reports).prepare(reports::attach).train(splits);
      ComparisonReport shown = new ComparisonReport(result, folder, surroundings);
      if (common.json) {
        surroundings.out().println(Json.line(shown.json()));
      } else {
        shown.print();
      }
    } finally {
      interrupt.done();
    }
    return 0;
  }

  private Entrant entrant(String model, Dataset train) {
    Entrant own = Entrant.own(model, train);
    Recipe base =
        switch (recipe) {
          case "own" -> own.recipe();
          case "same" -> Recipe.USUAL;
          default -> named();
        };
    Recipe used = base.withModel(model);
    return new Entrant(model, augment == null ? used : used.withAugment(augment));
  }

  private Recipe named() {
    List<String> known = new ArrayList<>(RECIPES);
    known.addAll(Recipes.NAMES);
    boolean file = recipe.endsWith(".json");
    if (!known.contains(recipe) && !file) {
      LoupeException e = LoupeException.unknown("recipe", recipe, known);
      throw e.fix("name one of them, or a JSON file: " + Arrays.toString(known.toArray()));
    }
    return Recipes.of(recipe);
  }

  /// Tells how the trainings go.
  private final class Reports implements StudyListener, AutoCloseable {
    private final Opened opened;
    private @Nullable TrainingReport current;
    private @Nullable Member member;
    private String left = "";

    Reports(Opened opened) {
      this.opened = opened;
    }

    @Override
    public void left(double seconds) {
      left = seconds >= 1 ? ", about %s left".formatted(Figures.seconds(seconds)) : "";
    }

    @Override
    public void begins(Member next, int number, int of) {
      close();
      member = next;
      if (!common.quiet) {
        surroundings.err().println("%s (%d of %d%s)".formatted(next.name(), number, of, left));
      }
    }

    @Override
    public void ended(MemberResult result, boolean before) {
      close();
    }

    Trainer attach(Trainer trainer) {
      opened.pictures().ifPresent(trainer::pictures);
      if (member == null || common.quiet) {
        return trainer;
      }
      current = new TrainingReport(surroundings, common, true, member.name(), member.splits());
      return trainer.listener(current);
    }

    @Override
    public void close() {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}

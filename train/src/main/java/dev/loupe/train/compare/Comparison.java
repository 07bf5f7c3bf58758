package dev.loupe.train.compare;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Target;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Trainer;
import dev.loupe.train.metrics.ResamplingUnits;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.Study;
import dev.loupe.train.study.StudyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Trains several models on the same data, in the same way, and tells which is better.
///
/// All have the same test data, the same parts of the training data (smaller ones inside of larger
/// ones, the classes even, whole patients or speakers where the data knows them), the same seeds
/// and the same [Budget]. Each training is a run folder; a comparison that was interrupted goes on
/// with [#resume] and finds what one that was never interrupted finds, apart from measured times.
///
/// ```java
/// ComparisonResult result =
///     Comparison.of(List.of(new Entrant("mlp", recipe), new Entrant("lenet5", other)))
///         .shares(0.1, 1).seeds(3, 0).budget(new Budget.Epochs(5)).out(folder).train(splits);
/// ```
public final class Comparison {
  private final List<Entrant> entrants;
  private List<Double> shares = List.of(1.0);
  private int seeds = 3;
  private long firstSeed;
  private Budget budget = new Budget.Epochs(5);
  private String command = "API";
  private int threads = Runtime.getRuntime().availableProcessors();
  private UnaryOperator<Trainer> preparation = t -> t;
  private StudyListener listener = StudyListener.NONE;
  private double measured = 0.5;
  private List<String> only = List.of("*");
  private @Nullable Path out;
  private boolean resumed;
  private volatile boolean stopRequested;
  private volatile @Nullable Study current;

  private Comparison(List<Entrant> entrants) {
    this.entrants = List.copyOf(entrants);
  }

  /// Compares models.
  ///
  /// @throws LoupeException if there are less than two, or two have one name
  public static Comparison of(List<Entrant> entrants) {
    if (entrants.size() < 2) {
      throw LoupeException.of("there is nothing to compare")
          .expected("at least 2 models")
          .got(String.valueOf(entrants.size()));
    }
    Set<String> names = new HashSet<>();
    for (Entrant e : entrants) {
      if (!names.add(e.slug())) {
        throw LoupeException.of("two models have the same name")
            .expected("models that differ")
            .got("'" + e.name() + "' twice");
      }
    }
    return new Comparison(entrants);
  }

  /// The parts of the training data that are learned from.
  ///
  /// @param parts each above 0, up to 1
  /// @throws LoupeException if one is out of range, or there is none
  public Comparison shares(double... parts) {
    for (double part : parts) {
      if (!(part > 0 && part <= 1)) {
        throw LoupeException.of("a fraction of the data is out of range")
            .expected("above 0, up to 100 %")
            .got(Shares.percent(part));
      }
    }
    if (parts.length == 0) {
      throw LoupeException.of("no fraction of the data is named").expected("at least one");
    }
    shares = Arrays.stream(parts).sorted().distinct().boxed().toList();
    return this;
  }

  /// How often each model is trained on each part.
  ///
  /// @param count at least 1
  /// @param first the first seed; those that follow are the next numbers
  /// @throws LoupeException if the count is out of range
  public Comparison seeds(int count, long first) {
    if (count < 1 || count > 1000) {
      throw LoupeException.of("the number of seeds is out of range")
          .expected("1 to 1000")
          .got(String.valueOf(count));
    }
    seeds = count;
    firstSeed = first;
    return this;
  }

  /// How long each model is trained.
  public Comparison budget(Budget value) {
    budget = value;
    return this;
  }

  /// The command line, for the files.
  public Comparison command(String value) {
    command = value;
    return this;
  }

  /// How many threads compute.
  public Comparison threads(int count) {
    threads = count;
    return this;
  }

  /// How long latency, throughput and the time of a step are measured, half a second if not told.
  public Comparison measuring(double seconds) {
    measured = seconds;
    return this;
  }

  /// What is done to each trainer before it trains, such as giving it a listener.
  public Comparison prepare(UnaryOperator<Trainer> how) {
    preparation = how;
    return this;
  }

  /// Who is told which training comes next.
  public Comparison listener(StudyListener value) {
    listener = value;
    return this;
  }

  /// Trains some of the trainings only; the others wait for another time, with [#resume].
  ///
  /// @param names of trainings, such as `lenet5-10-seed-0`; `*` stands for any characters
  public Comparison only(List<String> names) {
    only = List.copyOf(names);
    return this;
  }

  /// The folder in which each training has its folder.
  public Comparison out(Path folder) {
    out = folder;
    resumed = false;
    return this;
  }

  /// Goes on with the comparison that was interrupted in a folder; begins it where there is none.
  public Comparison resume(Path folder) {
    out = folder;
    resumed = true;
    return this;
  }

  /// Asks it to end after the current step; from any thread.
  public void requestStop() {
    stopRequested = true;
    Study study = current;
    if (study != null) {
      study.requestStop();
    }
  }

  /// What a comparison in a folder found so far; nothing if there is none.
  ///
  /// @throws LoupeException if its file is broken
  public static Optional<ComparisonResult> in(Path folder) {
    return ComparisonFile.read(folder);
  }

  /// Trains all that has not ended, and judges.
  ///
  /// @return what was found; not complete if someone asked to stop
  /// @throws LoupeException if a model does not fit the data, a part is too small, or the folder
  ///     holds something else
  public ComparisonResult train(Splits splits) {
    Path folder = out;
    if (folder == null) {
      throw LoupeException.of("a comparison needs a folder").fix("say where with out(folder)");
    }
    if (splits.train().target() != Target.CLASS) {
      throw LoupeException.of("only classification is compared")
          .expected("data with classes")
          .got("data with " + splits.train().target());
    }
    if (!resumed && ComparisonFile.read(folder).isPresent()) {
      throw LoupeException.of(folder + ": there is a comparison already")
          .fix("go on with it by --resume, in Java Comparison.resume, or take another folder");
    }
    Map<String, PlannedTraining> planned = plan(splits);
    Set<String> chosen = PlannedTraining.chosen(planned.keySet(), only);
    List<Cost> costs = costs(folder, splits);
    Study study =
        Study.of("comparison", planned.values().stream().map(PlannedTraining::member).toList());
    study.only(m -> chosen.contains(m.name()));
    MemberJudge judge =
        new MemberJudge(folder, planned, costs, budget, threads, firstSeed, listener);
    study.command(command).listener(judge.awaiting(chosen));
    if (resumed) {
      study.resume(folder);
    } else {
      study.out(folder);
    }
    ComparisonFile.write(folder, result(folder, splits, planned, costs));
    current = study;
    if (stopRequested) {
      study.requestStop();
    }
    study.train(m -> trainer(planned.get(m.name()), costs));
    current = null;
    ComparisonResult result = result(folder, splits, planned, costs);
    ComparisonFile.write(folder, result);
    ComparisonPage.write(folder, result);
    return result;
  }

  private Map<String, PlannedTraining> plan(Splits splits) {
    Map<String, PlannedTraining> planned = new LinkedHashMap<>();
    for (double share : shares) {
      for (int s = 0; s < seeds; s++) {
        long seed = firstSeed + s;
        Dataset part = Shares.of(splits.train(), share, seed);
        Splits own = new Splits(part, splits.test(), splits.validation());
        for (Entrant e : entrants) {
          String name = e.slug() + "-" + Shares.percent(share).replace(" %", "") + "-seed-" + seed;
          planned.put(name, new PlannedTraining(new Member(name, seed, own), e, share));
        }
      }
    }
    return planned;
  }

  /// What the models cost: as it was found when the comparison began.
  private List<Cost> costs(Path folder, Splits splits) {
    Optional<ComparisonResult> before = resumed ? ComparisonFile.read(folder) : Optional.empty();
    List<String> names = entrants.stream().map(Entrant::name).toList();
    if (before.isPresent()) {
      ComparisonResult then = before.get();
      String now = names + ", " + shares + ", " + budget;
      String old = then.models() + ", " + then.shares() + ", " + then.budget();
      if (!now.equals(old)) {
        throw LoupeException.of(folder + ": this is not the comparison that was interrupted")
            .expected(old)
            .got(now)
            .fix("go on with the same models, fractions and budget, or take another folder");
      }
      return then.costs();
    }
    List<Cost> costs = new ArrayList<>();
    CostMeter meter = new CostMeter(threads, measured);
    for (Entrant e : entrants) {
      costs.add(meter.of(e.name(), e.recipe().trainer(splits).threads(threads)));
    }
    return costs;
  }

  private Trainer trainer(@Nullable PlannedTraining planned, List<Cost> costs) {
    PlannedTraining p = Objects.requireNonNull(planned);
    int epochs = p.epochs(budget, p.cost(costs));
    Trainer trainer = p.entrant().recipe().withEpochs(epochs).trainer(p.member().splits());
    String own = command + " # " + p.member().name();
    return preparation.apply(trainer.threads(threads).command(own));
  }

  private ComparisonResult result(
      Path folder, Splits splits, Map<String, PlannedTraining> planned, List<Cost> costs) {
    List<MemberFigures> members = new ArrayList<>();
    for (PlannedTraining p : planned.values()) {
      ComparisonFile.figures(folder.resolve(p.member().name())).ifPresent(members::add);
    }
    List<String> names = entrants.stream().map(Entrant::name).toList();
    ResamplingUnits units =
        ResamplingUnits.groups(
            IntStream.range(0, splits.test().size()).mapToObj(splits.test()::group).toList());
    return new ComparisonResult(
        splits.train().card().name(),
        command,
        budget.toString(),
        names,
        shares,
        IntStream.range(0, seeds).mapToObj(s -> firstSeed + s).toList(),
        planned.size(),
        costs,
        members,
        ComparisonResult.accuracies(names, shares, members, units),
        ComparisonResult.judge(names, shares, seeds, members, units));
  }
}

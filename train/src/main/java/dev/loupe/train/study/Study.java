package dev.loupe.train.study;

import dev.loupe.data.Dataset;
import dev.loupe.data.Folds;
import dev.loupe.data.GroupSplit;
import dev.loupe.data.HoldOut;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Evaluation;
import dev.loupe.train.Model;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Provenance;
import dev.loupe.train.Run;
import dev.loupe.train.Trainer;
import dev.loupe.train.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Several trainings that differ by their data or their seed, each in a folder of its own.
///
/// ```java
/// StudyResult result =
///     Study.folds(dataset, 5, seed).out(folder).train(m -> Trainer.of(network).epochs(3));
/// ```
///
/// A study that was interrupted goes on with [#resume]: what has ended is not trained again, and
/// the training that was interrupted goes on from its checkpoint.
public final class Study {
  /// The file in the folder of a study that tells what it found.
  public static final String FILE = StudyFile.NAME;

  private final String kind;
  private List<Member> members;
  private String command = "API";
  private StudyListener listener = StudyListener.NONE;
  private Predicate<Member> chosen = m -> true;
  private @Nullable Path out;
  private boolean resumed;
  private volatile boolean stopRequested;
  private volatile @Nullable Trainer current;

  private Study(String kind, List<Member> members) {
    this.kind = kind;
    this.members = List.copyOf(members);
  }

  /// A training for each fold, judged by that fold: whole groups, classes balanced, see [Folds].
  ///
  /// @param count how many folds, 2 to the number of groups
  /// @param seed of the folds and of all trainings
  /// @throws LoupeException if the count is out of range
  public static Study folds(Dataset dataset, int count, long seed) {
    List<Member> members = new ArrayList<>();
    for (Splits splits : Folds.balanced(dataset, count, seed)) {
      members.add(new Member("fold-" + (members.size() + 1), seed, splits));
    }
    return new Study("folds", members);
  }

  /// A training for each group (patient, speaker), judged by that group alone.
  ///
  /// @param seed of all trainings
  /// @throws LoupeException if a sample has no group, or if there are less than two
  public static Study groups(Dataset dataset, long seed) {
    List<String> names = List.copyOf(GroupSplit.sizes(dataset).keySet());
    if (names.size() < 2) {
      throw LoupeException.of("one group can't be both learned from and judged by")
          .expected("samples of at least 2 groups (patients, speakers)")
          .got("1: '" + names.getFirst() + "'");
    }
    List<Splits> parts = GroupSplit.leaveOneOut(dataset);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String plain = names.get(i).replaceAll("[^\\p{L}\\p{N}._-]+", "-");
      String name = "without-" + plain;
      boolean taken = members.stream().anyMatch(m -> m.name().equalsIgnoreCase(name));
      members.add(new Member(taken ? name + "-" + (i + 1) : name, seed, parts.get(i)));
    }
    return new Study("groups", members);
  }

  /// Trainings on the same data with the seeds `first` to `first + count - 1`.
  ///
  /// @throws LoupeException if there are less than 2
  public static Study seeds(Splits splits, int count, long first) {
    if (count < 2 || count > 10_000) {
      throw LoupeException.of("the number of seeds is out of range")
          .expected("2 to 10000")
          .got(String.valueOf(count));
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new Member("seed-" + (first + i), first + i, splits));
    }
    return new Study("seeds", members);
  }

  /// Trainings of one's own.
  ///
  /// @param kind what they differ by, in one word
  /// @param members with names of their own
  public static Study of(String kind, List<Member> members) {
    return new Study(kind, members);
  }

  /// What a study in a folder found so far; nothing if there is none.
  ///
  /// @throws LoupeException if its file is broken
  public static Optional<StudyResult> in(Path folder) {
    return StudyFile.read(folder);
  }

  /// What its trainings differ by: `folds`, `groups` or `seeds`.
  public String kind() {
    return kind;
  }

  /// Its trainings.
  public List<Member> members() {
    return members;
  }

  /// Keeps a share of each training's own training data to choose its best epoch by; whole groups
  /// where samples have them.
  ///
  /// @throws LoupeException if the share is not possible
  public Study validation(double share) {
    List<Member> next = new ArrayList<>();
    long seed = members.getFirst().seed();
    for (Member m : members) {
      next.add(new Member(m.name(), m.seed(), HoldOut.validation(m.splits(), share, seed)));
    }
    members = List.copyOf(next);
    return this;
  }

  /// The training with a name.
  ///
  /// @throws LoupeException if there is none
  public Member member(String name) {
    return members.stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                LoupeException.unknown(
                    "training of the study", name, members.stream().map(Member::name).toList()));
  }

  /// The command line, for the file.
  public Study command(String value) {
    command = value;
    return this;
  }

  /// Who is told.
  public Study listener(StudyListener value) {
    listener = value;
    return this;
  }

  /// Trains these only; those that have ended count all the same, others wait for another time.
  public Study only(Predicate<Member> which) {
    chosen = which;
    return this;
  }

  /// The folder in which each training has its folder.
  public Study out(Path folder) {
    out = folder;
    resumed = false;
    return this;
  }

  /// Goes on with the study that was interrupted in a folder; begins it where there is none.
  public Study resume(Path folder) {
    out = folder;
    resumed = true;
    return this;
  }

  /// Asks the study to end after the current step; from any thread.
  public void requestStop() {
    stopRequested = true;
    Trainer trainer = current;
    if (trainer != null) {
      trainer.requestStop();
    }
  }

  /// Trains all, one after another.
  ///
  /// @param maker makes the trainer of each training; its seed and folder are set here
  /// @return what was found; not complete if someone asked to stop
  /// @throws LoupeException if a training fails, there is no folder, or the folder holds another
  ///     study or, unless it is to go on, any
  public StudyResult train(Function<Member, Trainer> maker) {
    Path folder = out;
    if (folder == null) {
      throw LoupeException.of("a study needs a folder").fix("say where with out(folder)");
    }
    begin(folder);
    List<MemberResult> results = new ArrayList<>();
    for (int i = 0; i < members.size() && !stopRequested; i++) {
      Member member = members.get(i);
      Path place = folder.resolve(member.name());
      Optional<MemberResult> result = ended(member, place);
      boolean before = result.isPresent();
      if (!before && !chosen.test(member)) {
        continue;
      }
      listener.begins(member, i + 1, members.size());
      if (!before) {
        result = train(maker.apply(member), member, place);
      }
      if (result.isPresent()) {
        results.add(result.get());
        listener.ended(result.get(), before);
      }
      StudyFile.write(folder, result(results));
    }
    return result(results);
  }

  private Optional<MemberResult> train(Trainer trainer, Member member, Path place) {
    trainer.seed(member.seed()).resume(place);
    current = trainer;
    if (stopRequested) {
      trainer.requestStop();
    }
    try {
      Run run = trainer.train(member.splits());
      return run.stopped() ? Optional.empty() : Optional.of(result(member, run.model()));
    } finally {
      current = null;
    }
  }

  private StudyResult result(List<MemberResult> results) {
    List<String> names = members.stream().map(Member::name).toList();
    return new StudyResult(kind, command, names, results);
  }

  /// Looks at what is in the folder.
  private void begin(Path folder) {
    Optional<StudyResult> before = StudyFile.read(folder);
    if (before.isPresent() && !resumed) {
      throw LoupeException.of(folder + ": there is a study already")
          .fix("go on with it by --resume, in Java Study.resume, or take another folder");
    }
    if (!resumed && Run.begun(folder)) {
      throw LoupeException.of(folder + ": this is the folder of a single training")
          .fix("take another folder");
    }
    StudyResult planned = result(List.of());
    if (before.isEmpty()) {
      StudyFile.write(folder, planned);
      return;
    }
    StudyResult then = before.get();
    if (!then.kind().equals(kind) || !then.planned().equals(planned.planned())) {
      throw LoupeException.of(folder + ": this is not the study that was interrupted")
          .expected(then.kind() + ": " + String.join(", ", then.planned()))
          .got(kind + ": " + String.join(", ", planned.planned()))
          .fix("go on with the same data and settings, or begin anew in another folder");
    }
  }

  /// The result of a training that has ended before.
  private static Optional<MemberResult> ended(Member member, Path place) {
    if (!Run.begun(place)) {
      return Optional.empty();
    }
    Optional<TrainingState> state = Run.interrupted(place);
    if (state.isPresent()) {
      return Optional.empty();
    }
    Model model = Run.open(place);
    MemberResult result = result(member, model);
    Provenance made = provenance(model.info(), place.toString());
    check(place, "seed", String.valueOf(made.seed()), String.valueOf(member.seed()));
    check(place, "training data", made.data().hash(), result.train());
    check(place, "test data", made.test().hash(), result.test());
    return Optional.of(result);
  }

  private static void check(Path place, String what, String then, String now) {
    if (!then.equals(now)) {
      throw LoupeException.of(place + ": this training has ended on other data")
          .expected(what + " " + now)
          .got(what + " " + then)
          .fix("begin the study anew in another folder");
    }
  }

  private static Provenance provenance(ModelInfo info, String place) {
    return info.provenance()
        .orElseThrow(() -> LoupeException.of(place + ": the model does not tell how it was made"));
  }

  private static MemberResult result(Member member, Model model) {
    Provenance made = provenance(model.info(), member.name());
    Evaluation judged =
        model
            .info()
            .evaluation()
            .orElseThrow(() -> LoupeException.of(member.name() + ": the model was not judged"));
    return new MemberResult(
        member.name(),
        member.seed(),
        member.splits().train().card().hash(),
        member.splits().test().card().hash(),
        member.splits().train().size(),
        judged.samples(),
        made.epochs(),
        judged.accuracy(),
        judged.loss(),
        judged.macroF1(),
        made.seconds());
  }
}

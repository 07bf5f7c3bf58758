package dev.loupe.cli;

import dev.loupe.data.Joined;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.Study;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options for several trainings.
final class StudyOptions {
  @Option(
      names = "--folds",
      paramLabel = "K",
      description = {
        "Divide all data into K folds and judge by each in turn: whole patients or speakers where",
        "the data knows them, the classes even."
      })
  private @Nullable Integer folds;

  @Option(
      names = "--leave-out-each",
      description = "Judge by each patient or speaker of all data in turn, learn from the others.")
  private boolean eachGroup;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Train N times, from --seed on, and tell mean and deviation.")
  private @Nullable Integer seeds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Train this one alone of the above, such as fold-2, without-NAME or seed-7.")
  private @Nullable String only;

  StudyOptions() {}

  /// Whether there are several trainings.
  boolean several() {
    return any() && only == null;
  }

  private boolean any() {
    return folds != null || eachGroup || seeds != null;
  }

  /// The study, where one was asked for.
  ///
  /// @param validation the share of the training data to choose by, or null
  /// @throws LoupeException if options contradict each other, or the data can't be divided so
  Optional<Study> study(Splits splits, @Nullable Double validation, long seed) {
    check();
    if (!any()) {
      return Optional.empty();
    }
    Study study;
    if (folds != null) {
      study = Study.folds(Joined.of(splits), folds, seed);
    } else if (eachGroup) {
      study = Study.groups(Joined.of(splits), seed);
    } else {
      study = Study.seeds(splits, seeds == null ? 0 : seeds, seed);
    }
    return Optional.of(validation == null ? study : study.validation(validation));
  }

  /// The one training that was asked for, of several or by itself.
  Optional<Member> only(Splits splits, @Nullable Double validation, long seed) {
    String name = only;
    return name == null
        ? Optional.empty()
        : study(splits, validation, seed).map(s -> s.member(name));
  }

  /// Sees that the options make sense together; needs no data.
  ///
  /// @throws LoupeException if they don't
  void check() {
    long kinds = Stream.of(folds != null, eachGroup, seeds != null).filter(k -> k).count();
    if (kinds > 1) {
      throw LoupeException.of("--folds, --leave-out-each and --seeds say different things")
          .expected("one of them");
    }
    if (only != null && kinds == 0) {
      throw LoupeException.of("--only names one of several trainings, but there is one")
          .fix("add --folds, --leave-out-each or --seeds");
    }
    least("--folds", folds);
    least("--seeds", seeds);
  }

  private static void least(String option, @Nullable Integer value) {
    if (value != null && value < 2) {
      throw LoupeException.of(option + " is out of range")
          .expected("at least 2")
          .got(String.valueOf(value));
    }
  }
}

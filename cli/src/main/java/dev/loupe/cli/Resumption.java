package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Run;
import dev.loupe.train.TrainingState;
import dev.loupe.train.study.Study;
import dev.loupe.train.study.StudyResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `loupe train --resume`: a training that goes on, by the command that it began with.
final class Resumption {
  /// What may be said anew; all else makes another training.
  private static final Set<String> FREE =
      Set.of(
          "--json",
          "--quiet",
          "--debug",
          "--threads",
          "--download",
          "--checkpoint-every",
          "--no-tensorboard");

  private final Surroundings surroundings;
  private final Path folder;
  private final boolean described;

  private Resumption(Surroundings surroundings, Path folder, boolean described) {
    this.surroundings = surroundings;
    this.folder = folder;
    this.described = described;
  }

  /// Of a command line that was parsed.
  ///
  /// @throws LoupeException if it names two folders
  static Resumption of(Surroundings surroundings, CommandSpec spec, Path folder) {
    List<String> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .toList();
    if (given.contains("--out")) {
      throw LoupeException.of("--resume and --out both name a folder")
          .fix("leave --out away: a training goes on in the folder that it began in");
    }
    boolean described = given.stream().anyMatch(n -> !FREE.contains(n) && !n.equals("--resume"));
    return new Resumption(surroundings, folder, described);
  }

  /// Goes on. Where the line describes a training, it may be the first that the folder hears of it;
  /// so one command can be given again and again until it has ended.
  ///
  /// @param text the line
  int call(TrainCommand line, String text) {
    Optional<StudyResult> study = Study.in(folder);
    if (study.isPresent()) {
      return study(line, text, study.get());
    }
    if (described && !Run.begun(folder)) {
      return line.train(text, folder, true);
    }
    if (described && line.several()) {
      throw LoupeException.of(folder + ": this is the folder of a single training")
          .fix("leave --folds, --leave-out-each and --seeds away, or take another folder");
    }
    Optional<TrainingState> state = Run.interrupted(folder);
    if (state.isEmpty()) {
      return ended(line.json());
    }
    String begun = state.get().settings().command();
    if (described) {
      return line.train(begun, folder, true);
    }
    TrainCommand again = read(begun);
    again.goOnAs(line);
    return again.train(begun, folder, true);
  }

  /// Goes on with several trainings.
  private int study(TrainCommand line, String text, StudyResult study) {
    if (described) {
      List<String> then = settings(study.command());
      List<String> now = settings(text);
      if (!then.equals(now)) {
        throw LoupeException.of(folder + ": this is not the study that was interrupted")
            .expected(String.join(" ", then))
            .got(String.join(" ", now))
            .fix("go on with --resume alone, or begin anew in another folder");
      }
    }
    TrainCommand again = read(study.command());
    again.goOnAs(line);
    return again.train(study.command(), folder, true);
  }

  /// What a command says, less where it writes and what may be said anew.
  private List<String> settings(String command) {
    List<String> words = CommandText.split(command);
    CommandLine parser = new CommandLine(new TrainCommand(surroundings));
    return parser
        .parseArgs(words.subList(2, words.size()).toArray(String[]::new))
        .matchedOptions()
        .stream()
        .filter(o -> !FREE.contains(o.longestName()))
        .filter(o -> !Set.of("--out", "--resume").contains(o.longestName()))
        .map(o -> o.longestName() + "=" + String.join(",", o.originalStringValues()))
        .sorted()
        .toList();
  }

  private int ended(boolean json) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", folder.toString());
      result.put("stopped", false);
      surroundings.out().println(Json.line(result));
    } else {
      surroundings
          .out()
          .println("%s: the training has ended already, nothing is left to do".formatted(folder));
    }
    return 0;
  }

  /// The command that a training began with.
  private TrainCommand read(String begun) {
    List<String> words = CommandText.split(begun);
    TrainCommand command = new TrainCommand(surroundings);
    try {
      if (words.size() > 1 && words.get(1).equals("train")) {
        new CommandLine(command).parseArgs(words.subList(2, words.size()).toArray(String[]::new));
        return command;
      }
    } catch (CommandLine.ParameterException e) {
      throw unreadable(begun).causedBy(e);
    }
    throw unreadable(begun);
  }

  private LoupeException unreadable(String begun) {
    return LoupeException.of(folder + ": the training was not begun by ./loupe train")
        .expected("a command that this version of Loupe knows")
        .got("'" + begun + "'")
        .fix("go on where it was begun, in Java with Trainer.resume");
  }
}

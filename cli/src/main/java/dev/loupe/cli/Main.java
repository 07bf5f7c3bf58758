package dev.loupe.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `loupe`.
@Command(
    name = "loupe",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Convolutional neural networks in pure Java: train, evaluate, look inside.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with:  loupe train", "More about a command:  loupe COMMAND --help"})
public final class Main implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  Main() {}

  /// Runs a command and ends the process with its exit code: 0 if all went well, 1 if something
  /// failed, 2 if what the user gave can't be used, 130 after Ctrl-C.
  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    int code = run(surroundings, arguments);
    surroundings.out().flush();
    System.exit(code);
  }

  /// Runs a command.
  ///
  /// @return the exit code
  static int run(Surroundings surroundings, String... arguments) {
    Failures failures = new Failures(surroundings);
    CommandLine line = commands(surroundings);
    int code =
        line.setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures)
            .execute(arguments);
    line.getOut().flush();
    line.getErr().flush();
    return code;
  }

  private static CommandLine commands(Surroundings surroundings) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand("train", new TrainCommand(surroundings))
            .addSubcommand("find-rate", new FindRateCommand(surroundings))
            .addSubcommand("eval", new EvalCommand(surroundings))
            .addSubcommand("predict", new PredictCommand(surroundings))
            .addSubcommand("look", new LookCommand(surroundings))
            .addSubcommand("explain", new ExplainCommand(surroundings))
            .addSubcommand("compare", new CompareCommand(surroundings))
            .addSubcommand("models", new ModelsCommand(surroundings))
            .addSubcommand("summary", new SummaryCommand(surroundings))
            .addSubcommand("run", new RunCommand(surroundings))
            .addSubcommand("import", new ImportCommand(surroundings))
            .addSubcommand("export", new ExportCommand(surroundings))
            .addSubcommand("verify", new VerifyCommand(surroundings))
            .addSubcommand("runs", new RunsCommand(surroundings))
            .addSubcommand("data", new DataCommand(surroundings))
            .addSubcommand("bench", new BenchCommand(surroundings))
            .addSubcommand("generate-completion", new GenerateCompletion());
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              if (List.of("train", "find-rate", "data").contains(name)) {
                // Put together only when it is asked for: every command starts here.
                command
                    .getHelpSectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> AugmentText.text());
              }
            });
    Help.Ansi ansi = surroundings.colours() ? Help.Ansi.ON : Help.Ansi.OFF;
    return line.setColorScheme(Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(Math.min(100, surroundings.columns()));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "there is no command");
  }
}

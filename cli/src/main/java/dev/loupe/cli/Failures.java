package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Nearest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells the user what went wrong, and picks the exit code.
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /// Something failed that the user could not know.
  static final int FAILED = 1;

  private final Surroundings surroundings;

  Failures(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    LoupeException error =
        switch (e) {
          case UnmatchedArgumentException u when !u.getUnmatched().isEmpty() ->
              unmatched(line, u.getUnmatched().getFirst());
          case MissingParameterException m -> new LoupeException(message(m));
          default -> new LoupeException(message(e));
        };
    say(error);
    surroundings.err().println("  help: " + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
    boolean debug = line.getParseResult().hasMatchedOption("--debug");
    if (e instanceof LoupeException known) {
      say(known);
    } else {
      String hint = debug ? "" : "; run with --debug to see where";
      surroundings.err().println(red("loupe: ") + oneLine(e) + hint);
    }
    if (debug) {
      e.printStackTrace(surroundings.err());
    }
    return e instanceof LoupeException ? ExitCode.USAGE : FAILED;
  }

  private void say(LoupeException e) {
    PrintStream err = surroundings.err();
    err.println(red("loupe: ") + e.getMessage());
  }

  private String red(String text) {
    return surroundings.colours() ? "\u001b[1;31m" + text + "\u001b[0m" : text;
  }

  /// A word that no command or option has, with the nearest that one does.
  private static LoupeException unmatched(CommandLine line, String word) {
    if (word.startsWith("-")) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      List<String> known = new ArrayList<>();
      for (OptionSpec option : line.getCommandSpec().options()) {
        known.add(option.longestName());
      }
      return new LoupeException("unknown option '" + name + "'")
          .fix(meant(Nearest.of(name, known), "see the options with --help"));
    }
    if (line.getSubcommands().isEmpty()) {
      return new LoupeException("there is no place for '" + word + "'");
    }
    List<String> known = List.copyOf(line.getSubcommands().keySet());
    return new LoupeException("unknown command '" + word + "'")
        .expected("one of " + String.join(", ", known))
        .fix(meant(Nearest.of(word, known), "begin with loupe train"));
  }

  private static String meant(Optional<String> near, String otherwise) {
    return near.map(name -> "did you mean '" + name + "'?").orElse(otherwise);
  }

  private static String message(ParameterException e) {
    String text = String.valueOf(e.getMessage());
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    String kind = e.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message.lines().findFirst().orElse("");
  }
}

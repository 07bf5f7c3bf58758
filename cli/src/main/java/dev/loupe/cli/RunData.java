package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Model;
import dev.loupe.train.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The data that goes with a model: what is named, or what the model was trained on.
final class RunData {
  private final Surroundings surroundings;
  private final Model model;
  private final @Nullable String named;
  private final TrainCommand made;

  private RunData(
      Surroundings surroundings, Model model, @Nullable String named, TrainCommand made) {
    this.surroundings = surroundings;
    this.model = model;
    this.named = named;
    this.made = made;
  }

  /// Finds out which data it is.
  ///
  /// @param run where the model is
  /// @param named a path or name; null for what it was trained on
  /// @throws LoupeException if nothing is named and the run does not say
  static RunData of(Surroundings surroundings, Path run, Model model, @Nullable String named) {
    TrainCommand command = new TrainCommand(surroundings);
    List<String> words = words(model);
    try {
      if (!words.isEmpty()) {
        new CommandLine(command).parseArgs(words.subList(2, words.size()).toArray(String[]::new));
      } else if (named == null) {
        throw unknownData(run);
      }
    } catch (CommandLine.ParameterException e) {
      throw unknownData(run).causedBy(e);
    }
    return new RunData(surroundings, model, named, command);
  }

  /// Whether a model says what it was trained on.
  static boolean known(Model model) {
    return !words(model).isEmpty();
  }

  /// The command that made the model; empty where it says nothing.
  private static List<String> words(Model model) {
    return model
        .info()
        .provenance()
        .map(p -> CommandText.split(p.command()))
        .filter(w -> w.size() > 1 && w.get(1).equals("train"))
        .orElse(List.of());
  }

  /// The part to judge by.
  ///
  /// @param download whether what is not there may be fetched
  /// @param strict whether broken files are an error
  /// @throws LoupeException if there is no such data or it is broken
  Dataset test(CommonOptions common, boolean download, boolean strict) {
    Opened opened =
        new DataOpener(surroundings, common)
            .open(
                named == null ? made.data() : named,
                download,
                pictures(made.seed(), strict),
                made.signals(strict),
                made.tasks());
    return named == null ? made.test(opened.splits()) : opened.splits().test();
  }

  /// The views that the model is judged in.
  String views() {
    return made.views();
  }

  private static LoupeException unknownData(Path run) {
    return LoupeException.of(run + ": the run does not say what data it was trained on")
        .fix("name the data with --data");
  }

  private ImageFolderOptions pictures(long seed, boolean strict) {
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), seed);
    Shape input = model.preprocessing().input();
    if (input.rank() == 3) {
      options =
          options
              .withSize(input.size(1), input.size(0))
              .withColour(input.channels() == 1 ? Colour.GREY : Colour.RGB);
    }
    if (model.preprocessing().pictures().isPresent()) {
      Preprocessing.Pictures own = model.preprocessing().pictures().get();
      options = options.withResize(own.mode(), own.filter()).withResized(own.resized());
      options = own.colour() == Colour.BGR ? options.withColour(Colour.BGR) : options;
    }
    return options;
  }
}

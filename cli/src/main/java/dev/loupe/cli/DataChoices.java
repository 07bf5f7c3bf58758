package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say what data is learned from.
final class DataChoices {
  private static final String DEFAULT = "digits";

  @Mixin private SignalChoices signals = new SignalChoices();

  @Mixin private TaskChoices tasks = new TaskChoices();

  @Option(
      names = "--data",
      paramLabel = "PATH|NAME",
      description =
          "A folder or file, or a name that 'loupe data' lists (default: ${DEFAULT-VALUE}).")
  private String data = DEFAULT;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "What pictures of a folder are resized to.")
  private @Nullable String size;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  DataChoices() {}

  /// What `--data` was.
  String name() {
    return data;
  }

  /// What was said about the task.
  TaskChoices tasks() {
    return tasks;
  }

  /// What was said about signals.
  ///
  /// @param withoutBroken whether broken recordings are an error
  SignalOptions signals(boolean withoutBroken, long seed) {
    return signals.options(withoutBroken, seed);
  }

  /// Takes from another command line what may differ when a training goes on.
  void goOnAs(DataChoices line) {
    download |= line.download;
  }

  /// Opens the data.
  Opened open(Surroundings surroundings, CommonOptions common) {
    return new DataOpener(surroundings, common)
        .open(data, download, pictures(common.seed), signals(strict, common.seed), tasks);
  }

  private ImageFolderOptions pictures(long seed) {
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), seed);
    if (size == null) {
      return options;
    }
    Shape shape = Shape.parse(size);
    if (shape.rank() != 2) {
      throw LoupeException.of("--size is not a size of pictures")
          .expected("a width and a height, such as 96x96")
          .got("'" + size + "'");
    }
    return options.withSize(shape.size(0), shape.size(1));
  }
}

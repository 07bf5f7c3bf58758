package dev.loupe.cli;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.DataOptions;
import dev.loupe.data.DataSource;
import dev.loupe.data.Leak;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Splits;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.data.signal.SignalRecognisers;
import dev.loupe.data.volume.VolumeFolderOptions;
import dev.loupe.data.volume.VolumeFolders;
import dev.loupe.train.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens what `--data` names, and tells about downloads, files that are left out, and people who
/// are on both sides.
final class DataOpener {
  /// How many broken files or groups are named.
  private static final int NAMED = 5;

  private final Surroundings surroundings;
  private final CommonOptions common;

  DataOpener(Surroundings surroundings, CommonOptions common) {
    this.surroundings = surroundings;
    this.common = common;
  }

  /// Data with what is known about it.
  ///
  /// @param splits the data
  /// @param broken files that were left out
  /// @param pictures how picture files became samples, where they did
  record Opened(
      Splits splits, List<BrokenFile> broken, Optional<Preprocessing.Pictures> pictures) {}

  /// Opens data by its name or path.
  ///
  /// @param download whether what is not there may be fetched
  /// @param options for folders of pictures
  /// @param signals for folders of signals
  /// @param tasks what is to be learned
  /// @throws dev.loupe.tensor.LoupeException if there is no such data or it is broken
  Opened open(
      String nameOrPath,
      boolean download,
      ImageFolderOptions options,
      SignalOptions signals,
      TaskChoices tasks) {
    PictureFolders pictures;
    List<BrokenFile> recordings = new ArrayList<>();
    Splits splits;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      pictures =
          new PictureFolders(
              options, (done, total) -> progress.at("looking at the pictures", done, total));
      List<Recogniser> recognisers = new ArrayList<>(tasks.recognisers(options, options.seed()));
      recognisers.addAll(Recogniser.ofFiles());
      VolumeFolderOptions volumes =
          VolumeFolderOptions.DEFAULT.withTest(options.testFraction(), options.seed());
      recognisers.add(new VolumeFolders(volumes, progress::at));
      recognisers.add(pictures);
      recognisers.addAll(SignalRecognisers.of(signals, progress::at, recordings::add));
      splits =
          DataSource.open(
              nameOrPath,
              DataOptions.of(surroundings.cache())
                  .download(download)
                  .recognisers(recognisers)
                  .progress(progress::at));
    }
    tasks.check(splits.train().target(), nameOrPath);
    tell("picture", pictures.broken());
    tell("recording", recordings);
    tell(Leak.between(splits.train(), splits.test()));
    Optional<Preprocessing.Pictures> how =
        pictures.opened()
            ? Optional.of(
                new Preprocessing.Pictures(options.colour(), options.mode(), options.filter()))
            : Optional.empty();
    List<BrokenFile> broken = new ArrayList<>(pictures.broken());
    broken.addAll(recordings);
    return new Opened(splits, broken, how);
  }

  private void tell(String kind, List<BrokenFile> broken) {
    if (broken.isEmpty() || common.quiet) {
      return;
    }
    surroundings
        .err()
        .println(
            (broken.size() == 1 ? "1 " + kind + " is" : broken.size() + " " + kind + "s are")
                + " broken and left out (--strict makes that an error):");
    broken.stream().limit(NAMED).forEach(b -> surroundings.err().println("  " + b.reason()));
    if (broken.size() > NAMED) {
      surroundings.err().println("  and " + (broken.size() - NAMED) + " more");
    }
  }

  private void tell(Leak leak) {
    if (!leak.found() || common.quiet) {
      return;
    }
    int count = leak.groups().size();
    String names = String.join(", ", leak.groups().subList(0, Math.min(NAMED, count)));
    surroundings
        .err()
        .println(
            "both to learn from and to judge by: "
                + names
                + (count > NAMED ? " and " + (count - NAMED) + " more" : ""));
    surroundings
        .err()
        .println(
            "  for a test on others add --by-group, or --leave-out " + leak.groups().getFirst());
  }
}

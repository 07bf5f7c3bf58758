package dev.loupe.cli;

import dev.loupe.data.DataOptions;
import dev.loupe.data.DataSource;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Splits;
import dev.loupe.data.BrokenFile;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.train.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens what `--data` names, and tells about downloads and pictures that are left out.
final class DataOpener {
  /// How many broken files are named.
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
  /// @param broken pictures that were left out
  /// @param pictures how picture files became samples, where they did
  record Opened(
      Splits splits, List<BrokenFile> broken, Optional<Preprocessing.Pictures> pictures) {}

  /// Opens data by its name or path.
  ///
  /// @param download whether what is not there may be fetched
  /// @param options for folders of pictures
  /// @throws dev.loupe.tensor.LoupeException if there is no such data or it is broken
  Opened open(String nameOrPath, boolean download, ImageFolderOptions options) {
    PictureFolders pictures;
    Splits splits;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      pictures =
          new PictureFolders(
              options, (done, total) -> progress.at("looking at the pictures", done, total));
      List<Recogniser> recognisers = new ArrayList<>(Recogniser.ofFiles());
      recognisers.add(pictures);
      splits =
          DataSource.open(
              nameOrPath,
              DataOptions.of(surroundings.cache())
                  .download(download)
                  .recognisers(recognisers)
                  .progress(progress::at));
    }
    tell(pictures.broken());
    Optional<Preprocessing.Pictures> how =
        pictures.opened()
            ? Optional.of(
                new Preprocessing.Pictures(options.colour(), options.mode(), options.filter()))
            : Optional.empty();
    return new Opened(splits, pictures.broken(), how);
  }

  private void tell(List<BrokenFile> broken) {
    if (broken.isEmpty() || common.quiet) {
      return;
    }
    surroundings
        .err()
        .println(
            (broken.size() == 1 ? "1 picture is" : broken.size() + " pictures are")
                + " broken and left out (--strict makes that an error):");
    broken.stream().limit(NAMED).forEach(b -> surroundings.err().println("  " + b.reason()));
    if (broken.size() > NAMED) {
      surroundings.err().println("  and " + (broken.size() - NAMED) + " more");
    }
  }
}

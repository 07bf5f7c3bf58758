package dev.loupe.bench;

import dev.loupe.data.CifarDataset;
import dev.loupe.data.Dataset;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.data.image.ImageFolder;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.image.ScanProgress;
import dev.loupe.tensor.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// How many samples a second are read, varied and put into batches.
///
/// Arguments: `cifar` or `pictures`, a folder (of the binary version of CIFAR-10, or of class
/// folders), the side that pictures are resized to, the variations, how many threads prepare
/// batches, and how many rounds. Pictures are decoded each time they are read (`decoded`), or kept
/// after the first (`kept`), as `./loupe train` does as long as there is room.
final class InputTimes {
  private static final int BATCH = 64;
  private static final double WARM_UP = 4;
  private static final double ROUND = 4;

  private InputTimes() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[1]);
    int side = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[4]);
    int rounds = Integer.parseInt(arguments[5]);
    if (arguments[0].equals("cifar")) {
      measure("kept", CifarDataset.open(folder).train(), arguments[3], threads, rounds);
      return;
    }
    ImageFolderOptions options = ImageFolderOptions.DEFAULT.withSize(side, side);
    ScanProgress silent = (done, total) -> {};
    Dataset decoded = ImageFolder.whole(folder, options.withCache(0), silent);
    measure("decoded", decoded, arguments[3], threads, rounds);
    measure("kept", ImageFolder.whole(folder, options, silent), arguments[3], threads, rounds);
  }

  private static void measure(
      String name, Dataset data, String variations, int threads, int rounds) {
    List<Transform> transforms = Augmentations.parse(variations, data.shape());
    Loader loader =
        Loader.of(data, Math.min(BATCH, data.size()))
            .shuffled(Seed.of(1))
            .dropLast(true)
            .transforms(transforms)
            .threads(threads);
    rate(loader, WARM_UP);
    List<Double> rates = new ArrayList<>();
    for (int r = 0; r < rounds; r++) {
      rates.add(rate(loader, ROUND));
    }
    Collections.sort(rates);
    System.out.printf(
        Locale.ROOT,
        "%-8s %s %s, %d threads: %,.0f samples a second (%,.0f to %,.0f)%n",
        name,
        data.shape(),
        variations,
        threads,
        rates.get(rounds / 2),
        rates.getFirst(),
        rates.getLast());
  }

  /// Samples a second, over epochs until the time is up, to the last batch that came.
  private static double rate(Loader loader, double seconds) {
    long start = System.nanoTime();
    double last = 0;
    long samples = 0;
    for (int number = 0; last < seconds; number++) {
      try (Epoch epoch = loader.epoch(number)) {
        while (last < seconds && epoch.next()) {
          samples += epoch.batch().count();
          last = (System.nanoTime() - start) * 1e-9;
        }
      }
    }
    return samples / last;
  }
}

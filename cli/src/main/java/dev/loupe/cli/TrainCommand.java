package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.Normalise;
import dev.loupe.data.Splits;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Run;
import dev.loupe.train.Schedule;
import dev.loupe.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `loupe train`.
@Command(
    name = "train",
    description = {
      "Train a network to tell classes apart, and write it to a folder.",
      "Without options: digits that Loupe draws itself, and LeNet-5.",
      "A training that was ended, by Ctrl-C, kill or a loss of power, goes on with --resume."
    },
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  private static final String DEFAULT_DATA = "digits";

  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private SignalChoices signals = new SignalChoices();

  @Option(
      names = "--data",
      paramLabel = "PATH|NAME",
      description =
          "A folder or file, or a name that 'loupe data' lists (default: ${DEFAULT-VALUE}).")
  private String data = DEFAULT_DATA;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The network, such as resnet20 or mlp:hidden=300-100 (default: by the data).")
  private @Nullable String model;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often all samples are met (default: ${DEFAULT-VALUE}).")
  private int epochs = 5;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many samples a step has (default: ${DEFAULT-VALUE}).")
  private int batch = 64;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "The largest learning rate (default: by the optimizer).")
  private @Nullable Float rate;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, nesterov, adam, adamw or rmsprop (default: ${DEFAULT-VALUE}).")
  private String optimiser = "nesterov";

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Pulls weights to 0; biases and norms are spared (default: by the optimizer).")
  private @Nullable Float weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "one-cycle, cosine, step or constant (default: ${DEFAULT-VALUE}).")
  private String schedule = "one-cycle";

  @Option(
      names = "--augment",
      paramLabel = "TEXT",
      description = {
        "Vary samples: none, light, standard or strong, or a list such as",
        "crop:4,flip,cutout:8, see below (default: ${DEFAULT-VALUE})."
      })
  private String augment = "none";

  @Option(
      names = "--freeze",
      paramLabel = "PATH",
      description = "A layer that stays as it is, such as 0 or layer1; may be repeated.")
  private List<String> frozen = new ArrayList<>();

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "What pictures of a folder are resized to.")
  private @Nullable String size;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write (default: runs/DATA-MODEL, with a number).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = {
        "Go on with the training that was interrupted in a folder; it ends in the same bytes.",
        "Given with other options too, it begins there if it has not yet."
      })
  private @Nullable Path resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N|TIME",
      description =
          "Keep a checkpoint each N steps or each 30s, 5m or 2h, and each epoch (default: 1m).")
  private @Nullable String checkpointEvery;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// What `--data` was.
  String data() {
    return data;
  }

  /// What `--seed` was.
  long seed() {
    return common.seed;
  }

  /// What was said about signals.
  ///
  /// @param withoutBroken whether broken recordings are an error
  SignalOptions signals(boolean withoutBroken) {
    return signals.options(withoutBroken, common.seed);
  }

  @Override
  public Integer call() {
    List<String> words = new ArrayList<>(List.of("loupe"));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    if (resume == null) {
      return train(CommandText.join(words), out, false);
    }
    return Resumption.of(surroundings, spec, resume).call(this, CommandText.join(words));
  }

  /// Takes from this command line what may differ when a training goes on.
  void goOnAs(TrainCommand line) {
    common = line.common.goingOn(common);
    download |= line.download;
    checkpointEvery = line.checkpointEvery == null ? checkpointEvery : line.checkpointEvery;
  }

  /// Whether scripts read the output.
  boolean json() {
    return common.json;
  }

  /// Trains.
  ///
  /// @param command that the training began with
  /// @param into the folder to write
  /// @param resumed whether to go on with what is there
  int train(String command, @Nullable Path into, boolean resumed) {
    Optimiser how = Optimiser.named(optimiser, weightDecay());
    Schedule course = Schedule.named(schedule);
    Augmentations.check(augment);
    if (checkpointEvery != null) {
      CheckpointEvery.parse(checkpointEvery);
    }
    if (model != null) {
      Models.get(model);
    }
    Opened opened =
        new DataOpener(surroundings, common).open(data, download, pictures(), signals(strict));
    Splits splits = opened.splits();
    Dataset train = splits.train();
    String name = model == null ? usualModel(train.shape()) : model;
    Network network = Models.get(name).network(train.shape(), train.classes().size());
    Path folder = into == null ? free(train.card().name() + "-" + name) : into;
    TrainingReport report = new TrainingReport(surroundings, common, name, splits);
    Trainer trainer =
        Trainer.of(network)
            .loss(CrossEntropy.of())
            .name(name)
            .command(command)
            .epochs(epochs)
            .batch(batch)
            .optimiser(how)
            .rate(rate == null ? usualRate(how) : rate)
            .schedule(course)
            .seed(common.seed)
            .threads(common.threads())
            .augment(variations(train))
            .freeze(frozen)
            .listener(report);
    if (resumed) {
      trainer.resume(folder);
    } else {
      trainer.out(folder);
    }
    if (checkpointEvery != null) {
      CheckpointEvery.parse(checkpointEvery).set(trainer);
    }
    opened.pictures().ifPresent(trainer::pictures);
    Interrupt interrupt = Interrupt.watch(trainer::requestStop);
    try {
      Run run = trainer.train(splits);
      report.finished(run, folder);
    } finally {
      report.close();
      interrupt.done();
    }
    return 0;
  }

  private float weightDecay() {
    if (weightDecay != null) {
      return weightDecay;
    }
    return switch (optimiser) {
      case "sgd", "nesterov" -> 5e-4f;
      case "adamw" -> 1e-2f;
      default -> 0;
    };
  }

  private float usualRate(Optimiser how) {
    return optimiser.equals("sgd") || optimiser.equals("nesterov") ? 0.05f : how.usualRate();
  }

  private ImageFolderOptions pictures() {
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), common.seed);
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

  /// The network that does well on samples of a shape without asking for much.
  static String usualModel(Shape sample) {
    return switch (sample.rank()) {
      case 2 -> "ecg1d";
      case 3 -> sample.channels() == 1 && sample.size(0) <= 32 ? "lenet5" : "resnet20";
      default -> "lenet5";
    };
  }

  private List<Transform> variations(Dataset train) {
    List<Transform> all = Augmentations.parse(augment, train);
    if (all.stream().anyMatch(Normalise.class::isInstance)) {
      throw LoupeException.of("--augment normalises the samples, which training does by itself")
          .got(Augmentations.text(all))
          .fix("leave out normalise: tests are not varied, and would lie elsewhere");
    }
    Shape shape = Augmentations.shape(all, train.shape());
    if (!shape.equals(train.shape())) {
      throw LoupeException.of("--augment changes the shape of the samples")
          .expected(train.shape() + ", as the network is judged by")
          .got(shape + " from " + Augmentations.text(all))
          .fix("leave out patch, spectrogram and logmel");
    }
    return all;
  }

  /// The first folder of runs with this name, and with a number, that is not there.
  private Path free(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    Path runs = surroundings.folder().resolve("runs");
    Path folder = runs.resolve(plain);
    for (int i = 2; Files.exists(folder); i++) {
      folder = runs.resolve(plain + "-" + i);
    }
    return folder;
  }
}

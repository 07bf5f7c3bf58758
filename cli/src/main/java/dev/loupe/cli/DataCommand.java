package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Card;
import dev.loupe.data.Dataset;
import dev.loupe.data.DatasetRegistry;
import dev.loupe.data.Statistics;
import dev.loupe.data.Target;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.data.image.ContactSheet;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.image.VariationSheet;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe data`.
@Command(
    name = "data",
    description = {
      "Show what is in some data: classes, counts, shapes, statistics, broken files.",
      "Without a name: list the names that Loupe knows."
    },
    sortOptions = false)
final class DataCommand implements Callable<Integer> {
  private static final int PER_CLASS = 10;

  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private SignalChoices signals = new SignalChoices();

  @Mixin private TaskChoices tasks = new TaskChoices();

  @Parameters(arity = "0..1", paramLabel = "PATH|NAME", description = "A folder, a file or a name.")
  private @Nullable String data;

  @Option(names = "--sheet", paramLabel = "FILE", description = "Draw samples of each class (PNG).")
  private @Nullable Path sheet;

  @Option(
      names = "--augment",
      paramLabel = "TEXT",
      description = "With --sheet: originals and variations, such as crop:4,flip; see below.")
  private @Nullable String augment;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  DataCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (data == null) {
      list();
      return 0;
    }
    checkAugment();
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), common.seed);
    Opened opened =
        new DataOpener(surroundings, common)
            .open(data, download, options, signals.options(strict, common.seed), tasks);
    Dataset train = opened.splits().train();
    Dataset test = opened.splits().test();
    Statistics statistics;
    Statistics ofTest;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      Parallel parallel = new Parallel(common.threads());
      statistics = Statistics.of(train, parallel, progress::at);
      ofTest = Statistics.of(test, parallel, progress::at);
    }
    if (sheet != null) {
      if (augment == null) {
        ContactSheet.write(train, PER_CLASS, sheet);
      } else {
        List<Transform> transforms = Augmentations.parse(augment, train);
        VariationSheet.write(train, transforms, Seed.of(common.seed), sheet);
      }
    }
    if (common.json) {
      surroundings.out().println(Json.pretty(json(opened, statistics, ofTest)));
    } else {
      print(opened, statistics, ofTest);
    }
    return 0;
  }

  private void checkAugment() {
    if (augment != null) {
      Augmentations.check(augment);
      if (sheet == null) {
        throw LoupeException.of("--augment varies the samples of a sheet, and there is none")
            .fix("add --sheet FILE");
      }
    }
  }

  private void list() {
    List<DatasetRegistry.Entry> entries = DatasetRegistry.standard().entries();
    if (common.json) {
      Map<String, String> names = new LinkedHashMap<>();
      entries.forEach(e -> names.put(e.name(), e.description()));
      surroundings.out().println(Json.pretty(names));
      return;
    }
    Table table = new Table(3, "name", "what it is", "");
    for (DatasetRegistry.Entry e : entries) {
      String note = e instanceof DatasetRegistry.RemoteEntry ? "fetched with --download" : "";
      table.row(e.name(), e.description(), note);
    }
    table.lines().forEach(surroundings.out()::println);
  }

  private void print(Opened opened, Statistics statistics, Statistics ofTest) {
    PrintStream out = surroundings.out();
    Dataset train = opened.splits().train();
    Card card = train.card();
    out.println(card.name() + ": " + card.description());
    out.println("  source    " + card.source());
    out.println("  licence   " + card.licence());
    out.println("  hash      " + card.hash());
    out.println("  sample    " + train.shape());
    SignalFigures.of(opened.splits()).lines().forEach(line -> out.println("  " + line));
    out.println("  to learn  " + Figures.whole(train.size()));
    Dataset validation = opened.splits().validation();
    if (validation != null) {
      out.println("  to choose " + Figures.whole(validation.size()));
    }
    out.println("  to judge  " + Figures.whole(opened.splits().test().size()));
    out.println("  broken    " + opened.broken().size());
    out.println();
    Table channels = new Table(1, "channel", "mean", "deviation", "least", "greatest");
    for (int c = 0; c < statistics.mean().length; c++) {
      channels.row(
          String.valueOf(c),
          Figures.decimals(statistics.mean()[c], 4),
          Figures.decimals(statistics.deviation()[c], 4),
          Figures.decimals(statistics.low()[c], 4),
          Figures.decimals(statistics.high()[c], 4));
    }
    channels.lines().forEach(out::println);
    out.println();
    if (train.target() != Target.CLASS) {
      out.println("to learn: " + String.join(", ", train.classes()));
      return;
    }
    Table classes = new Table(1, "class", "to learn", "to judge");
    for (int c = 0; c < train.classes().size(); c++) {
      classes.row(
          train.classes().get(c),
          Figures.whole(statistics.counts()[c]),
          Figures.whole(ofTest.counts()[c]));
    }
    classes.lines().forEach(out::println);
    if (sheet != null) {
      out.println();
      out.println("samples drawn in " + sheet);
    }
  }

  private Map<String, Object> json(Opened opened, Statistics statistics, Statistics ofTest) {
    Dataset train = opened.splits().train();
    Card card = train.card();
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int c = 0; c < train.classes().size(); c++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", train.classes().get(c));
      if (train.target() == Target.CLASS) {
        one.put("train", statistics.counts()[c]);
        one.put("test", ofTest.counts()[c]);
      }
      classes.add(one);
    }
    List<Map<String, String>> broken = new ArrayList<>();
    opened
        .broken()
        .forEach(b -> broken.add(Map.of("file", b.file().toString(), "reason", b.reason())));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", card.name());
    all.put("description", card.description());
    all.put("source", card.source());
    all.put("licence", card.licence());
    all.put("hash", card.hash());
    all.put("shape", train.shape().sizes());
    all.put("train", train.size());
    Dataset validation = opened.splits().validation();
    if (validation != null) {
      all.put("validation", validation.size());
    }
    all.put("test", opened.splits().test().size());
    SignalFigures.of(opened.splits()).put(all);
    all.put("mean", statistics.mean());
    all.put("deviation", statistics.deviation());
    all.put("low", statistics.low());
    all.put("high", statistics.high());
    all.put("classes", classes);
    all.put("broken", broken);
    if (sheet != null) {
      all.put("sheet", sheet.toString());
    }
    return all;
  }
}

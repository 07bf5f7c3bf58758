package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.TrainingListener;
import dev.loupe.train.study.RateFinder;
import dev.loupe.train.study.RateSearch;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `loupe find-rate`.
@Command(
    name = "find-rate",
    description = {
      "Look for a learning rate: it rises exponentially while a copy of the network is trained,",
      "until the loss diverges. Takes the options of 'loupe train'; --epochs, --lr, --schedule,",
      "--average and --patience have no effect."
    },
    sortOptions = false)
final class FindRateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--from",
      paramLabel = "X",
      description = "The first rate (default: ${DEFAULT-VALUE}).")
  private double from = 1e-5;

  @Option(
      names = "--to",
      paramLabel = "X",
      description = "The last rate (default: ${DEFAULT-VALUE}).")
  private double to = 10;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps the range takes (default: ${DEFAULT-VALUE}).")
  private int steps = 200;

  @Option(
      names = "--smoothing",
      paramLabel = "X",
      description =
          "The part of itself that the average loss keeps in a step (default: ${DEFAULT-VALUE}).")
  private double smoothing = 0.9;

  @Option(names = "--out", paramLabel = "FILE", description = "A picture (PNG) of loss over rate.")
  private @Nullable Path out;

  FindRateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path picture = out;
    if (picture != null && Files.isDirectory(picture)) {
      throw LoupeException.of(picture + ": this is a folder")
          .expected("a file for the picture, such as rates.png");
    }
    options.recipe();
    Opened opened = options.open(surroundings, common);
    String model = options.recipe().modelFor(opened.splits().train());
    RateSearch search;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      TrainingListener listener = listener(progress);
      RateFinder finder =
          RateFinder.of(
                  options.trainer(opened, opened.splits(), common, common.seed, listener::note))
              .range(from, to)
              .steps(steps)
              .smoothing(smoothing)
              .listener(listener);
      search = finder.find(opened.splits());
    }
    String title = model + " on " + opened.splits().train().card().name();
    boolean drawn = picture != null && search.draw(picture, title, this::note);
    if (common.json) {
      surroundings.out().println(Json.line(json(search, drawn ? picture : null)));
    } else {
      tell(search, drawn ? picture : null);
    }
    return 0;
  }

  private TrainingListener listener(Progress progress) {
    return new TrainingListener() {
      @Override
      public void step(StepResult step) {
        progress.at("rates", step.step(), step.steps(), "rate " + number(step.rate()));
      }

      @Override
      public void note(String text) {
        FindRateCommand.this.note("note: " + text);
      }
    };
  }

  private void note(String text) {
    if (!common.quiet) {
      surroundings.err().println(text);
    }
  }

  private void tell(RateSearch search, @Nullable Path picture) {
    PrintStream talk = surroundings.out();
    if (search.steepest().isEmpty()) {
      talk.println("the loss never fell, so there is no rate to suggest");
      talk.println("  see that the network can learn: ./loupe train --overfit-batch");
    } else if (common.quiet) {
      talk.println(number(search.steepestRate()));
    } else {
      talk.println("steepest descent      %s".formatted(number(search.steepestRate())));
      talk.println("a tenth of the lowest %s".formatted(number(search.tenthOfLowest())));
      talk.println(
          "%d steps; %s"
              .formatted(
                  search.points().size(),
                  search.diverged() ? "then the loss diverged" : "the loss did not diverge"));
      talk.println("train with one of them or between: --lr " + number(search.steepestRate()));
    }
    if (picture != null && !common.quiet) {
      talk.println("written to " + CommandText.quoted(picture.toString()));
    }
  }

  private Map<String, Object> json(RateSearch search, @Nullable Path picture) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("steepest", search.steepest().isPresent() ? search.steepestRate() : null);
    all.put("tenth_of_lowest", search.lowest().isPresent() ? search.tenthOfLowest() : null);
    all.put("diverged", search.diverged());
    all.put("points", search.points());
    all.put("picture", picture == null ? null : picture.toString());
    return all;
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, "%.2e", rate);
  }
}

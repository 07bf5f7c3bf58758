package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.graph.Plan;
import dev.loupe.tensor.Shape;
import dev.loupe.train.EpochResult;
import dev.loupe.train.Evaluation;
import dev.loupe.train.MemoryCheck;
import dev.loupe.train.MemoryNeed;
import dev.loupe.train.Run;
import dev.loupe.train.Task;
import dev.loupe.train.TrainingListener;
import dev.loupe.train.TrainingState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a person, or a program, how a training goes, and keeps sample files beside its model.
final class TrainingReport implements TrainingListener, AutoCloseable {
  /// Where there is no bar, a line is written when this much time has gone by.
  private static final double LINE_SECONDS = 10;

  private final Surroundings surroundings;
  private final CommonOptions common;
  private final PrintStream talk;
  private final Progress progress;
  private final Optional<Dashboard> dashboard;
  private final String model;
  private final Splits splits;
  private final Dataset data;
  private final Task task;
  private final long start = System.nanoTime();
  private @Nullable Sizes sizes;
  private @Nullable Evaluation last;
  private double lastLine;
  private long firstStep;
  private long doneBefore;
  private List<Path> samples = List.of();

  TrainingReport(
      Surroundings surroundings, CommonOptions common, boolean plain, String model, Splits splits) {
    this.surroundings = surroundings;
    this.common = common;
    this.talk = common.json ? surroundings.err() : surroundings.out();
    this.progress = Progress.of(surroundings, common.quiet);
    this.model = model;
    this.splits = splits;
    this.data = splits.train();
    this.task = Task.of(data);
    boolean dumb = surroundings.variables().getOrDefault("TERM", "").equals("dumb");
    this.dashboard =
        surroundings.terminal() && !common.quiet && !common.json && !plain && !dumb
            ? Optional.of(
                new Dashboard(
                    talk, new TerminalSize(surroundings.variables()), surroundings.colours(), task))
            : Optional.empty();
  }

  @Override
  public void started(Plan plan, MemoryNeed memory, Sizes planned) {
    sizes = planned;
    Shape shape = data.shape();
    line(
        "data    %s: %s samples to learn from, %s to be judged by, %s, %d %s"
            .formatted(
                data.card().name(),
                Figures.whole(planned.trainSamples()),
                Figures.whole(planned.testSamples()),
                shape,
                data.classes().size(),
                names()));
    line(
        "model   %s: %s parameters, %s FLOPs a step of %d samples"
            .formatted(
                model,
                Figures.whole(planned.parameters()),
                Figures.count((double) plan.flops()),
                planned.batch()));
    line(
        "memory  %s planned (step %s, evaluation %s, parameters %s, batches %s) of %s free"
            .formatted(
                Figures.bytes(memory.total()),
                Figures.bytes(memory.training()),
                Figures.bytes(memory.evaluation()),
                Figures.bytes(memory.parameters()),
                Figures.bytes(memory.loader()),
                Figures.bytes(MemoryCheck.available())));
    line("");
    firstStep = System.nanoTime();
  }

  @Override
  public void resumed(TrainingState state) {
    doneBefore = state.step();
    dashboard.ifPresent(d -> state.history().forEach(d::evaluated));
    line(
        "goes on in epoch %d after %d steps of it (step %s in all)"
            .formatted(state.epoch(), state.batches(), Figures.whole(state.step())));
  }

  @Override
  public void step(StepResult step) {
    Sizes planned = sizes;
    if (planned == null || common.quiet) {
      return;
    }
    long done = (step.epoch() - 1L) * step.steps() + step.step();
    long all = (long) planned.epochs() * step.steps();
    double each = seconds(firstStep) / (done - doneBefore);
    String left = Figures.seconds(each * (all - done)) + " left";
    String how =
        "loss %s  %s %s  %s/s  %s"
            .formatted(
                Figures.decimals(step.meanLoss(), 4),
                task.running(),
                figure(step.meanAccuracy()),
                Figures.whole(Math.round(step.samplesPerSecond())),
                left);
    String epoch = "epoch %d/%d".formatted(step.epoch(), planned.epochs());
    if (dashboard.isPresent()) {
      String rate = "  rate %.2e".formatted(step.rate());
      dashboard.get().step(step, planned.epochs(), how + rate);
      return;
    }
    progress.at(epoch, step.step(), step.steps(), how);
    if (!surroundings.terminal() && seconds(start) - lastLine >= LINE_SECONDS) {
      lastLine = seconds(start);
      line("%s, step %d of %d: %s".formatted(epoch, step.step(), step.steps(), how));
    }
  }

  @Override
  public void evaluating(int done, int total) {
    if (dashboard.isPresent()) {
      dashboard.get().evaluating(done, total);
      return;
    }
    progress.at("judging", done, total);
  }

  @Override
  public void evaluated(EpochResult epoch, Evaluation evaluation) {
    last = evaluation;
    dashboard.ifPresent(d -> d.evaluated(epoch));
    lastLine = seconds(start);
    Sizes planned = sizes;
    int epochs = planned == null ? epoch.epoch() : planned.epochs();
    line(
        "epoch %s  loss %s  %s %s  test loss %s  test %s %s  %s samples/s  %s"
            .formatted(
                "%d/%d".formatted(epoch.epoch(), epochs),
                Figures.decimals(epoch.trainLoss(), 4),
                task.running(),
                figure(epoch.trainAccuracy()),
                Figures.decimals(epoch.testLoss(), 4),
                task.choice(),
                bold(figure(epoch.testAccuracy())),
                Figures.whole(Math.round(epoch.samplesPerSecond())),
                Figures.seconds(epoch.seconds())));
  }

  @Override
  public void note(String text) {
    line("note: %s".formatted(text));
  }

  /// Writes files that `predict` can read: now, as a training whose checkpoint is gone is whole.
  @Override
  public void saved(Path folder) {
    if (samples.isEmpty()) {
      samples = SampleFiles.write(splits.test(), folder.resolve("samples"));
    }
  }

  /// The training has ended and everything is written.
  void finished(Run run, Path folder) {
    progress.close();
    Optional<Evaluation> evaluation = run.model().info().evaluation();
    Evaluation judged = evaluation.orElse(last);
    if (common.json) {
      surroundings.out().println(Json.line(json(run, folder, judged)));
      return;
    }
    PrintStream out = surroundings.out();
    String place = CommandText.quoted(folder.toString());
    if (common.quiet) {
      out.println(judged == null ? place : place + "  " + figure(judged.choice()));
      return;
    }
    line("");
    line(
        "%s after %s: %s"
            .formatted(
                run.stopped() ? "stopped" : "trained",
                Figures.seconds(seconds(start)),
                judged == null
                    ? "not judged yet"
                    : "test %s %s on %s samples"
                        .formatted(
                            task.choice(),
                            bold(figure(judged.choice())),
                            Figures.whole(judged.samples()))));
    line("written to %s (README.md tells what is in it)".formatted(place));
    line("");
    line("next");
    String command = surroundings.variables().getOrDefault("LOUPE_COMMAND", "./loupe");
    if (run.stopped()) {
      line("  %s train --resume %s".formatted(command, place));
    }
    line("  %s eval %s".formatted(command, place));
    if (!samples.isEmpty()) {
      String sample = CommandText.quoted(samples.get(samples.size() / 2).toString());
      line("  %s predict %s %s".formatted(command, place, sample));
    }
    line("  %s summary %s".formatted(command, place));
  }

  @Override
  public void close() {
    progress.close();
    dashboard.ifPresent(Dashboard::close);
  }

  private Map<String, Object> json(Run run, Path folder, @Nullable Evaluation judged) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", folder.toString());
    result.put("model", model);
    result.put("data", data.card().name());
    result.put("epochs", run.history().size());
    result.put("stopped", run.stopped());
    result.put("seconds", seconds(start));
    result.put(TaskReport.key(task.choice()), judged == null ? null : judged.choice());
    result.put("loss", judged == null ? null : judged.loss());
    result.put("samples", judged == null ? 0 : judged.samples());
    return result;
  }

  private String names() {
    return switch (data.target()) {
      case CLASS, MAP -> "classes";
      case LABELS -> "labels";
      case VALUES -> "values";
    };
  }

  /// Accuracy in percent, other figures as they are.
  private String figure(double value) {
    return task instanceof Task.Classification
        ? Figures.percent(value)
        : Figures.decimals(value, 4);
  }

  private void line(String text) {
    if (!common.quiet) {
      progress.close();
      dashboard.ifPresent(Dashboard::close);
      talk.println(text);
    }
  }

  private String bold(String text) {
    return surroundings.colours() && !common.json ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) * 1e-9;
  }
}

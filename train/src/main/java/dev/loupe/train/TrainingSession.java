package dev.loupe.train;

import dev.loupe.data.Batch;
import dev.loupe.data.Dataset;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.data.Progress;
import dev.loupe.data.Splits;
import dev.loupe.data.Statistics;
import dev.loupe.data.Transform;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.TrainingListener.Sizes;
import dev.loupe.train.TrainingListener.StepResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One training: checks, plans, then goes through the epochs.
final class TrainingSession {
  private final Trainer t;
  private final Splits splits;
  private final Optional<Dataset> validation;
  private final TrainingListener listener;
  private final EventLog events;
  private final Dataset judge;
  private final List<String> classes;
  private final int batch;
  private final Preprocessing preprocessing;
  private final Parameters parameters;
  private final @Nullable MovingAverage average;
  // What is judged and kept: the trained weights or their moving average.
  private final Parameters judged;
  private final Program training;
  private final Evaluator evaluator;
  private final RunReport report;
  private final Loader loader;
  private final List<EpochResult> history = new ArrayList<>();
  private @Nullable Parameters best;
  private double bestFigure = Double.NaN;
  private @Nullable Evaluation evaluation;
  private int current = 1;
  private int done;
  private long step;
  private double lossSum;
  private double score;
  private double seconds;
  // When the training and its epoch began, less what they took before an interruption.
  private long start = System.nanoTime();
  private long begin;
  private long lastCheckpoint;

  TrainingSession(Trainer trainer, Splits splits) {
    this.t = trainer;
    this.splits = splits;
    this.events = new EventLog(trainer.listener, trainer.out, trainer.tensorBoard);
    this.listener = events;
    this.validation = trainer.validation.or(() -> Optional.ofNullable(splits.validation()));
    this.judge = validation.orElse(splits.test());
    this.classes = splits.train().classes();
    Network network = trainer.network;
    Checks.outputs(network, t.task, classes);
    Checks.dataset(splits.train(), network.input(), t.task, classes);
    Checks.dataset(splits.test(), network.input(), t.task, classes);
    validation.ifPresent(v -> Checks.dataset(v, network.input(), t.task, classes));
    this.batch = Math.min(trainer.batch, splits.train().size());
    if (batch < trainer.batch) {
      listener.note(
          "the batch is %d: the data has no more samples, and %d were asked for"
              .formatted(batch, trainer.batch));
    }
    Training how = trainer.how();
    Checks.frozen(network, how.frozen());
    Plan plan = MemoryNeed.Plans.training(network, how, batch);
    if (!t.mixing.any()) {
      Checks.target(plan.graph(), batch, t.task, network.input(), classes.size());
    }
    Checks.onlyClasses(t);
    if (t.patience > 0 && validation.isEmpty()) {
      throw LoupeException.of("a training that ends by itself needs validation data")
          .got("patience " + t.patience + " and none")
          .fix("keep a part of the training data for it, as --validation does");
    }
    Plan inference = MemoryNeed.Plans.inference(network, batch);
    MemoryNeed bare = MemoryNeed.of(network.input(), plan, inference, trainer.threads);
    // The weights of the best epoch so far are kept beside the others.
    int copies = 1 + (validation.isPresent() ? 1 : 0) + (t.average > 0 ? 1 : 0);
    MemoryNeed need = bare.withParameters(bare.parameters() * copies);
    MemoryCheck.check(need, network, how, trainer.threads, MemoryCheck.room(need));
    Parallel parallel = new Parallel(trainer.threads);
    Optional<Checkpoint> checkpoint = Checkpoint.toBeginFrom(trainer);
    this.preprocessing = preprocessing(checkpoint, parallel);
    this.loader = loader();
    checkpoint.ifPresent(c -> c.check(state(), network));
    ParameterSource first = checkpoint.map(Checkpoint::variables).orElseGet(trainer::firstWeights);
    this.parameters = MemoryCheck.allocate(need, () -> Parameters.of(plan.graph(), first));
    this.training = MemoryCheck.allocate(need, () -> new Program(plan, parameters, parallel));
    ParameterSource kept =
        checkpoint.map(Checkpoint::average).orElseGet(() -> ParameterSource.copyOf(parameters));
    this.average = t.average > 0 ? new MovingAverage(parameters, kept, t.average) : null;
    this.judged = average == null ? parameters : average.values();
    Program answer = MemoryCheck.allocate(need, () -> new Program(inference, judged, parallel));
    this.evaluator = new Evaluator(answer, t.task, classes, preprocessing, t.views);
    new WarmStart(training, answer, loader, evaluator).run(splits.train());
    this.report = new RunReport(t, splits, need, judged, evaluator, listener);
    listener.started(plan, need, sizes());
    this.begin = System.nanoTime();
    checkpoint.ifPresentOrElse(this::goOn, this::beginAnew);
  }

  private void beginAnew() {
    if (t.out != null) {
      Checkpoint.removeUnfinished(t.out);
    }
    events.begin(info());
    report.begin();
    keep();
    begin = System.nanoTime();
  }

  /// Takes up what a checkpoint holds beside the variables.
  private void goOn(Checkpoint checkpoint) {
    Path folder = Objects.requireNonNull(t.out);
    best = checkpoint.best(parameters.model()).orElse(null);
    checkpoint.verify(parameters, averages(), best);
    checkpoint.check(loader.batches());
    TrainingState s = checkpoint.state();
    current = s.epoch();
    done = s.batches();
    step = s.step();
    lossSum = s.lossSum();
    score = s.score();
    bestFigure = s.best();
    evaluation = s.model().evaluation().orElse(null);
    history.addAll(s.history());
    seconds = s.settings().seconds();
    start -= nanoseconds(seconds);
    begin -= nanoseconds(s.epochSeconds());
    lastCheckpoint = System.nanoTime();
    Checkpoint.goBack(folder, t.task, history);
    report.goOn(history.size());
    listener.resumed(s);
  }

  private static long nanoseconds(double seconds) {
    return (long) (seconds * 1e9);
  }

  private TrainingState state() {
    return new TrainingState(
        info(),
        validation.map(v -> v.card().hash()),
        current,
        done,
        step,
        lossSum,
        score,
        (System.nanoTime() - begin) / 1e9,
        bestFigure,
        history);
  }

  /// Writes a checkpoint.
  private void keep() {
    Path folder = t.out;
    if (folder != null) {
      seconds = (System.nanoTime() - start) / 1e9;
      events.force();
      Checkpoint.write(folder, t.network, state(), parameters, averages(), best);
    }
    lastCheckpoint = System.nanoTime();
  }

  private @Nullable Parameters averages() {
    return average == null ? null : average.values();
  }

  private void keepIfDue() {
    if (step % t.checkpointSteps == 0
        || System.nanoTime() - lastCheckpoint >= t.checkpointTime.toNanos()) {
      keep();
    }
  }

  private Sizes sizes() {
    long learned =
        training.plan().graph().variables().stream()
            .filter(v -> v.role().trainable())
            .mapToLong(v -> v.shape().elements())
            .sum();
    return new Sizes(
        splits.train().size(), judge.size(), t.epochs, loader.batches(), batch, learned);
  }

  private Preprocessing preprocessing(Optional<Checkpoint> checkpoint, Parallel parallel) {
    Preprocessing p =
        t.preprocessing
            .or(() -> checkpoint.map(c -> c.state().model().preprocessing()))
            .orElseGet(
                () ->
                    Preprocessing.of(
                        splits.train(), Statistics.of(splits.train(), parallel, Progress.none())));
    return t.pictures.map(p::withPictures).orElse(p);
  }

  private Loader loader() {
    List<Transform> transforms = new ArrayList<>(t.augmentation);
    transforms.add(preprocessing.normalise());
    Seed seed = Seed.of(t.seed).child("data");
    Loader plain = Loader.of(splits.train(), batch).dropLast(true).transforms(transforms);
    Loader all = t.balanced ? plain.balanced(seed) : plain.shuffled(seed);
    Shape expected = t.network.input().prepend(batch);
    if (!all.shape().equals(expected)) {
      throw LoupeException.of("the variations change the shape of the samples")
          .expected(expected.toString())
          .got(all.shape().toString());
    }
    return all;
  }

  /// Goes through the epochs.
  Run run() {
    boolean stopped = false;
    while (current <= t.epochs && !stopped && !exhausted()) {
      stopped = epoch(current);
    }
    if (best != null) {
      judged.load(ParameterSource.copyOf(best));
    }
    if (validation.isPresent() && !stopped) {
      evaluation = evaluator.evaluate(splits.test(), listener::evaluating);
    }
    Model model = Model.of(t.network, judged, info()).threads(t.threads);
    save(model, RunFolder.Extent.ALL);
    Path folder = t.out;
    if (stopped) {
      report.write(model, history);
    } else {
      report.end(model, history);
    }
    if (folder != null && !stopped) {
      events.ended(info());
      Checkpoint.remove(folder);
    }
    return new Run(model, history, stopped, Optional.ofNullable(t.out));
  }

  /// Whether the best accuracy on validation data is too many epochs ago.
  private boolean exhausted() {
    int since = 0;
    double highest = Double.NaN;
    for (EpochResult e : history) {
      boolean better = t.task.betterThanBefore(e.testAccuracy(), highest);
      since = better ? 0 : since + 1;
      highest = better ? e.testAccuracy() : highest;
    }
    return t.patience > 0 && since >= t.patience;
  }

  /// One epoch; says whether someone asked to stop.
  private boolean epoch(int number) {
    if (steps(number)) {
      evaluation = null;
      keep();
      seconds = (System.nanoTime() - start) / 1e9;
      return true;
    }
    double samples = (double) batch * done;
    double trained = (System.nanoTime() - begin) / 1e9;
    Evaluation figures = evaluator.evaluate(judge, listener::evaluating);
    evaluation = validation.isPresent() ? null : figures;
    EpochResult result =
        new EpochResult(
            number,
            step,
            lossSum / samples,
            score / samples,
            figures.loss(),
            figures.choice(),
            rate(step - 1),
            (System.nanoTime() - begin) / 1e9,
            samples / trained);
    history.add(result);
    report.epoch(number, figures);
    seconds = (System.nanoTime() - start) / 1e9;
    listener.evaluated(result, figures);
    if (validation.isPresent() && t.task.betterThanBefore(figures.choice(), bestFigure)) {
      bestFigure = figures.choice();
      best = copy();
    }
    if (number < t.epochs) {
      Parameters weights = best;
      save(
          Model.of(t.network, weights == null ? judged : weights, info()),
          RunFolder.Extent.CHECKPOINT);
      report.write(Model.of(t.network, judged, info()), history);
    }
    current++;
    done = 0;
    lossSum = 0;
    score = 0;
    begin = System.nanoTime();
    keep();
    return t.stopRequested() && current <= t.epochs && !exhausted();
  }

  /// The rest of an epoch's steps; says whether someone asked to stop before its end.
  private boolean steps(int number) {
    Tensor input = training.input(Network.INPUT);
    Tensor target = training.input(Network.TARGET);
    Tensor rate = training.input(Network.LEARNING_RATE);
    Tensor logits = training.output(Network.LOGITS);
    Tensor loss = training.output(Network.LOSS);
    int steps = loader.batches();
    try (Epoch epoch = loader.epoch(number - 1, done)) {
      while (epoch.next()) {
        Batch b = epoch.batch();
        if (t.mixing.any()) {
          Seed own = Seed.of(t.seed).child("mixing").child(step);
          t.mixing.apply(own, b.inputs(), b.labels(), target);
        } else {
          t.task.write(b.labels(), target);
        }
        input.copyFrom(b.inputs());
        rate.set(0, (float) rate(step));
        training.run(step);
        if (!Float.isFinite(loss.get(0))) {
          listener.diverged(loss.get(0));
          throw notFinite(loss.get(0), number, done + 1);
        }
        if (average != null && (step + 1) % t.accumulate == 0) {
          average.update(step / t.accumulate);
        }
        step++;
        done++;
        score += evaluator.score(logits, b.labels());
        lossSum += (double) loss.get(0) * batch;
        double samples = (double) batch * done;
        listener.step(
            new StepResult(
                number,
                done,
                steps,
                loss.get(0),
                lossSum / samples,
                score / samples,
                rate.get(0),
                samples / ((System.nanoTime() - begin) / 1e9)));
        if (done < steps) {
          if (t.stopRequested()) {
            return true;
          }
          keepIfDue();
        }
      }
    }
    return false;
  }

  private double rate(long at) {
    return t.rate * t.schedule.factor(at, (long) t.epochs * loader.batches());
  }

  private LoupeException notFinite(float loss, int epoch, int inEpoch) {
    float rate = (float) rate(step);
    Path folder = t.out;
    String kept =
        history.isEmpty() || folder == null
            ? ""
            : "; the model after epoch " + history.size() + " is kept in " + folder;
    return LoupeException.of("training: the loss is no longer finite")
        .expected("a number")
        .got(
            String.format(
                Locale.ROOT,
                "%s at step %d of epoch %d (step %d in all), with learning rate %s",
                loss,
                inEpoch,
                epoch,
                step + 1,
                rate))
        .fix(
            "lower the learning rate, such as to %s, or clip gradients%s"
                .formatted(t.rate / 10, kept));
  }

  private Parameters copy() {
    Parameters copy = new Parameters();
    copy.add(judged.model(), ParameterSource.copyOf(judged));
    return copy;
  }

  private ModelInfo info() {
    return new ModelInfo(
        t.name,
        t.task,
        classes,
        preprocessing,
        Optional.ofNullable(evaluation),
        Optional.of(provenance()));
  }

  private Provenance provenance() {
    return new Provenance(
        t.command,
        t.seed,
        history.size(),
        t.epochs,
        batch,
        t.rate,
        t.schedule.toString(),
        t.optimiser.toString(),
        t.how().loss().toString(),
        t.augmentation.stream().map(Transform::toString).toList(),
        t.frozen,
        t.more(),
        validation.isPresent(),
        splits.train().card(),
        splits.test().card(),
        Machine.current(t.threads),
        seconds,
        Instant.now());
  }

  private void save(Model model, RunFolder.Extent extent) {
    Path folder = t.out;
    if (folder != null) {
      RunFolder.save(folder, model, history, extent, listener);
      listener.saved(folder);
    }
  }
}

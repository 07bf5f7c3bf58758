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
import dev.loupe.train.metrics.Ranking;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One training: checks, plans, then goes through the epochs.
final class TrainingSession {
  /// Compiling the kernels takes the JVM a second or two; more is not worth waiting for.
  private static final double WARM_UP_SECONDS = 3;

  /// Shorter epochs are over before a warm-up has paid.
  private static final int WARM_UP_STEPS = 32;

  private final Trainer t;
  private final Splits splits;
  private final Optional<Dataset> validation;
  private final TrainingListener listener;
  private final Dataset judge;
  private final List<String> classes;
  private final int batch;
  private final long start = System.nanoTime();
  private final Preprocessing preprocessing;
  private final Parameters parameters;
  private final Program training;
  private final Evaluator evaluator;
  private final Loader loader;
  private final List<EpochResult> history = new ArrayList<>();
  private @Nullable Parameters best;
  private double bestAccuracy = -1;
  private @Nullable Evaluation evaluation;
  private long step;
  private double seconds;

  TrainingSession(Trainer trainer, Splits splits) {
    this.t = trainer;
    this.splits = splits;
    this.listener = trainer.listener;
    this.validation = trainer.validation.or(() -> Optional.ofNullable(splits.validation()));
    this.judge = validation.orElse(splits.test());
    this.classes = splits.train().classes();
    Network network = trainer.network;
    Checks.outputs(network, classes);
    Checks.dataset(splits.train(), network.input(), classes);
    Checks.dataset(splits.test(), network.input(), classes);
    validation.ifPresent(v -> Checks.dataset(v, network.input(), classes));
    this.batch = Math.min(trainer.batch, splits.train().size());
    if (batch < trainer.batch) {
      listener.note(
          "the batch is %d: the data has no more samples, and %d were asked for"
              .formatted(batch, trainer.batch));
    }
    Training how = trainer.how();
    Checks.frozen(network, how.frozen());
    Plan plan = MemoryNeed.Plans.training(network, how, batch);
    Checks.target(plan.graph(), batch);
    Plan inference = MemoryNeed.Plans.inference(network, batch);
    MemoryNeed bare = MemoryNeed.of(network.input(), plan, inference, trainer.threads);
    // The weights of the best epoch so far are kept beside the others.
    MemoryNeed need = validation.isPresent() ? bare.withParameters(bare.parameters() * 2) : bare;
    MemoryCheck.check(need, network, how, trainer.threads, room(need));
    Parallel parallel = new Parallel(trainer.threads);
    this.preprocessing = preprocessing(parallel);
    this.loader = loader();
    this.parameters =
        MemoryCheck.allocate(need, () -> Parameters.of(plan.graph(), trainer.firstWeights()));
    this.training = MemoryCheck.allocate(need, () -> new Program(plan, parameters, parallel));
    Program answer = MemoryCheck.allocate(need, () -> new Program(inference, parameters, parallel));
    if (loader.batches() >= WARM_UP_STEPS) {
      training.warmUp(WARM_UP_SECONDS);
      answer.warmUp(WARM_UP_SECONDS);
    }
    this.evaluator = new Evaluator(answer, classes, preprocessing);
    listener.started(plan, need, sizes());
  }

  /// What is free; garbage counts only where there would be too little without it.
  private static long room(MemoryNeed need) {
    long available = MemoryCheck.available();
    if (need.total() > available) {
      System.gc();
      available = MemoryCheck.available();
    }
    return available;
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

  private Preprocessing preprocessing(Parallel parallel) {
    Preprocessing p =
        t.preprocessing.orElseGet(
            () ->
                Preprocessing.of(
                    splits.train(), Statistics.of(splits.train(), parallel, Progress.none())));
    return t.pictures.map(p::withPictures).orElse(p);
  }

  private Loader loader() {
    List<Transform> transforms = new ArrayList<>(t.augmentation);
    transforms.add(preprocessing.normalise());
    Loader all =
        Loader.of(splits.train(), batch)
            .shuffled(Seed.of(t.seed).child("data"))
            .dropLast(true)
            .transforms(transforms);
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
    for (int e = 1; e <= t.epochs && !stopped; e++) {
      stopped = epoch(e);
    }
    if (best != null) {
      parameters.load(ParameterSource.copyOf(best));
    }
    if (validation.isPresent() && !stopped) {
      evaluation = evaluator.evaluate(splits.test(), listener::evaluating);
    }
    Model model = Model.of(t.network, parameters, info()).threads(t.threads);
    save(model, RunFolder.Extent.ALL);
    return new Run(model, history, stopped, Optional.ofNullable(t.out));
  }

  /// One epoch; says whether someone asked to stop.
  private boolean epoch(int number) {
    long begin = System.nanoTime();
    Means means = steps(number);
    if (means.stopped()) {
      evaluation = null;
      seconds = (System.nanoTime() - start) / 1e9;
      return true;
    }
    double trained = (System.nanoTime() - begin) / 1e9;
    Evaluation judged = evaluator.evaluate(judge, listener::evaluating);
    evaluation = validation.isPresent() ? null : judged;
    EpochResult result =
        new EpochResult(
            number,
            step,
            means.loss(),
            means.accuracy(),
            judged.loss(),
            judged.accuracy(),
            rate(step - 1),
            (System.nanoTime() - begin) / 1e9,
            means.samples() / trained);
    history.add(result);
    seconds = (System.nanoTime() - start) / 1e9;
    listener.evaluated(result, judged);
    if (validation.isPresent() && judged.accuracy() > bestAccuracy) {
      bestAccuracy = judged.accuracy();
      best = copy();
    }
    if (number < t.epochs) {
      Parameters weights = best;
      save(
          Model.of(t.network, weights == null ? parameters : weights, info()),
          RunFolder.Extent.CHECKPOINT);
    }
    return t.stopRequested();
  }

  private record Means(double loss, double accuracy, long samples, boolean stopped) {}

  private Means steps(int number) {
    Tensor input = training.input(Network.INPUT);
    Tensor target = training.input(Network.TARGET);
    Tensor rate = training.input(Network.LEARNING_RATE);
    Tensor logits = training.output(Network.LOGITS);
    Tensor loss = training.output(Network.LOSS);
    int steps = loader.batches();
    double sum = 0;
    long right = 0;
    long samples = 0;
    long begin = System.nanoTime();
    try (Epoch epoch = loader.epoch(number - 1)) {
      for (int s = 1; epoch.next(); s++) {
        Batch b = epoch.batch();
        input.copyFrom(b.inputs());
        target.copyFrom(b.labels());
        rate.set(0, (float) rate(step));
        training.run(step);
        if (!Float.isFinite(loss.get(0))) {
          throw notFinite(loss.get(0), number, s);
        }
        step++;
        for (int i = 0; i < batch; i++) {
          int at = logits.offset() + i * classes.size();
          right += Ranking.best(logits.data(), at, classes.size()) == (int) target.get(i) ? 1 : 0;
        }
        sum += (double) loss.get(0) * batch;
        samples += batch;
        listener.step(
            new StepResult(
                number,
                s,
                steps,
                loss.get(0),
                sum / samples,
                (double) right / samples,
                rate.get(0),
                samples / ((System.nanoTime() - begin) / 1e9)));
        if (t.stopRequested() && s < steps) {
          return new Means(sum / samples, (double) right / samples, samples, true);
        }
      }
    }
    return new Means(sum / samples, (double) right / samples, samples, false);
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
    copy.add(parameters.model(), ParameterSource.copyOf(parameters));
    return copy;
  }

  private ModelInfo info() {
    return new ModelInfo(
        t.name, classes, preprocessing, Optional.ofNullable(evaluation), Optional.of(provenance()));
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

package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Transform;
import dev.loupe.graph.ParameterSource;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Loss;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.nn.Optimiser;
import dev.loupe.nn.RateFactor;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Trains a network: to tell classes apart, unless it is given another [Task].
///
/// ```java
/// Run run = Trainer.of(network).epochs(5).out(folder).train(splits);
/// ```
///
/// The same settings give the same weights, bit for bit, on any number of threads, and no matter
/// how often the training was interrupted, even by a loss of power:
///
/// ```java
/// Run run = Trainer.of(network).epochs(5).resume(folder).train(splits);
/// ```
public final class Trainer {
  final Network network;
  Task task = new Task.Classification();
  @Nullable Loss loss;
  String name = "network";
  String command = "API";
  int epochs = 5;
  int batch = 64;
  float rate = 0.05f;
  Schedule schedule = new Schedule.OneCycle(0.3);
  Optimiser optimiser = Optimiser.nesterov(0.9f, 5e-4f);
  long seed;
  int threads = Runtime.getRuntime().availableProcessors();
  List<Transform> augmentation = List.of();
  List<String> frozen = List.of();
  List<RateFactor> rates = List.of();
  int accumulate = 1;
  Mixing mixing = Mixing.NONE;
  boolean balanced;
  float average;
  int patience;
  Views views = Views.NONE;
  TrainingListener listener = TrainingListener.NONE;
  Optional<Dataset> validation = Optional.empty();
  Optional<Preprocessing> preprocessing = Optional.empty();
  Optional<Preprocessing.Pictures> pictures = Optional.empty();
  @Nullable ParameterSource start;
  @Nullable Path out;
  boolean resumed;
  boolean tensorBoard = true;
  boolean report = true;
  int checkpointSteps = Integer.MAX_VALUE;
  Duration checkpointTime = Duration.ofMinutes(1);
  private volatile boolean stopRequested;

  private Trainer(Network network) {
    this.network = network;
  }

  /// A trainer with usual settings: 5 epochs of 64 samples a step, stochastic gradient descent with
  /// Nesterov's momentum 0.9 and weight decay 5e-4, one cycle up to rate 0.05; classification by
  /// cross entropy.
  public static Trainer of(Network network) {
    return new Trainer(network);
  }

  /// What is trained.
  public Network network() {
    return network;
  }

  /// A trainer of its own with the same settings; nothing is written, and nobody is told.
  public Trainer copy() {
    Trainer copy = new Trainer(network);
    copy.loss = loss;
    copy.name = name;
    copy.command = command;
    copy.epochs = epochs;
    copy.batch = batch;
    copy.rate = rate;
    copy.schedule = schedule;
    copy.optimiser = optimiser;
    copy.seed = seed;
    copy.threads = threads;
    copy.augmentation = augmentation;
    copy.frozen = frozen;
    copy.mixing = mixing;
    copy.balanced = balanced;
    copy.average = average;
    copy.patience = patience;
    copy.views = views;
    copy.rates = rates;
    copy.accumulate = accumulate;
    copy.tensorBoard = tensorBoard;
    copy.report = report;
    copy.validation = validation;
    copy.preprocessing = preprocessing;
    copy.pictures = pictures;
    copy.start = start;
    return copy;
  }

  /// A copy that learns bare samples, so that nothing keeps the loss from 0: no variations, no
  /// mixing, no smoothed labels; all samples count alike.
  public Trainer bare() {
    Trainer bare = copy();
    bare.augmentation = List.of();
    bare.mixing = Mixing.NONE;
    bare.balanced = false;
    bare.accumulate = 1;
    bare.loss = loss instanceof CrossEntropy ? CrossEntropy.of() : loss;
    return bare;
  }

  /// How many samples a step.
  public int batch() {
    return batch;
  }

  /// The largest learning rate.
  public float rate() {
    return rate;
  }

  /// What all random numbers come from.
  public long seed() {
    return seed;
  }

  /// Paths of layers that stay as they are.
  public List<String> frozen() {
    return frozen;
  }

  /// What the architecture is called, for the model card.
  public Trainer name(String value) {
    name = value;
    return this;
  }

  /// The command line, for the model card.
  public Trainer command(String value) {
    command = value;
    return this;
  }

  /// How often all samples are met, at least 1.
  public Trainer epochs(int count) {
    atLeastOne("number of epochs", count);
    epochs = count;
    return this;
  }

  /// How many samples a step, at least 1.
  public Trainer batch(int samples) {
    atLeastOne("batch size", samples);
    batch = samples;
    return this;
  }

  /// The largest learning rate, above 0.
  public Trainer rate(float value) {
    if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the learning rate is out of range")
          .expected("above 0, such as " + optimiser.usualRate())
          .got(String.valueOf(value));
    }
    rate = value;
    return this;
  }

  /// How the rate goes over the steps.
  public Trainer schedule(Schedule value) {
    schedule = value;
    return this;
  }

  /// How parameters move.
  public Trainer optimiser(Optimiser value) {
    optimiser = value;
    return this;
  }

  /// What the network learns to answer; classes, unless said otherwise.
  public Trainer task(Task value) {
    task = value;
    return this;
  }

  /// What is made small, in place of the usual loss of the task.
  public Trainer loss(Loss value) {
    loss = value;
    return this;
  }

  /// What all random numbers come from.
  public Trainer seed(long value) {
    seed = value;
    return this;
  }

  /// How many threads compute, at least 1; one more prepares batches.
  public Trainer threads(int count) {
    atLeastOne("number of threads", count);
    threads = count;
    return this;
  }

  /// How samples are varied, before they are normalised.
  public Trainer augment(List<Transform> transforms) {
    augmentation = List.copyOf(transforms);
    return this;
  }

  /// Paths of layers that stay as they are.
  public Trainer freeze(List<String> paths) {
    frozen = List.copyOf(paths);
    return this;
  }

  /// Factors on the learning rate of some layers.
  public Trainer rates(List<RateFactor> factors) {
    rates = List.copyOf(factors);
    return this;
  }

  /// From how many batches the gradient of one optimiser step is the mean, at least 1: a large
  /// batch in the memory of a small one.
  public Trainer accumulate(int batches) {
    atLeastOne("number of batches of an optimiser step", batches);
    accumulate = batches;
    return this;
  }

  /// How samples of a batch are mixed; the loss must be a [CrossEntropy].
  public Trainer mixing(Mixing value) {
    mixing = value;
    return this;
  }

  /// Whether all classes come equally often, however many samples they have.
  public Trainer balanced(boolean value) {
    balanced = value;
    return this;
  }

  /// Judges and keeps the exponential moving average of the weights.
  ///
  /// @param decay the part of itself that the average keeps in each step, such as 0.999; 0 for the
  ///     weights themselves
  public Trainer average(float decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw LoupeException.of("the decay of the moving average is out of range")
          .expected("0 for none, or a number below 1, such as 0.999")
          .got(String.valueOf(decay));
    }
    average = decay;
    return this;
  }

  /// Ends the training after so many epochs without a better accuracy on validation data; 0 for
  /// never.
  public Trainer patience(int epochs) {
    if (epochs < 0) {
      throw LoupeException.of("the patience is out of range")
          .expected("a number of epochs, or 0 for never")
          .got(String.valueOf(epochs));
    }
    patience = epochs;
    return this;
  }

  /// In which views samples are judged.
  public Trainer views(Views value) {
    views = value;
    return this;
  }

  /// Where the first weights come from; else they are random.
  public Trainer start(ParameterSource source) {
    start = source;
    return this;
  }

  /// How samples are normalised; else by the statistics of the training data.
  public Trainer preprocessing(Preprocessing value) {
    preprocessing = Optional.of(value);
    return this;
  }

  /// How picture files became samples, for the model to do the same later.
  public Trainer pictures(Preprocessing.Pictures how) {
    pictures = Optional.of(how);
    return this;
  }

  /// Data that chooses the best epoch, in place of that of the splits; without either, the last
  /// epoch's weights are the result.
  public Trainer validation(Dataset dataset) {
    validation = Optional.of(dataset);
    return this;
  }

  /// Who is told.
  public Trainer listener(TrainingListener value) {
    listener = value;
    return this;
  }

  /// The folder for the model and what is known about it; without one nothing is written.
  public Trainer out(Path folder) {
    out = folder;
    resumed = false;
    return this;
  }

  /// Whether the folder gets the curves for TensorBoard too: yes, unless said otherwise.
  public Trainer tensorBoard(boolean value) {
    tensorBoard = value;
    return this;
  }

  /// Whether the folder gets `report.html`, a page that shows how the training went, and
  /// `filters.safetensors` for it: yes, unless said otherwise.
  public Trainer report(boolean value) {
    report = value;
    return this;
  }

  /// Goes on with the training that was interrupted in a folder, and ends in the bytes in which it
  /// would have ended; begins it where the folder has no checkpoint. Settings, network and data are
  /// to be those that it was begun with; the number of threads may be another.
  public Trainer resume(Path folder) {
    out = folder;
    resumed = true;
    return this;
  }

  /// How many steps lie between two checkpoints in an epoch at most; there is one after each epoch.
  public Trainer checkpointEvery(int steps) {
    atLeastOne("number of steps between checkpoints", steps);
    checkpointSteps = steps;
    return this;
  }

  /// How much time lies between two checkpoints in an epoch at most, a minute unless said
  /// otherwise.
  public Trainer checkpointEvery(Duration time) {
    if (!time.isPositive()) {
      throw LoupeException.of("the time between checkpoints is out of range")
          .expected("more than nothing")
          .got(time.toString());
    }
    checkpointTime = time;
    return this;
  }

  /// Asks the training to end after the current step; from any thread.
  public void requestStop() {
    stopRequested = true;
  }

  boolean stopRequested() {
    return stopRequested;
  }

  /// What a training step is made of.
  ///
  /// @throws LoupeException if samples are mixed and the loss is not a cross entropy
  public Training how() {
    Loss wanted = Objects.requireNonNullElseGet(loss, task::loss);
    if (!mixing.any()) {
      return how(wanted);
    }
    if (!(wanted instanceof CrossEntropy entropy)) {
      throw LoupeException.of("mixed samples need the cross-entropy loss")
          .expected(CrossEntropy.of().toString())
          .got(wanted.toString());
    }
    return how(entropy.withSoftTargets());
  }

  private Training how(Loss small) {
    return new Training(small, optimiser, frozen, rates, accumulate);
  }

  /// The settings that not every training has, each with its value.
  List<String> more() {
    List<String> all = new ArrayList<>();
    if (!rates.isEmpty()) {
      all.add("rates " + rates);
    }
    if (accumulate > 1) {
      all.add("a step for " + accumulate + " batches");
    }
    if (mixing.any()) {
      all.add("mixing " + mixing);
    }
    if (balanced) {
      all.add("classes equally often");
    }
    if (average > 0) {
      all.add("moving average " + average);
    }
    if (patience > 0) {
      all.add("patience " + patience);
    }
    if (!views.equals(Views.NONE)) {
      all.add("views " + views);
    }
    return all;
  }

  /// The memory that this training needs.
  public MemoryNeed memory() {
    return MemoryNeed.of(network, how(), batch, threads);
  }

  /// Trains.
  ///
  /// @throws LoupeException if network and data don't fit, the memory is too small, a file can't be
  ///     read or written, the loss is no longer finite, or what is to be resumed has ended, is
  ///     broken or was begun in another way
  public Run train(Splits splits) {
    return new TrainingSession(this, splits).run();
  }

  ParameterSource firstWeights() {
    ParameterSource given = start;
    return given != null ? given : ParameterSource.random(Seed.of(seed).child("weights"));
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw LoupeException.of("the " + what + " is out of range")
          .expected("at least 1")
          .got(String.valueOf(value));
    }
  }
}

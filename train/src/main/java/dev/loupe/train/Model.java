package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.explain.Lens;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.metrics.Predictions;
import dev.loupe.train.metrics.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network with its weights, and all that is needed to use it: takes samples as they are read,
/// normalises them itself, and answers as its [Task] says. For one thread at a time.
public final class Model {
  private static final int BATCH = 64;

  private final Network network;
  private final Parameters parameters;
  private final ModelInfo info;
  private final int threads;
  private @Nullable Parallel parallel;
  private @Nullable Program program;

  private Model(Network network, Parameters parameters, ModelInfo info, int threads) {
    this.network = network;
    this.parameters = parameters;
    this.info = info;
    this.threads = threads;
  }

  /// A model on as many threads as the machine has processors.
  ///
  /// @throws LoupeException if the network does not give what the task wants
  public static Model of(Network network, Parameters parameters, ModelInfo info) {
    Model m = new Model(network, parameters, info, Runtime.getRuntime().availableProcessors());
    Checks.outputs(network, info.task(), info.classes());
    return m;
  }

  /// The same weights, not copied, on so many threads.
  public Model threads(int count) {
    return new Model(network, parameters, info, count);
  }

  /// The same weights, not copied, with other knowledge.
  public Model with(ModelInfo next) {
    return new Model(network, parameters, next, threads);
  }

  /// The network.
  public Network network() {
    return network;
  }

  /// The weights; after changing them call [Parameters#touch].
  public Parameters parameters() {
    return parameters;
  }

  /// Its name, classes, preprocessing and provenance.
  public ModelInfo info() {
    return info;
  }

  /// The names of the classes, by index.
  public List<String> classes() {
    return info.classes();
  }

  /// What is done to samples first.
  public Preprocessing preprocessing() {
    return info.preprocessing();
  }

  /// What the network answers: the probabilities of the classes, or of each label; the values; or
  /// the probabilities of the classes at each place.
  ///
  /// @param samples samples, spatial..., channels; as they are read, such as pictures in 0 to 1
  /// @return samples x classes (each row adds up to 1), labels or values; of maps samples,
  ///     spatial..., classes
  /// @throws LoupeException if the samples have another shape than the network's input
  public Tensor predict(Tensor samples) {
    checkSamples(samples.shape());
    int n = samples.shape().size(0);
    Program p = program(Math.min(n, BATCH));
    Tensor input = p.input(Network.INPUT);
    Tensor logits = p.output(Network.LOGITS);
    Tensor result = Tensor.zeros(info.task().output(network.input(), classes().size()).prepend(n));
    int batch = input.shape().size(0);
    for (int from = 0; from < n; from += batch) {
      int count = Math.min(batch, n - from);
      for (int i = 0; i < batch; i++) {
        Tensor sample = samples.item(from + Math.min(i, count - 1));
        info.preprocessing().normalise().apply(Seed.of(0), sample, input.item(i));
      }
      p.run();
      for (int i = 0; i < count; i++) {
        answer(logits.item(i), result.item(from + i));
      }
    }
    return result;
  }

  /// What the network gives for samples, nothing done to them before and to it after.
  ///
  /// @param samples samples, spatial..., channels; as the network itself takes them
  /// @return samples first, then as the network gives them
  /// @throws LoupeException if the samples have another shape than the network's input
  public Tensor logits(Tensor samples) {
    checkSamples(samples.shape());
    int n = samples.shape().size(0);
    Program p = program(Math.min(n, BATCH));
    Tensor input = p.input(Network.INPUT);
    Tensor logits = p.output(Network.LOGITS);
    int batch = input.shape().size(0);
    Tensor result = Tensor.zeros(logits.item(0).shape().prepend(n));
    for (int from = 0; from < n; from += batch) {
      int count = Math.min(batch, n - from);
      for (int i = 0; i < batch; i++) {
        input.item(i).copyFrom(samples.item(from + Math.min(i, count - 1)));
      }
      p.run();
      for (int i = 0; i < count; i++) {
        result.item(from + i).copyFrom(logits.item(i));
      }
    }
    return result;
  }

  private void checkSamples(Shape shape) {
    if (shape.rank() != network.input().rank() + 1
        || !shape.range(1, shape.rank()).equals(network.input())) {
      throw LoupeException.of("the samples don't fit the model")
          .expected("samples x " + network.input())
          .got(shape.toString());
    }
  }

  private void answer(Tensor logits, Tensor into) {
    int names = classes().size();
    for (int at = 0; at < logits.length(); at += names) {
      switch (info.task()) {
        case Task.Classification c -> probabilities(logits, into, at);
        case Task.Segmentation s -> probabilities(logits, into, at);
        case Task.MultiLabel m -> {
          for (int k = 0; k < names; k++) {
            into.set(at + k, (float) (1 / (1 + StrictMath.exp(-logits.get(at + k)))));
          }
        }
        case Task.Regression r -> {
          for (int k = 0; k < names; k++) {
            into.set(at + k, r.value(logits.get(at + k), k));
          }
        }
      }
    }
  }

  private void probabilities(Tensor logits, Tensor into, int at) {
    int from = logits.offset() + at;
    Ranking.probabilities(logits.data(), from, classes().size(), into.data(), into.offset() + at);
  }

  /// The class of each place of a picture or volume of any size.
  ///
  /// Where it is larger than the network's input, windows of that size are laid over it that
  /// overlap by half, and the means of what they give before softmax are taken; where it is
  /// smaller, it is surrounded by the mean of the training data.
  ///
  /// @param sample spatial..., channels; as it is read
  /// @return spatial...: the indices of the classes
  /// @throws LoupeException if the task is not segmentation, or the sample has other channels
  public Tensor segment(Tensor sample) {
    if (!(info.task() instanceof Task.Segmentation)) {
      throw LoupeException.of("the model does not answer with maps")
          .expected("the task " + new Task.Segmentation())
          .got(info.task().toString());
    }
    Tensor normalised = Tensor.zeros(sample.shape());
    Windows windows = Windows.of(sample.shape(), network.input());
    info.preprocessing().normalise().apply(Seed.of(0), sample, normalised);
    return windows.classes(normalised, program(1), classes().size());
  }

  /// The classes of one sample, the most probable first.
  ///
  /// @param sample spatial..., channels
  /// @throws LoupeException if the task is not classification
  public List<Ranked> classify(Tensor sample) {
    if (!(info.task() instanceof Task.Classification)) {
      throw LoupeException.of("the model does not tell classes apart")
          .expected("the task " + new Task.Classification())
          .got(info.task().toString())
          .fix("use predict");
    }
    return ranked(predict(sample.reshape(sample.shape().prepend(1))));
  }

  /// The classes by what the network gives for one sample, the most probable first.
  ///
  /// @param logits one a class
  /// @throws IllegalArgumentException if there is not one a class
  public List<Ranked> rank(Tensor logits) {
    if (!(info.task() instanceof Task.Classification) || logits.length() != classes().size()) {
      throw new IllegalArgumentException(logits.shape() + " are not the logits of one sample");
    }
    Tensor probabilities = Tensor.zeros(Shape.of(classes().size()));
    answer(logits, probabilities);
    return ranked(probabilities);
  }

  private List<Ranked> ranked(Tensor p) {
    List<Ranked> ranked = new ArrayList<>();
    for (int c = 0; c < classes().size(); c++) {
      ranked.add(new Ranked(c, classes().get(c), p.get(c)));
    }
    ranked.sort(Comparator.comparingDouble((Ranked r) -> -r.probability()));
    return ranked;
  }

  /// How well the model does on a dataset.
  ///
  /// @throws LoupeException if the dataset has other shapes or classes
  public Evaluation evaluate(Dataset dataset) {
    return evaluate(dataset, (done, total) -> {});
  }

  /// The same, telling how far it has come.
  public Evaluation evaluate(Dataset dataset, Evaluator.Progress progress) {
    return new Evaluator(program(Math.min(dataset.size(), BATCH)), info)
        .evaluate(dataset, progress);
  }

  /// What the model says about all samples of a dataset, in their order: what a
  /// [dev.loupe.train.metrics.Report] is made of.
  ///
  /// @throws LoupeException if the dataset has other shapes or classes
  public Predictions predictions(Dataset dataset) {
    return predictions(dataset, (done, total) -> {});
  }

  /// The same, telling how far it has come.
  public Predictions predictions(Dataset dataset, Evaluator.Progress progress) {
    return predictions(dataset, Views.NONE, progress);
  }

  /// The same of several views of each sample.
  public Predictions predictions(Dataset dataset, Views views, Evaluator.Progress progress) {
    return new Evaluator(program(Math.min(dataset.size(), BATCH)), info)
        .views(views)
        .predictions(dataset, progress);
  }

  /// A lens on the network, to look inside; it takes samples that are normalised already.
  public Lens lens() {
    return Lens.of(network, parameters, team());
  }

  private Parallel team() {
    Parallel team = parallel == null ? new Parallel(threads) : parallel;
    parallel = team;
    return team;
  }

  private Program program(int batch) {
    Program p = program;
    if (p == null || p.input(Network.INPUT).shape().size(0) != batch) {
      Plan plan = MemoryNeed.Plans.inference(network, batch);
      p = new Program(plan, parameters, team());
      program = p;
    }
    return p;
  }
}

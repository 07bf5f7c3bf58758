package dev.loupe.testkit;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.Dropout;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.SumTo;
import dev.loupe.graph.op.UpdateRunning;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.OptimiserRule;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A residual network of two convolutions, written op by op, for tests of whole graphs.
final class SmallNet {
  static final int BATCH = 3;
  private static final Initialiser RANDOM =
      (seed, t) -> {
        for (int i = 0; i < t.length(); i++) {
          t.set(i, 0.2f * seed.gaussian(i));
        }
      };

  private final GraphBuilder b = new GraphBuilder();
  private final boolean training;
  private final int batch;
  private final List<Value> trained = new ArrayList<>();

  private SmallNet(boolean training, int batch) {
    this.training = training;
    this.batch = batch;
  }

  /// Input to logits.
  static Graph inference() {
    SmallNet net = new SmallNet(false, BATCH);
    net.b.output("logits", net.forward());
    return net.b.build();
  }

  /// A whole step with momentum.
  static Graph training() {
    return training(BATCH);
  }

  static Graph training(int batch) {
    SmallNet net = new SmallNet(true, batch);
    GraphBuilder b = net.b;
    Value logits = net.forward();
    Value error = b.apply(Arithmetic.SUBTRACT, logits, b.input("target", logits.shape()));
    Value loss = b.apply(new SumTo(Shape.of()), b.apply(Arithmetic.MULTIPLY, error, error));
    b.output("logits", logits);
    b.output("loss", loss);
    Map<Value, Value> gradients = Gradients.of(b, loss, net.trained);
    List<Value> in = new ArrayList<>();
    in.add(b.constant(0.01f));
    List<Boolean> decay = new ArrayList<>();
    gradients.forEach(
        (p, g) -> {
          in.add(p);
          in.add(g);
          in.add(net.variable("momentum." + decay.size(), p.shape(), Initialiser.ZERO));
          decay.add(true);
        });
    OptimiserRule rule = new OptimiserRule.Sgd(0.9f, false, 1e-3f);
    b.effect(b.apply(new OptimiserStep(rule, decay, false), in.toArray(Value[]::new)));
    return b.build();
  }

  /// New parameters for either graph.
  static Parameters parameters() {
    return Parameters.of(training(), (v, t) -> v.initial().fill(Seed.of(3).child(v.path()), t));
  }

  private Value forward() {
    Value x = b.input("input", Shape.of(batch, 11, 9, 3));
    Value first = block("a", x, 3, 20);
    Value second = block("b", first, 20, 20);
    b.path("join");
    Value sum = b.apply(Arithmetic.ADD, second, first);
    Value y = b.apply(new Activate(Activation.RELU), sum);
    b.layer("join", y);
    if (training) {
      y = b.apply(new Dropout(0.25f, 77, false), y);
    }
    Value pooled = b.apply(new AdaptivePool(PoolKind.AVERAGE, List.of(1, 1)), y);
    Value flat = b.apply(new Reshape(Shape.of(batch, 20)), pooled);
    b.path("dense");
    Value logits = b.apply(MatrixMultiply.PLAIN, flat, trained("dense.weight", Shape.of(20, 5)));
    return b.apply(Arithmetic.ADD, logits, trained("dense.bias", Shape.of(5)));
  }

  private Value block(String path, Value x, int in, int out) {
    b.path(path);
    Value w = trained(path + ".weight", Shape.of(3, 3, in, out));
    Value y = b.apply(new Convolution(Window.of(2, 3, 1, 1), 1), x, w);
    Shape c = Shape.of(out);
    Value gamma = variable(path + ".gamma", c, Initialiser.ONE);
    Value beta = variable(path + ".beta", c, RANDOM);
    trained.add(gamma);
    trained.add(beta);
    Value mean = variable(path + ".mean", c, Initialiser.ZERO);
    Value variance = variable(path + ".variance", c, Initialiser.ONE);
    if (training) {
      Value stats = b.apply(new BatchStats(), y);
      Value normal = b.apply(new BatchNormTrain(1e-5f), y, gamma, beta, stats);
      b.effect(b.apply(new UpdateRunning(0.1f, y.shape().rows()), mean, variance, stats));
      y = normal;
    } else {
      y = b.apply(new BatchNorm(1e-5f), y, gamma, beta, mean, variance);
    }
    y = b.apply(new Activate(Activation.RELU), y);
    b.layer(path, y);
    return y;
  }

  private Value trained(String path, Shape shape) {
    Value v = variable(path, shape, RANDOM);
    trained.add(v);
    return v;
  }

  private Value variable(String path, Shape shape, Initialiser initial) {
    return b.variable(new Variable(path, shape, Role.WEIGHT, Layout.PLAIN, initial));
  }
}

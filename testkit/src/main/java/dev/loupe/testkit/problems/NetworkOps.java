package dev.loupe.testkit.problems;

import dev.loupe.graph.Computation;
import dev.loupe.graph.op.Attention;
import dev.loupe.graph.op.AttentionBack;
import dev.loupe.graph.op.BatchNormSums;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchNormTrainBack;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.PoolBack;
import dev.loupe.graph.op.SoftmaxCrossEntropy;
import dev.loupe.graph.op.SoftmaxCrossEntropyBack;
import dev.loupe.kernel.OptimiserRule;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Ops other than convolutions at the sizes that training has: what [Problems] checks in small.
public final class NetworkOps {
  private static final float EPSILON = 1e-5f;
  private static final List<NetworkOp> ALL = new NetworkOps().ops;

  private final List<NetworkOp> ops = new ArrayList<>();

  private NetworkOps() {
    dense("lenet5", 128, 400, 120);
    dense("ecg1d", 256, 64, 32);
    dense("resnet18-cifar", 64, 512, 10);
    dense("resnet50", 8, 2048, 1000);
    for (PoolKind kind : List.of(PoolKind.MAX, PoolKind.AVERAGE)) {
      pool("lenet5", kind, Window.of(2, 2, 2, 0), Shape.of(128, 28, 28, 6));
      pool("vgg11-cifar", kind, Window.of(2, 2, 2, 0), Shape.of(64, 32, 32, 64));
      pool("resnet50", kind, Window.of(2, 3, 2, 1), Shape.of(8, 112, 112, 64));
      pool("ecg1d", kind, Window.of(1, 5, 2, 0), Shape.of(256, 187, 32));
    }
    attention("vit-tiny", 8, 197, 3, 64);
    attention("cct-2/3x2", 128, 64, 2, 64);
    norm("resnet20", Shape.of(128, 32, 32, 16));
    norm("resnet18-cifar", Shape.of(64, 32, 32, 64));
    norm("resnet18-cifar", Shape.of(64, 4, 4, 512));
    norm("resnet18-3d", Shape.of(8, 28, 28, 28, 64));
    loss("resnet20", Shape.of(128, 10));
    loss("resnet50", Shape.of(64, 1000));
    OptimiserRule momentum = new OptimiserRule.Sgd(0.9f, false, 5e-4f);
    optimiser("lenet5", momentum, Shape.of(61_706));
    optimiser("resnet18-cifar", momentum, Shape.of(11_173_962));
    optimiser(
        "resnet18-cifar",
        new OptimiserRule.Adam(0.9f, 0.999f, 1e-8f, 0, false),
        Shape.of(11_173_962));
  }

  /// All rows.
  public static List<NetworkOp> all() {
    return Collections.unmodifiableList(ALL);
  }

  /// Forward, and the gradients of input and weights.
  private void dense(String net, int rows, int inputs, int outputs) {
    Shape x = Shape.of(rows, inputs);
    Shape w = Shape.of(inputs, outputs);
    Shape y = Shape.of(rows, outputs);
    normal(net, new MatrixMultiply(false, false), x, w);
    normal(net, new MatrixMultiply(false, true), y, w);
    normal(net, new MatrixMultiply(true, false), x, y);
  }

  private void pool(String net, PoolKind kind, Window window, Shape x) {
    Pool pool = new Pool(kind, window, false);
    Shape y = pool.infer(List.of(x));
    normal(net, pool, x);
    if (kind == PoolKind.MAX) {
      normal(net, new PoolBack(pool, x), x, y);
    } else {
      normal(net, new PoolBack(pool, x), y);
    }
  }

  private void attention(String net, int batch, int tokens, int heads, int size) {
    Shape x = Shape.of(batch, tokens, 3 * heads * size);
    Shape y = x.with(-1, heads * size);
    normal(net, new Attention(heads), x);
    normal(net, new AttentionBack(heads), x, y, y);
  }

  private void norm(String net, Shape x) {
    Shape c = Shape.of(x.channels());
    Shape two = c.prepend(2);
    Fill any = Fill.normal();
    Fill positive = Fill.positive();
    normal(net, new BatchStats(), x);
    add(
        net,
        new BatchNormTrain(EPSILON),
        List.of(x, c, c, two),
        List.of(any, positive, any, positive));
    add(net, new BatchNormSums(EPSILON), List.of(x, two, x), List.of(any, positive, any));
    add(
        net,
        new BatchNormTrainBack(EPSILON),
        List.of(x, c, two, two, x),
        List.of(any, positive, positive, any, any));
  }

  private void loss(String net, Shape logits) {
    Shape rows = Shape.of(logits.rows());
    Fill labels = Fill.labels(logits.channels());
    add(
        net,
        new SoftmaxCrossEntropy(0, false),
        List.of(logits, rows),
        List.of(Fill.normal(), labels));
    add(
        net,
        new SoftmaxCrossEntropyBack(0, false),
        List.of(logits, rows, rows),
        List.of(Fill.normal(), labels, Fill.positive()));
  }

  /// One parameter of as many values as the network has; run often, it must not diverge.
  private void optimiser(String net, OptimiserRule rule, Shape all) {
    List<Shape> inputs = new ArrayList<>(List.of(Shape.of(), all, all));
    List<Fill> fills = new ArrayList<>(List.of(Fill.values(1e-4f), Fill.normal(), Fill.normal()));
    for (int slot = 0; slot < rule.slots(); slot++) {
      inputs.add(all);
      fills.add(Fill.values(1e-3f));
    }
    add(net, new OptimiserStep(rule, List.of(true), false), inputs, fills);
  }

  private void normal(String net, Computation op, Shape... inputs) {
    add(net, op, List.of(inputs), Collections.nCopies(inputs.length, Fill.normal()));
  }

  private void add(String net, Computation op, List<Shape> inputs, List<Fill> fills) {
    ops.add(new NetworkOp(net + " " + name(op) + " of " + sizes(op, inputs), op, inputs, fills));
  }

  private static String name(Computation op) {
    return switch (op) {
      case MatrixMultiply m -> m.toString();
      case Pool p -> p.name() + " " + p.kind() + " " + p.window();
      case PoolBack p -> p.name() + " " + p.pool().kind() + " " + p.pool().window();
      case OptimiserStep s -> s.name() + " " + s.rule().getClass().getSimpleName();
      default -> op.name();
    };
  }

  /// Both matrices of a product; of other ops the largest input.
  private static String sizes(Computation op, List<Shape> inputs) {
    return op instanceof MatrixMultiply
        ? inputs.get(0) + " and " + inputs.get(1)
        : Collections.max(inputs, Comparator.comparingLong(Shape::elements)).toString();
  }
}

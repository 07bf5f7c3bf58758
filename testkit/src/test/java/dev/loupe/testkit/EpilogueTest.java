package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Node;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.Fused;
import dev.loupe.graph.pass.FuseEpilogues;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Epilogues that kernels do themselves have the bits of the single ops: every kernel of
/// convolutions, whole tiles and what hangs over, with every chain of bias, residual and
// activation.
final class EpilogueTest {
  /// A convolution of a square picture.
  record Case(String kernel, int batch, int size, int from, int to, Window window, int groups) {}

  static Collection<Case> cases() {
    Window one = Window.of(2, 1, 1, 0);
    Window three = Window.of(2, 3, 1, 1);
    Window strided = Window.of(2, 3, 2, 1);
    return List.of(
        new Case("blocks", 1, 7, 32, 80, one, 1),
        new Case("blocks", 3, 5, 24, 24, one, 1),
        new Case("blocks", 2, 40, 16, 64, strided, 1),
        new Case("inside", 11, 5, 24, 72, strided, 1),
        new Case("blocks", 2, 6, 48, 40, strided, 2),
        new Case("inside", 1, 3, 48, 320, three, 1),
        new Case("winograd", 2, 11, 20, 36, three, 1),
        new Case("winograd", 1, 7, 64, 192, three, 1),
        new Case("winograd", 9, 6, 16, 64, three, 1),
        new Case("blocks", 1, 7, 320, 256, one, 1),
        new Case("points", 1, 7, 96, 40, one, 1),
        new Case("points", 2, 7, 48, 24, one, 1),
        new Case("points", 1, 9, 32, 16, one, 1),
        new Case("points", 1, 14, 24, 112, one, 1),
        new Case("points", 1, 240, 16, 24, one, 1),
        new Case("depthwise", 2, 9, 40, 40, three, 40),
        new Case("depthwise", 1, 7, 72, 72, three, 72),
        new Case("depthwise", 1, 8, 6, 6, three, 6),
        new Case("depthwise", 2, 9, 24, 24, strided, 24),
        new Case("patches", 2, 9, 3, 20, strided, 1),
        new Case("tiles", 2, 9, 1, 20, three, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kernelsGiveTheBitsOfSingleOps(Case c) {
    for (boolean residual : List.of(false, true)) {
      for (Activation a : List.of(Activation.RELU, Activation.RELU6, Activation.SILU)) {
        same(c, true, residual, List.of(a));
      }
      same(c, true, residual, List.of());
      same(c, true, residual, List.of(Activation.RELU, Activation.RELU6));
      same(c, false, residual, List.of(Activation.RELU));
    }
  }

  private static void same(Case c, boolean bias, boolean residual, List<Activation> functions) {
    Graph single = graph(c, bias, residual, functions);
    Graph fused = new FuseEpilogues().apply(single);
    assertThat(fused.nodes()).filteredOn(n -> n.op() instanceof Fused).hasSize(1);
    Plan plan = Plan.of(fused, Mode.FAST);
    assertThat(plan.steps().getFirst().choice().name()).isIn(c.kernel(), "points");
    Tensor expected = run(Plan.of(single, Mode.FAST), 1);
    assertThat(run(plan, 1)).isEqualTo(expected);
    assertThat(run(plan, 3)).isEqualTo(expected);
  }

  private static Graph graph(Case c, boolean bias, boolean residual, List<Activation> functions) {
    GraphBuilder b = new GraphBuilder();
    int kernel = c.window().kernel().getFirst();
    Value x = b.input("x", Shape.of(c.batch(), c.size(), c.size(), c.from()));
    Value w = b.input("w", Shape.of(kernel, kernel, c.from() / c.groups(), c.to()));
    Value y = b.apply(new Convolution(c.window(), c.groups()), x, w);
    Shape shape = y.shape();
    List<Value> more = new ArrayList<>();
    if (bias) {
      more.add(b.input("bias", Shape.of(c.to())));
    }
    if (residual) {
      more.add(b.input("residual", shape));
    }
    for (Value v : more) {
      y = b.apply(Arithmetic.ADD, y, v);
    }
    for (Activation a : functions) {
      y = b.apply(new Activate(a), y);
    }
    b.output("y", y);
    return b.build();
  }

  private static Tensor run(Plan plan, int threads) {
    Parameters none = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(5)));
    Program p = new Program(plan, none, new Parallel(threads));
    for (Node n : plan.graph().nodes()) {
      if (n.op() instanceof Source.Input in) {
        Seed seed = Seed.of(5).child(in.label());
        Tensor t = p.input(in.label());
        for (int i = 0; i < t.length(); i++) {
          t.set(i, seed.gaussian(i));
        }
      }
    }
    p.run();
    return p.output("y");
  }
}
